"""Figures of rosters: what everybody carries, drafts side by side, versions and their changes."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sejuk.engines.roster import Kind
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.exports import Table, table_file
from sejuk.plan.deployment.actions.exporting import note_export
from sejuk.plan.deployment.queries import board as boards
from sejuk.plan.deployment.queries import comparison, fairness, history
from sejuk.plan.deployment.queries.heads import head_of
from sejuk.plan.deployment.rules import COVERT_READERS, READERS
from sejuk.plan.deployment.web import number_in

PEOPLE_ON_A_PAGE = 50


@allow(*COVERT_READERS)
@require_GET
def fairness_page(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = boards.whole_roster(roster_id, actor=actor)
    page = fairness.fairness_of(roster, _asked(request))
    context = {
        "head": head_of(roster, actor=actor),
        "page": page,
        "sheet": Paginator(page.rows, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "deployment/fairness.html", context)


@allow(*COVERT_READERS)
@require_GET
def export_fairness(request: HttpRequest, roster_id: int, kind: str) -> HttpResponseBase:
    actor = actor_of(request)
    roster = boards.whole_roster(roster_id, actor=actor)
    page = fairness.fairness_of(roster, _asked(request))
    table = Table(
        name=f"keadilan-{roster.starts_on}",
        title=roster.name,
        columns=fairness.fairness_columns(),
        rows=fairness.fairness_cells(page.rows),
    )
    answer = table_file(table, kind, is_invented=roster.operation.is_demonstration)
    note_export(roster_id=roster_id, file_kind=f"keadilan.{kind}", actor=actor, now=now_of(request))
    return answer


def _asked(request: HttpRequest) -> fairness.AskedFairness:
    asked = request.GET
    kind = asked.get("urut", "")
    return fairness.AskedFairness(
        organisation=asked.get("organisasi", ""),
        text=asked.get("q", "")[:100],
        only_outside=asked.get("luar") == "1",
        kind=Kind(kind) if kind in set(Kind) else None,
    )


@allow(*COVERT_READERS)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Show two rosters side by side; with one, or none, offer the others to choose from."""
    actor = actor_of(request)
    wanted = [number_in(request.GET.get(name, "")) for name in ("a", "b")]
    rosters = [boards.whole_roster(one, actor=actor) for one in wanted if one is not None]
    others = comparison.comparable(rosters[0]) if rosters else comparison.newest(actor)
    context: dict[str, object] = {"rosters": rosters, "others": others}
    if rosters:
        context["head"] = head_of(rosters[0], actor=actor)
        context["page"] = comparison.comparison_of(rosters)
    if len(rosters) > 1:
        found = comparison.differences(*rosters, actor=actor)
        context["sheet"] = Paginator(found, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "deployment/compare.html", context)


@allow(*READERS)
@require_GET
def versions(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = boards.roster_called(roster_id, actor=actor)
    page = history.history_of(roster, with_id=number_in(request.GET.get("dengan", "")), actor=actor)
    context = {
        "head": head_of(roster, actor=actor),
        "page": page,
        "sheet": Paginator(page.changed, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "deployment/versions.html", context)
