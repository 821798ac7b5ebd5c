"""The roster board: people by days, posts by hours, and what a change would break."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.days import day_in
from sejuk.plan.deployment.queries import board as boards
from sejuk.plan.deployment.queries import board_cells, board_pages
from sejuk.plan.deployment.queries.heads import head_of_board
from sejuk.plan.deployment.queries.solving import solving_of
from sejuk.plan.deployment.rules import READERS, may_see_covert
from sejuk.plan.deployment.web import number_in


@allow(*READERS)
@require_GET
def board(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = boards.roster_called(roster_id, actor=actor)
    seen = boards.board_of(roster, actor=actor)
    asked = asked_board(request)
    page = board_pages.board_page(seen, asked, today=localdate(now_of(request)))
    people = board_pages.people_asked(seen, asked)
    sheet = Paginator(people, board_pages.PEOPLE_ON_A_PAGE).get_page(asked.page)
    rows = board_pages.person_rows(seen, page.days, list(sheet))
    context = {
        "head": head_of_board(roster, seen),
        "solving": solving_of(roster),
        "page": page,
        "board": seen,
        "sheet": sheet,
        "rows": rows,
        "kept": _kept(request, "tugas"),
        "kept_without_day": _kept(request, "tugas", "hari"),
    }
    return render(request, "deployment/board.html", context)


def asked_board(request: HttpRequest) -> board_pages.AskedBoard:
    """Read the address; what is no number asks for nothing."""
    asked = request.GET
    return board_pages.AskedBoard(
        by_hours=asked.get("tampak") == "pos",
        day=day_in(asked.get("hari", "")),
        text=asked.get("q", "")[:100],
        group=number_in(asked.get("satuan", "")),
        post=number_in(asked.get("pos", "")),
        duty_id=number_in(asked.get("tugas", "")),
        page=asked.get("page", ""),
    )


def _kept(request: HttpRequest, *without: str) -> str:
    """Return what of the address a link to another part of this page keeps."""
    return urlencode({name: value for name, value in request.GET.items() if name not in without})


@allow(*READERS)
@require_GET
def board_cells_json(request: HttpRequest, roster_id: int) -> HttpResponseBase:
    actor = actor_of(request)
    roster = boards.roster_called(roster_id, actor=actor)
    etag = '"{}"'.format(
        board_cells.version_of(
            roster,
            scope=actor.scope,
            sees_covert=may_see_covert(actor, area_code=roster.operation.area_id),
            edits=boards.can_edit(roster, actor=actor),
        )
    )
    # What has not changed is told without building it.
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    text = board_cells.cells_of(boards.board_of(roster, actor=actor))
    response = HttpResponse(text, content_type="application/json")
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=0)
    return response
