"""Pages of operations: the calendar with its history, and the orders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow, allow_signed_in
from sejuk.foundation.operations import actions, queries, rules
from sejuk.foundation.operations.forms import (
    ContestantForm,
    OperationForm,
    OrderForm,
    RegimeForm,
    StageDatesForm,
    StageForm,
)
from sejuk.foundation.operations.queries import pages
from sejuk.foundation.operations.rules import (
    CONTESTANT_KEEPERS,
    CONTESTANT_READERS,
    LEADERS,
    ORDER_READERS,
    ORDER_RECORDERS,
    REGIME_KEEPERS,
    Phase,
)
from sejuk.foundation.operations.web import now_of
from sejuk.kit.legal_clocks import Regime
from sejuk.kit.official import official_date
from sejuk.kit.saying import told_in


@require_GET
@allow_signed_in
def current(request: HttpRequest) -> HttpResponse:
    """Show the current operation, or say that there is none."""
    seen = queries.operations_seen(actor_of(request).scope)
    if not seen:
        context = {"may_lead": actor_of(request).holds(*LEADERS)}
        return TemplateResponse(request, "operations/none.html", context)
    return _operation(request, seen[0].pk, StageForm(), 200)


@require_GET
@allow_signed_in
def operation(request: HttpRequest, operation_id: int) -> HttpResponse:
    return _operation(request, operation_id, StageForm(), 200)


def _operation(
    request: HttpRequest, operation_id: int, form: StageForm, status: int
) -> HttpResponse:
    actor, today = actor_of(request), localdate(now_of(request))
    shown = queries.operation_called(operation_id, actor.scope)
    context = {
        "shown": pages.operation_page(shown, today),
        "others": [o for o in queries.operations_seen(actor.scope) if o.pk != shown.pk],
        "form": form,
        "regime_form": RegimeForm(initial={"regime": queries.regime_of(shown).value}),
        "may_set_regime": rules.may_set_regime(actor, area_code=shown.area_id).allowed,
        "may_lead": rules.may_lead(actor, area_code=shown.area_id).allowed,
        "may_open": actor.holds(*LEADERS),
        "may_see_orders": actor.holds(*ORDER_READERS),
        "may_see_contestants": actor.holds(*CONTESTANT_READERS),
    }
    return TemplateResponse(request, "operations/operation.html", context, status=status)


@require_http_methods(["GET", "POST"])
@allow(*LEADERS)
def open_operation(request: HttpRequest) -> HttpResponse:
    form = OperationForm(request.POST or None, scope=actor_of(request).scope)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            opened = actions.open_operation(
                **form.cleaned_data, actor=actor_of(request), now=now_of(request)
            )
            messages.success(request, gettext("The operation is open."))
            return redirect("operations:operation", opened.pk)
    context = {"form": form}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "operations/open.html", context, status=status)


@require_POST
@allow(*REGIME_KEEPERS)
def set_regime(request: HttpRequest, operation_id: int) -> HttpResponse:
    queries.operation_called(operation_id, actor_of(request).scope)
    form = RegimeForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose one of the two elections."))
        return redirect("operations:operation", operation_id)
    actions.set_regime(
        operation_id=operation_id,
        regime=Regime(form.cleaned_data["regime"]),
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, gettext("From now on matters are counted under this law."))
    return redirect("operations:operation", operation_id)


@require_POST
@allow(*LEADERS)
def add_stage(request: HttpRequest, operation_id: int) -> HttpResponse:
    form = StageForm(request.POST)
    if form.is_valid():
        with told_in(form):
            actions.add_stage(
                **{**form.cleaned_data, "phase": Phase(form.cleaned_data["phase"])},
                operation_id=operation_id,
                actor=actor_of(request),
                now=now_of(request),
            )
            messages.success(request, gettext("The stage stands in the calendar."))
            return redirect("operations:operation", operation_id)
    return _operation(request, operation_id, form, 422)


@require_http_methods(["GET", "POST"])
@allow(*LEADERS)
def move_stage(request: HttpRequest, stage_id: int) -> HttpResponse:
    stage = queries.stage_called(stage_id, actor_of(request).scope)
    form = StageDatesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.move_stage(
                **form.cleaned_data,
                stage_id=stage_id,
                actor=actor_of(request),
                now=now_of(request),
            )
            messages.success(request, gettext("The dates are moved; the old ones stay as history."))
            return redirect("operations:operation", stage.operation_id)
    context = {"stage": pages.stage_shown(queries.history_of(stage)), "form": form}
    context["operation_id"] = stage.operation_id
    status = 422 if form.errors else 200
    return TemplateResponse(request, "operations/move_stage.html", context, status=status)


@require_GET
@allow(*ORDER_READERS)
def orders(request: HttpRequest, operation_id: int) -> HttpResponse:
    actor = actor_of(request)
    shown = queries.operation_called(operation_id, actor.scope)
    context = {
        "name": shown.name,
        "operation_id": shown.pk,
        "orders": pages.listed_orders(shown),
        "may_record": rules.may_record_order(actor, area_code=shown.area_id).allowed,
    }
    return TemplateResponse(request, "operations/orders.html", context)


@require_http_methods(["GET", "POST"])
@allow(*ORDER_RECORDERS)
def record_order(request: HttpRequest, operation_id: int) -> HttpResponse:
    actor, today = actor_of(request), localdate(now_of(request))
    shown = queries.operation_called(operation_id, actor.scope)
    number = rules.order_number(queries.next_serial(shown), issued_on=today)
    form = OrderForm(
        request.POST or None, scope=actor.scope, initial={"number": number, "issued_on": today}
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        person_ids = values.pop("people")
        with told_in(form):
            recorded = actions.record_order(
                **values,
                person_ids=person_ids,
                operation_id=operation_id,
                actor=actor,
                now=now_of(request),
            )
            messages.success(request, gettext("The order is on record."))
            return redirect("operations:order", recorded.pk)
    context = {"form": form, "name": shown.name, "operation_id": shown.pk}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "operations/record_order.html", context, status=status)


@require_GET
@allow(*ORDER_READERS)
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    scope = actor_of(request).scope
    found = queries.order_called(order_id, scope)
    own, count = queries.people_of(found, scope), found.people.count()
    context = {
        "order": pages.order_page(found),
        "people": own,
        "count": count,
        "others": count - len(own),
        "today": official_date(localdate(now_of(request))),
    }
    return TemplateResponse(request, "operations/order.html", context)


@require_http_methods(["GET", "POST"])
@allow(*CONTESTANT_READERS)
def contestants(request: HttpRequest, operation_id: int) -> HttpResponse:
    actor = actor_of(request)
    shown = queries.operation_called(operation_id, actor.scope)
    form = ContestantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.enter_contestant(
                **form.cleaned_data, operation_id=operation_id, actor=actor, now=now_of(request)
            )
            messages.success(request, gettext("From now on texts are checked for this contestant."))
            return redirect("operations:contestants", operation_id)
    context = {
        "name": shown.name,
        "operation_id": shown.pk,
        "rows": queries.contestants_of(shown),
        "form": form,
        "may_keep": rules.may_keep_contestants(actor, area_code=shown.area_id).allowed,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "operations/contestants.html", context, status=status)


@require_POST
@allow(*CONTESTANT_KEEPERS)
def remove_contestant(request: HttpRequest, contestant_id: int) -> HttpResponse:
    removed = actions.remove_contestant(
        contestant_id=contestant_id, actor=actor_of(request), now=now_of(request)
    )
    messages.success(request, gettext("Texts are checked for this contestant no more."))
    return redirect("operations:contestants", removed.operation_id)
