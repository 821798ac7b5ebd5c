"""Which alarms an actor sees: those about a village of his."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from sejuk.assess.alarms.models import Alarm, AlarmArea, AlarmReport
from sejuk.assess.alarms.rules import UNDECIDED_STATES
from sejuk.kit.actors import Actor, Grant
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.sense.signals.queries import visible_signals

Scope = tuple[str, ...]


def alarms_in(scope: Scope) -> QuerySet[Alarm]:
    """Return the alarms about any village of a scope, in no order."""
    inside = AlarmArea.objects.filter(within(scope), alarm=OuterRef("pk"))
    return Alarm.objects.filter(within(scope) | Q(Exists(inside)))


def alarm_called(alarm_id: int, scope: Scope) -> Alarm:
    """
    Return one alarm about a village of a scope.

    :raises NotYours: when there is none
    """
    found = alarms_in(scope).filter(pk=alarm_id).first()
    if found is None:
        raise NotYours(f"alarm {alarm_id}")
    return found


def alarm_to_move(alarm_id: int, scope: Scope) -> Alarm:
    """
    Return one alarm and keep others from moving it until this transaction ends.

    :raises NotYours: when there is none about a village of the scope
    """
    alarm_called(alarm_id, scope)
    # No join here: after waiting for a lock PostgreSQL reads the locked row anew, and only that.
    return Alarm.objects.select_for_update().get(pk=alarm_id)


def waiting_for(actor: Actor) -> QuerySet[Alarm]:
    """Return the undecided alarms that are with a role which `actor` holds there."""
    mine = Q(pk__in=[])
    for grant in sorted(actor.grants, key=lambda grant: (grant.role, grant.area_code)):
        mine |= _with(grant)
    return Alarm.objects.filter(mine, state__in=UNDECIDED_STATES)


def _with(grant: Grant) -> Q:
    return Q(with_role=grant.role.value) & within((grant.area_code,))


def readable_report(alarm: Alarm, report_id: int, actor: Actor) -> AlarmReport:
    """
    Return a report of an alarm whose signal `actor` reads.

    :raises NotYours: when it is of another alarm, or he reads no signals of its kind there
    """
    found = alarm.reports.filter(pk=report_id).first()
    if found is None or not visible_signals(actor).filter(pk=found.signal_id).exists():
        raise NotYours(f"report {report_id}")
    return found
