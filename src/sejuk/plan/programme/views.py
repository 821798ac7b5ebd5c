"""Pages of the programme: the outreach week and coverage."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of, operation_of
from sejuk.kit.decisions import Refused
from sejuk.kit.exports import Table, table_file
from sejuk.kit.htmx import render_page_or_fragment
from sejuk.kit.refusals import explained
from sejuk.plan.programme import actions, forms
from sejuk.plan.programme.queries import coverage as covering
from sejuk.plan.programme.queries import pages, weeks
from sejuk.plan.programme.rules import AUDIT_READERS, DESK, PLANNERS, READERS, WEEK

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

OFFICERS_ON_A_PAGE = 10
# Chosen: a Polres has fewer; more are printed area by area.
MOST_OFFICERS_PRINTED = 150
VILLAGES_ON_A_PAGE = 50


def _today(request: HttpRequest) -> date:
    return localdate(now_of(request))


@allow(*PLANNERS)
@require_GET
def week(request: HttpRequest) -> HttpResponse:
    actor, today = actor_of(request), _today(request)
    asked = forms.asked_week(request.GET, today=today)
    # Numbers only: reading them all is cheaper than counting them first.
    goers = list(weeks.officers_by_need(asked, actor=actor))
    sheet = Paginator(goers, OFFICERS_ON_A_PAGE).get_page(request.GET.get("page"))
    officers = weeks.officer_weeks(list(sheet), asked, actor=actor, now=now_of(request))
    page = pages.week_page(asked, actor=actor, today=today)
    return render(
        request, "programme/week.html", {"page": page, "sheet": sheet, "officers": officers}
    )


@allow(*PLANNERS)
@require_GET
def print_week(request: HttpRequest) -> HttpResponse:
    actor, today = actor_of(request), _today(request)
    asked = forms.asked_week(request.GET, today=today)
    goers = list(weeks.officers_by_need(asked, actor=actor)[: MOST_OFFICERS_PRINTED + 1])
    listed = goers[:MOST_OFFICERS_PRINTED]
    officers = weeks.officer_weeks(listed, asked, actor=actor, now=now_of(request))
    context = {"asked": asked, "officers": officers, "is_cut": len(goers) > len(officers)}
    return render(request, "programme/print.html", context)


@allow(*PLANNERS)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    asked = forms.asked_week(request.POST, today=_today(request))
    actor, count = actor_of(request), 0
    for area_code in pages.areas_to_plan(actor, operation_of(request)):
        found = actions.propose_week(
            week_starts_on=asked.starts_on, area_code=area_code, actor=actor, now=now_of(request)
        )
        count += len(found)
    text = ngettext("%(count)s visit is proposed.", "%(count)s visits are proposed.", count)
    messages.success(request, text % {"count": count})
    return redirect(_week_url(asked.starts_on))


@allow(*PLANNERS)
@require_GET
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    return _decision(request, proposal_id)


@allow(*PLANNERS)
@require_POST
def accept(request: HttpRequest, proposal_id: int) -> HttpResponse:
    form = forms.Acceptance(request.POST)
    if not form.is_valid():
        return _decision(request, proposal_id, status=422)
    actions.accept_proposal(
        proposal_id=proposal_id,
        planned_on=form.cleaned_data["planned_on"],
        actor=actor_of(request),
        now=now_of(request),
    )
    return _decided(request, proposal_id)


@allow(*PLANNERS)
@require_POST
def change(request: HttpRequest, proposal_id: int) -> HttpResponse:
    page = pages.proposal_page(proposal_id, actor=actor_of(request), now=now_of(request))
    form = forms.Change(request.POST, days=page.days, officers=page.officers)
    if form.is_valid():
        try:
            actions.change_proposal(
                proposal_id=proposal_id,
                planned_on=date.fromisoformat(form.cleaned_data["planned_on"]),
                officer_id=form.cleaned_data["officer"],
                reason=form.cleaned_data["reason"],
                actor=actor_of(request),
                now=now_of(request),
            )
            return _decided(request, proposal_id)
        except Refused as error:
            form.add_error("reason", explained(error))
    return _decision(request, proposal_id, changing=form, status=422)


@allow(*PLANNERS)
@require_POST
def refuse(request: HttpRequest, proposal_id: int) -> HttpResponse:
    form = forms.Refusal(request.POST)
    if form.is_valid():
        try:
            actions.refuse_proposal(
                proposal_id=proposal_id,
                reason=form.cleaned_data["reason"],
                actor=actor_of(request),
                now=now_of(request),
            )
            return _decided(request, proposal_id)
        except Refused as error:
            form.add_error("reason", explained(error))
    return _decision(request, proposal_id, refusing=form, status=422)


def _decision(
    request: HttpRequest,
    proposal_id: int,
    *,
    changing: forms.Change | None = None,
    refusing: forms.Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a proposal with all that can be decided about it."""
    page = pages.proposal_page(proposal_id, actor=actor_of(request), now=now_of(request))
    shown = page.proposal
    offered = {"planned_on": shown.planned_on or shown.suggested_on, "officer": shown.officer_id}
    response = render_page_or_fragment(
        request,
        "programme/proposal.html",
        {
            "page": page,
            "proposal": shown,
            "change": changing
            or forms.Change(days=page.days, officers=page.officers, initial=offered),
            "refuse": refusing or forms.Refusal(),
            "next": request.GET.get("next", request.POST.get("next", "")),
        },
        fragment="programme/_decide.html",
    )
    response.status_code = status
    return response


