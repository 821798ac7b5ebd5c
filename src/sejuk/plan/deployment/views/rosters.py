"""Pages of rosters: the list, a new draft, proposing, publishing, giving back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of, operation_of
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained
from sejuk.kit.saying import told_in
from sejuk.plan.deployment import actions
from sejuk.plan.deployment.forms.rosters import DraftForm, PublishForm, ReasonForm, asked_state
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries import board as boards
from sejuk.plan.deployment.queries import roster_pages as pages
from sejuk.plan.deployment.queries.heads import head_of
from sejuk.plan.deployment.queries.history import Replaced
from sejuk.plan.deployment.queries.repairs import repair_of
from sejuk.plan.deployment.rules import PLANNERS, PUBLISHERS, READERS, RosterState
from sejuk.plan.deployment.web import usual_days

DECIDERS = tuple({*PLANNERS, *PUBLISHERS})
ROSTERS_ON_A_PAGE = 20


@require_GET
@allow(*READERS)
def rosters(request: HttpRequest) -> HttpResponse:
    actor, state = actor_of(request), asked_state(request.GET)
    found = pages.rosters_seen(actor, state=state)
    sheet = Paginator(found, ROSTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rosters": pages.listed_rosters(list(sheet), actor=actor),
        "sheet": sheet,
        "states": list(RosterState),
        "state": state,
        "may_plan": actor.holds(*PLANNERS) and operation_of(request) is not None,
    }
    return render(request, "deployment/rosters.html", context)


@require_http_methods(["GET", "POST"])
@allow(*PLANNERS)
def new_roster(request: HttpRequest) -> HttpResponse:
    operation, actor = operation_of(request), actor_of(request)
    if operation is None:
        return redirect("operations:current")
    first, last = usual_days(localdate(now_of(request)))
    choices = pages.draft_choices(actor)
    form = DraftForm(request.POST or None, choices=choices, starts_on=first, ends_on=last)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            draft = actions.make_draft(
                operation_id=operation.pk, **form.cleaned_data, actor=actor, now=now_of(request)
            )
            return redirect("deployment:board", draft.pk)
    status = 422 if form.errors else 200
    return render(request, "deployment/new_roster.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@allow(*DECIDERS)
def publish(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = boards.roster_called(roster_id, actor=actor)
    page = pages.publish_page(roster, actor=actor)
    orders = pages.order_choices(roster) if page.may_publish else []
    form = PublishForm(request.POST or None, warnings=page.warn, orders=orders)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            published = actions.publish_roster(
                roster_id=roster_id,
                overrides=form.overrides,
                order_id=form.cleaned_data["order_id"],
                actor=actor,
                now=now_of(request),
            )
            _say_published(request, published, page.replaced)
            return redirect("deployment:publish", roster_id)
    context = {
        "head": head_of(roster, actor=actor),
        "page": page,
        "form": form,
        "reason_form": ReasonForm(auto_id="return_%s"),
        "drop_form": ReasonForm(auto_id="drop_%s"),
    }
    status = 422 if form.errors else 200
    return render(request, "deployment/publish.html", context, status=status)


def _say_published(request: HttpRequest, roster: Roster, replaced: tuple[Replaced, ...]) -> None:
    text = gettext("Version %(number)s is published: people stand by it from now on.")
    told = [text % {"number": roster.version}, *(one.words for one in replaced)]
    messages.success(request, " ".join(told))
    if roster.order is None:
        messages.warning(request, gettext("These duties rest on no order (Sprin)."))


@require_POST
@allow(*PLANNERS)
def propose(request: HttpRequest, roster_id: int) -> HttpResponse:
    try:
        actions.propose_roster(roster_id=roster_id, actor=actor_of(request), now=now_of(request))
    except Refused as refused:
        messages.error(request, explained(refused))
    else:
        messages.success(
            request, gettext("The roster is proposed. A second person looks at it and publishes.")
        )
    return redirect("deployment:publish", roster_id)


@require_POST
@allow(*DECIDERS)
def return_roster(request: HttpRequest, roster_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        actions.return_roster(
            roster_id=roster_id, reason=reason, actor=actor_of(request), now=now_of(request)
        )
    except Refused as refused:
        messages.error(request, explained(refused))
        return redirect("deployment:publish", roster_id)
    messages.success(request, gettext("The roster is a draft again."))
    return redirect("deployment:board", roster_id)


@require_POST
@allow(*PLANNERS)
def drop(request: HttpRequest, roster_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        actions.drop_roster(
            roster_id=roster_id, reason=reason, actor=actor_of(request), now=now_of(request)
        )
    except Refused as refused:
        messages.error(request, explained(refused))
        return redirect("deployment:publish", roster_id)
    messages.success(request, gettext("The roster is given up; it stays readable."))
    return redirect("deployment:rosters")


@require_POST
@allow(*PLANNERS)
def repair(request: HttpRequest, roster_id: int) -> HttpResponse:
    try:
        draft = actions.repair_roster(
            roster_id=roster_id, actor=actor_of(request), now=now_of(request)
        )
    except Refused as refused:
        messages.error(request, explained(refused))
        return redirect("deployment:publish", roster_id)
    return redirect("deployment:repaired", draft.pk)


@require_GET
@allow(*DECIDERS)
def repaired(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = boards.roster_called(roster_id, actor=actor)
    context = {"head": head_of(roster, actor=actor), "repair": repair_of(roster)}
    return render(request, "deployment/repaired.html", context)
