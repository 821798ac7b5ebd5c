"""A person decides beside a suggestion: kind, area, urgency, the same matter or not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained
from sejuk.sense.signals import actions
from sejuk.sense.signals.queries import visible_signals
from sejuk.sense.signals.rules import DESK, SEVERITIES, Aspect, Kind
from sejuk.sense.signals.rules.triage import SAME, pair_of


@allow(*DESK)
@require_POST
def decide(request: HttpRequest, signal_id: int) -> HttpResponse:
    try:
        _decided(request, signal_id)
    except Refused as refused:
        messages.error(request, explained(refused))
    else:
        messages.success(request, gettext("Your decision is kept."))
    return redirect(f"{reverse('signals:signal', args=[signal_id])}#usulan")


def _decided(request: HttpRequest, signal_id: int) -> None:
    """Run the action behind what was pressed."""
    actor, now = actor_of(request), now_of(request)
    if not visible_signals(actor).filter(pk=signal_id).exists():
        raise NotYours(f"signal {signal_id}")
    value = request.POST.get("value", "")
    number = request.POST.get("suggestion", "")
    beside = int(number) if number.isdecimal() and len(number) < len(str(2**63)) else None
    seen = request.POST.get("seen")
    match request.POST.get("aspect"):
        case Aspect.KIND if value in list(Kind):
            actions.decide_kind(
                signal_id=signal_id,
                kind=Kind(value),
                suggestion_id=beside,
                seen=seen,
                actor=actor,
                now=now,
            )
        case Aspect.URGENCY if value in {str(level) for level in SEVERITIES}:
            actions.decide_urgency(
                signal_id=signal_id,
                severity=int(value),
                suggestion_id=beside,
                seen=seen,
                actor=actor,
                now=now,
            )
        case Aspect.AREA:
            actions.place_signal(
                signal_id=signal_id,
                area_code=_area_meant(value, actor),
                suggestion_id=beside,
                seen=seen,
                actor=actor,
                now=now,
            )
        case Aspect.MATTER if (pair := pair_of(value)) is not None:
            deed = actions.join_signals if pair[0] == SAME else actions.keep_apart
            deed(
                signal_id=signal_id,
                other_id=pair[1],
                suggestion_id=beside,
                seen=seen,
                actor=actor,
                now=now,
            )
        case _:
            raise Refused(N_("Choose what you decide."))


def _area_meant(typed: str, actor: Actor) -> str:
    """Return the code of the one area that is called so."""
    found = [] if "\0" in typed else places.area_named(typed, actor.scope, villages_only=False)
    if not found:
        raise Refused(N_("No place of this name is known here."))
    if len(found) > 1:
        raise Refused(N_("Several places have this name. Write the kecamatan or the code."))
    return found[0].code