def _decided(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Answer with the card as it is now, or go back to where the decision was made."""
    shown = weeks.get_shown_proposal(
        proposal_id, actor=actor_of(request), today=_today(request), now=now_of(request)
    )
    if request.headers.get("HX-Request"):
        return render(request, "programme/_proposal.html", {"proposal": shown})
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else f"{_week_url(shown.week_starts_on)}#usulan-{shown.id}")


def _week_url(starts_on: date) -> str:
    return f"{reverse('programme:week')}?pekan={starts_on.isoformat()}"


@allow(*AUDIT_READERS)
@require_GET
def feedback(request: HttpRequest) -> HttpResponse:
    actor, today, operation = actor_of(request), _today(request), operation_of(request)
    if operation is None:
        return render(request, "programme/no_operation.html", {"is_feedback": True})
    area_code = pages.audited_area(actor, operation)
    newest = pages.newest_audited_week(area_code) or today - WEEK
    asked = forms.asked_week(request.GET, today=newest)
    page = pages.feedback_page(asked.starts_on, area_code=area_code, actor=actor, today=today)
    return render(request, "programme/feedback.html", {"page": page})


@allow(*DESK)
@require_POST
def audit(request: HttpRequest) -> HttpResponse:
    asked = forms.asked_week(request.POST, today=_today(request) - WEEK)
    actor, operation = actor_of(request), operation_of(request)
    if operation is None:
        raise Http404
    actions.audit_feedback(
        week_starts_on=asked.starts_on,
        area_code=pages.audited_area(actor, operation),
        actor=actor,
        now=now_of(request),
    )
    messages.success(request, gettext("The feedback of the visits is computed."))
    return redirect(f"{reverse('programme:feedback')}?pekan={asked.starts_on.isoformat()}")


@allow(*READERS)
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    asked, actor = forms.asked_coverage(request.GET), actor_of(request)
    operation = operation_of(request)
    if operation is None:
        return render(request, "programme/no_operation.html")
    found, known = _known(request, operation)
    scope = covering.scope_in_operation(actor.scope, operation.area_id)
    page = pages.coverage_page(asked, known, found=found, scope=scope, today=_today(request))
    villages = None
    if asked.wants_villages:
        listed = list(covering.village_standings(known, below=asked.below, state=asked.state))
        villages = Paginator(listed, VILLAGES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "programme/coverage.html", {"page": page, "villages": villages})


def _known(
    request: HttpRequest, operation: "Operation"
) -> tuple[list[covering.Period], covering.Standings]:
    found = pages.coverage_periods(operation, today=_today(request))
    period = covering.period_called(forms.asked_coverage(request.GET).period, found)
    scope = covering.scope_in_operation(actor_of(request).scope, operation.area_id)
    return found, covering.standings(period, scope=scope, now=now_of(request))


@allow(*READERS)
@require_GET
def export_coverage(request: HttpRequest, kind: str) -> HttpResponseBase:
    operation = operation_of(request)
    if operation is None:
        raise Http404
    asked = forms.asked_coverage(request.GET)
    _, known = _known(request, operation)
    villages = covering.village_standings(known, below=asked.below, state=asked.state)
    table = Table(
        name=pages.coverage_file_name(asked, known.period),
        title=known.period.name,
        columns=pages.coverage_columns(),
        rows=pages.coverage_cells(villages),
    )
    return table_file(table, kind, is_invented=operation.is_demonstration)
