"""Who carries which answer where, and whether sightings fell there."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from sejuk.act.response.models import Answer, Carrying
from sejuk.act.response.rules import CarryState
from sejuk.assess.rumours import queries as rumours
from sejuk.engines import triage
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.partners import queries as partners
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within

Scope = tuple[str, ...]
# Chosen: a rumour that is answered dies or lives within a week; weekdays stand on both sides.
WINDOW = timedelta(days=7)
# Chosen: deliveries of one push; later ones meet another time.
ONE_PUSH = timedelta(days=3)


def own_person(actor: Actor) -> int | None:
    """Return the number of the person behind an actor, if he is of the force."""
    person = forces.person_of(actor.user_id) if actor.user_id is not None else None
    return person.pk if person else None


def carryings_for(actor: Actor, *, is_open: bool) -> QuerySet[Carrying]:
    """Return what an actor carries himself, and (for who sends) what is carried in his areas."""
    own = Q(officer_id=own_person(actor) or 0)
    if actor.roles - {Role.VILLAGE_OFFICER}:
        own |= within(actor.scope)
    found = Carrying.objects.filter(own)
    if is_open:
        found = found.filter(state=CarryState.ASSIGNED)
    return described(found).order_by("due_on", "id")


def described(rows: QuerySet[Carrying]) -> QuerySet[Carrying]:
    """Return carryings with what a page shows of them."""
    return rows.select_related(
        "answer__released", "answer__rumour", "area__parent", "officer", "partner", "version"
    ).defer("area__boundary", "area__outline", "area__parent__boundary", "area__parent__outline")


def carrying_called(carrying_id: int, actor: Actor) -> Carrying:
    """
    Return one carrying that an actor does, or that lies in his areas.

    :raises NotYours: when there is none
    """
    found = carryings_for(actor, is_open=False).filter(pk=carrying_id).first()
    if found is None:
        raise NotYours(f"carrying {carrying_id}")
    return found


def carryings_of(answer: Answer) -> list[Carrying]:
    """Return who carried or carries an answer where, what is on its way first."""
    rows = described(Carrying.objects.filter(answer=answer))
    return list(rows.order_by(F("ended_at").desc(nulls_first=True), "due_on", "id"))


def came_back(carrying: Carrying) -> list[int]:
    """Return the signals that came back from a village."""
    return list(carrying.came_back.order_by("id").values_list("signal_id", flat=True))


def who_could_go(scope: Scope, day: date) -> list[tuple[str, str]]:
    """Return the officers and partners of a scope, as a form offers them. Two queries."""
    officers = [(f"o{one.person_id}", one.title) for one in forces.officers_in_care(scope, day)]
    return officers + [(f"m{one.pk}", one.name) for one in partners.partners(scope)]


def effect_of(answer: Answer, now: datetime) -> triage.Effect | None:
    """
    Return whether a rumour was heard less where its answer was carried; None before it was.

    Compared are villages that heard it in the week before, and to which nobody carried the answer.
    """
    told = list(
        Carrying.objects.filter(
            answer=answer, state=CarryState.DELIVERED, delivered_at__lte=now - WINDOW
        ).order_by("delivered_at")
    )
    if answer.rumour is None or not told:
        return None
    first = told[0].delivered_at or now
    by_village: dict[str, datetime] = {}
    for one in told:
        at = one.delivered_at or now
        if at <= first + ONE_PUSH:
            by_village.setdefault(one.area_id, at)
    everywhere = set(answer.carryings.values_list("area_id", flat=True))
    rows = rumours.sightings_of(answer.rumour).values_list("area_id", "heard_at")
    heard = list(rows)
    others = {code for code, _ in heard} - everywhere
    treated = _counted(heard, by_village)
    compared = _counted(heard, dict.fromkeys(others, first))
    return triage.effect_of(treated, compared)


def _counted(
    heard: Iterable[tuple[str, datetime]], told_at: dict[str, datetime]
) -> triage.BeforeAfter:
    """Count over the villages that heard it at all in the week before."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for code, at in heard:
        told = told_at.get(code)
        if told is None:
            continue
        if told - WINDOW <= at < told:
            before[code] += 1
        elif told <= at < told + WINDOW:
            after[code] += 1
    return triage.BeforeAfter(sum(before.values()), sum(after[code] for code in before))
