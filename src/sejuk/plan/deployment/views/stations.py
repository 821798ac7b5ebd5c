"""Pages of polling stations: plans, one plan, one kecamatan of it, and its papers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import is_invented, now_of, operation_of
from sejuk.foundation.places import queries as places
from sejuk.kit.decisions import Refused
from sejuk.kit.exports import table_file
from sejuk.kit.papers import as_pdf
from sejuk.kit.refusals import explained
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.actions import stations as actions
from sejuk.plan.deployment.actions.exporting import note_plotting
from sejuk.plan.deployment.forms.rosters import ReasonForm
from sejuk.plan.deployment.forms.stations import StationPlanForm
from sejuk.plan.deployment.models import StationPlan
from sejuk.plan.deployment.queries import station_plans as plans
from sejuk.plan.deployment.queries import station_problems as problems
from sejuk.plan.deployment.rules import PLANNERS, PUBLISHERS, READERS, RosterState
from sejuk.plan.deployment.views.pdf import paper_file
from sejuk.plan.deployment.views.station_papers import plotting_paper, plotting_table


@require_GET
@allow(*READERS)
def station_plans(request: HttpRequest) -> HttpResponse:
    actor, operation = actor_of(request), operation_of(request)
    own = operation is not None and actor.covers(operation.area_id)
    context = {
        "plans": plans.station_plans(actor.scope),
        "operation": operation,
        "may_plan": own and actor.holds(*PLANNERS),
        "stations": problems.stations(operation.area_id).count() if own and operation else 0,
        "ungraded": problems.ungraded_count(operation.pk, operation.area_id)
        if own and operation
        else 0,
    }
    return render(request, "deployment/stations.html", context)


@require_http_methods(["GET", "POST"])
@allow(*PLANNERS)
def new_station_plan(request: HttpRequest) -> HttpResponse:
    operation = operation_of(request)
    if operation is None:
        return redirect("operations:current")
    form = StationPlanForm(request.POST or None, day=localdate(now_of(request)))
    if request.method == "POST" and form.is_valid():
        try:
            plan = _planned(request, form, operation.pk)
        except Refused as refused:
            form.add_error(None, explained(refused))
        else:
            return redirect("deployment:station_plan", plan.pk)
    status = 422 if form.errors else 200
    return render(request, "deployment/new_station_plan.html", {"form": form}, status=status)


def _planned(request: HttpRequest, form: StationPlanForm, operation_id: int) -> StationPlan:
    return actions.plan_stations(
        operation_id=operation_id,
        name=form.cleaned_data["name"],
        day=form.cleaned_data["day"],
        asked=form.asked(),
        actor=actor_of(request),
        now=now_of(request),
    )


@require_GET
@allow(*READERS)
def station_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor = actor_of(request)
    plan = plans.plan_called(plan_id, actor)
    area_code, state = plan.operation.area_id, RosterState(plan.state)
    publishing = rules.may_publish(
        actor, area_code=area_code, proposed_by_id=plan.proposed_by_id, state=state
    )
    context = {
        "plan": plans.plan_page(plan, actor),
        "may_plan": bool(rules.may_plan(actor, area_code=area_code)),
        "may_publish": bool(publishing),
        "may_return": bool(rules.may_return(actor, area_code=area_code)),
        "reason_form": ReasonForm(),
        "why_not": gettext(publishing.message) if state is RosterState.PROPOSED else "",
    }
    name = "_station_plan" if request.headers.get("HX-Request") else "station_plan"
    return render(request, f"deployment/{name}.html", context)


@require_POST
@allow(*PLANNERS, *PUBLISHERS)
def move_station_plan(request: HttpRequest, plan_id: int, to: str) -> HttpResponse:
    """Propose, publish, give back or drop a plan."""
    if to not in (RosterState.PROPOSED, RosterState.PUBLISHED, RosterState.DRAFT, "dropped"):
        raise Http404
    try:
        actions.move_station_plan(
            plan_id=plan_id,
            to=RosterState(to),
            reason=request.POST.get("reason", ""),
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        messages.error(request, explained(refused))
        return redirect("deployment:station_plan", plan_id)
    messages.success(request, gettext("The plan is now: %(state)s.") % {
        "state": gettext(RosterState(to).label).lower()
    })  # fmt: skip
    if to == RosterState.DROPPED:
        return redirect("deployment:stations")
    return redirect("deployment:station_plan", plan_id)


@require_POST
@allow(*PLANNERS)
def compute_station_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Compute a draft anew with what the records say by now."""
    try:
        actions.ask_again(plan_id=plan_id, actor=actor_of(request), now=now_of(request))
    except Refused as refused:
        messages.error(request, explained(refused))
    return redirect("deployment:station_plan", plan_id)


@require_GET
@allow(*READERS)
def station_groups(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    actor = actor_of(request)
    plan = plans.plan_called(plan_id, actor)
    context = {
        "plan": plans.listed_plan(plan),
        "code": code,
        "groups": plans.shown_groups(plan, code, actor),
        "name": places.area_called(code, actor.scope).name,
    }
    return render(request, "deployment/station_groups.html", context)


@require_GET
@allow(*READERS)
def plotting(request: HttpRequest, plan_id: int, code: str, kind: str) -> HttpResponseBase:
    """Return the plotting list of a kecamatan: PDF, XLSX or CSV."""
    actor = actor_of(request)
    plan = plans.plan_called(plan_id, actor)
    groups = plans.shown_groups(plan, code, actor)
    if kind == "pdf":
        answer: HttpResponseBase = _plotting_paper(request, plan, code, groups)
    else:
        table = plotting_table(groups, code)
        answer = table_file(table, kind, is_invented=is_invented(request))
    note_plotting(plan_id=plan_id, area=code, file_kind=kind, actor=actor, now=now_of(request))
    return answer


def _plotting_paper(
    request: HttpRequest, plan: StationPlan, code: str, groups: list[plans.ShownGroup]
) -> HttpResponse:
    forces = plans.shown_forces(plan, actor_of(request))
    force = next((one for one in forces if one.code == code), None)
    content = as_pdf(plotting_paper(plan, force, code, groups), at=now_of(request))
    return paper_file(content, f"plotting-tps-{code}", is_invented=is_invented(request))
