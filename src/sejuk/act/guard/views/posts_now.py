"""Pages of the command post: the wall, coverage hour by hour, the daily strength."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from sejuk.act.guard.actions.exporting import Export, note_export
from sejuk.act.guard.queries import coverage as coverages
from sejuk.act.guard.queries.strength import muster_on, strength_cells, strength_columns
from sejuk.act.guard.queries.wall import wall as wall_of
from sejuk.act.guard.rules import LEADERS
from sejuk.act.guard.rules.strength import Muster, Standing
from sejuk.act.guard.views.papers import pdf_file, strength_paper
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import is_invented, now_of, operation_of
from sejuk.kit.days import day_in
from sejuk.kit.exports import Table, table_file
from sejuk.kit.htmx import render_page_or_fragment

ONE_DAY = timedelta(days=1)


@allow(*LEADERS)
@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    found = wall_of(actor=actor_of(request), now=now_of(request))
    context = {"wall": found, "is_wall": request.GET.get("layar") == "dinding"}
    return render_page_or_fragment(request, "guard/wall.html", context, fragment="guard/_wall.html")


@allow(*LEADERS)
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    day = _day(request)
    found = coverages.coverage(day, actor=actor_of(request), now=now_of(request))
    return render(request, "guard/coverage.html", {"found": found, **_around(day)})


@allow(*LEADERS)
@require_GET
def export_coverage(request: HttpRequest, kind: str) -> HttpResponseBase:
    day = _day(request)
    found = coverages.coverage(day, actor=actor_of(request), now=now_of(request))
    columns, rows = coverages.coverage_columns(), coverages.coverage_cells(found)
    table = Table(f"cakupan-{day}", gettext("Coverage hour by hour"), columns, rows)
    answer = table_file(table, kind, is_invented=is_invented(request))
    _note(request, Export.COVERAGE, day, kind)
    return answer


def _note(request: HttpRequest, what: Export, day: date, kind: str) -> None:
    note_export(what=what, file_kind=kind, first=day, actor=actor_of(request), now=now_of(request))


@allow(*LEADERS)
@require_GET
def strength(request: HttpRequest) -> HttpResponse:
    day = _day(request)
    found = _muster(request, day)
    context = {"found": found, "standings": [gettext(one.label) for one in Standing]}
    return render(request, "guard/strength.html", {**context, **_around(day)})


@allow(*LEADERS)
@require_GET
def strength_pdf(request: HttpRequest) -> HttpResponse:
    day, now = _day(request), now_of(request)
    paper = strength_paper(
        _muster(request, day),
        day,
        area_code=_area(request),
        is_invented=is_invented(request),
        now=now,
    )
    _note(request, Export.STRENGTH, day, "pdf")
    return pdf_file(paper, f"kekuatan-harian-{day}", at=now)


@allow(*LEADERS)
@require_GET
def export_strength(request: HttpRequest, kind: str) -> HttpResponseBase:
    day = _day(request)
    rows = strength_cells(_muster(request, day))
    table = Table(f"kekuatan-harian-{day}", gettext("Daily strength"), strength_columns(), rows)
    answer = table_file(table, kind, is_invented=is_invented(request))
    _note(request, Export.STRENGTH, day, kind)
    return answer


def _muster(request: HttpRequest, day: date) -> Muster:
    return muster_on(
        day, operation=operation_of(request), actor=actor_of(request), now=now_of(request)
    )


def _area(request: HttpRequest) -> str:
    """Return whose letterhead a paper carries: the operation's, or that of a smaller area."""
    operation, actor = operation_of(request), actor_of(request)
    if operation is not None and actor.covers(operation.area_id):
        return operation.area_id
    return actor.scope[0]


def _day(request: HttpRequest) -> date:
    return day_in(request.GET.get("hari", "")) or localdate(now_of(request))


def _around(day: date) -> dict[str, date]:
    return {"day": day, "before": day - ONE_DAY, "after": day + ONE_DAY}
