"""Changes on the roster board, by script or by form: what they would break, keeping them, pins."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained
from sejuk.plan.deployment.actions import board as actions
from sejuk.plan.deployment.queries import board as boards
from sejuk.plan.deployment.queries import board_pages, judging
from sejuk.plan.deployment.queries.editing import Outdated
from sejuk.plan.deployment.queries.heads import head_of_board
from sejuk.plan.deployment.rules import PLANNERS
from sejuk.plan.deployment.web import number_in

# Chosen: two people change places; a whole squad is moved by computing anew.
MOST_CHANGES = 20
INCOMPLETE = N_("The address is incomplete: go back to the board.")


@allow(*PLANNERS)
@require_GET
def verdict(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = boards.roster_to_plan(roster_id, actor=actor)
    changes, is_stale = _changes(request.GET), _revision(request.GET) != roster.revision
    found = judging.verdict_on(roster, changes)
    if _asks_json(request):
        return JsonResponse(_sent(found) | {"revision": roster.revision, "stale": is_stale})
    seen = boards.board_of(roster, actor=actor)
    context = {
        "head": head_of_board(roster, seen),
        "verdict": found,
        "changes": board_pages.shown_changes(seen, changes),
        "revision": roster.revision,
        "is_stale": is_stale,
        "back": _board_url(roster_id, changes[0].duty_id if changes else None),
    }
    return render(request, "deployment/verdict.html", context)


@allow(*PLANNERS)
@require_POST
def move(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    boards.roster_to_plan(roster_id, actor=actor)
    changes = _changes(request.POST)
    if not changes:
        raise Refused(INCOMPLETE)
    try:
        roster = actions.change_seats(
            roster_id=roster_id,
            revision=_revision(request.POST),
            changes=changes,
            actor=actor,
            now=now_of(request),
        )
    except Refused as error:
        return _refused(request, error, _board_url(roster_id, changes[0].duty_id))
    if _asks_json(request):
        return JsonResponse({"revision": roster.revision})
    messages.success(request, gettext("The change was kept."))
    return redirect(_board_url(roster_id, changes[0].duty_id))


@allow(*PLANNERS)
@require_POST
def pin(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    boards.roster_to_plan(roster_id, actor=actor)
    duty_id = _number(request.POST.get("tugas", ""))
    try:
        roster = actions.pin_seat(
            duty_id=duty_id,
            roster_id=roster_id,
            revision=_revision(request.POST),
            is_pinned=request.POST.get("pin") == "1",
            actor=actor,
            now=now_of(request),
        )
    except Refused as error:
        return _refused(request, error, _board_url(roster_id, duty_id))
    if _asks_json(request):
        return JsonResponse({"revision": roster.revision})
    return redirect(_board_url(roster_id, duty_id))


def _refused(request: HttpRequest, error: Refused, back: str) -> HttpResponse:
    is_stale = isinstance(error, Outdated)
    if _asks_json(request):
        return JsonResponse({"stale": is_stale, "refused": explained(error)}, status=409)
    messages.error(request, explained(error))
    return redirect(back)


def _sent(found: judging.ToldVerdict) -> dict[str, object]:
    return {
        "isLegal": found.is_legal,
        "summary": found.summary,
        "broken": [asdict(one) for one in found.broken],
        "healed": [asdict(one) for one in found.healed],
    }


def _changes(asked: QueryDict) -> list[judging.SeatChange]:
    """
    Read changes as the script sends them, `ubah=duty:person`, or as one form does.

    :raises Refused: when they are no numbers, or too many
    """
    sent = [str(one) for one in asked.getlist("ubah")]
    if "tugas" in asked and not sent:
        sent = [f"{asked['tugas']}:{asked.get('orang', '')}"]
    pairs = [one.partition(":")[::2] for one in sent]
    if len(pairs) > MOST_CHANGES:
        raise Refused(N_("So many changes at once are not made on the board."))
    return [
        judging.SeatChange(_number(duty), _number(person) if person else None)
        for duty, person in pairs
    ]


def _revision(asked: QueryDict) -> int:
    return _number(asked.get("revisi", ""))


def _number(text: str) -> int:
    found = number_in(text)
    if found is None:
        raise Refused(INCOMPLETE)
    return found


def _asks_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _board_url(roster_id: int, duty_id: int | None) -> str:
    address = reverse("deployment:board", args=[roster_id])
    return f"{address}?tugas={duty_id}#kursi" if duty_id else address
