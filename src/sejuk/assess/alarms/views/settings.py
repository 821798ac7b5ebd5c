"""Rules set by hand, and the alarm budget."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.assess.alarms import actions, forms, web
from sejuk.assess.alarms.rules import LEADERS, READERS
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of, operation_of
from sejuk.kit.decisions import Refused


@allow(*READERS)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    return _rules(request, _ruling(request))


@allow(*LEADERS)
@require_POST
def set_rule(request: HttpRequest) -> HttpResponse:
    form = _ruling(request, request.POST)
    if form.is_valid():
        try:
            actions.set_rule(**form.cleaned_data, actor=actor_of(request), now=now_of(request))
        except Refused as refused:
            form.say(refused)
        else:
            messages.success(request, gettext("The rule holds from the next look at the day on."))
            return redirect("alarms:rules")
    return _rules(request, form, status=422)


@allow(*LEADERS)
@require_POST
def retire_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    form = forms.Retiring(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Write the reason in a few words."))
        return redirect("alarms:rules")
    actions.retire_rule(
        rule_id=rule_id,
        reason=form.cleaned_data["reason"],
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, gettext("The rule is retired."))
    return redirect("alarms:rules")


def _ruling(request: HttpRequest, sent: QueryDict | None = None) -> forms.Ruling:
    return forms.Ruling(sent, kecamatan=web.kecamatan_of(actor_of(request), now=now_of(request)))


def _rules(request: HttpRequest, form: forms.Ruling, *, status: int = 200) -> HttpResponse:
    operation = operation_of(request)
    page = web.rules_page(actor_of(request), operation.area_id if operation else "")
    return render(request, "alarms/rules.html", {"page": page, "form": form}, status=status)


@allow(*READERS)
@require_GET
def calibration(request: HttpRequest) -> HttpResponse:
    return _calibration(request, None)


@allow(*LEADERS)
@require_POST
def calibrate(request: HttpRequest) -> HttpResponse:
    """Show what another alarm budget would have meant, or set it."""
    form = forms.Calibrating(request.POST)
    if not form.is_valid():
        return _calibration(request, form, status=422)
    if "save" not in request.POST:
        return _calibration(request, form, tried=form.cleaned_data["budget_days"])
    try:
        actions.calibrate_watch(**form.cleaned_data, actor=actor_of(request), now=now_of(request))
    except Refused as refused:
        form.say(refused)
        return _calibration(request, form, status=409)
    messages.success(request, gettext("The budget holds from the next look at the day on."))
    return redirect("alarms:calibration")


def _calibration(
    request: HttpRequest,
    form: forms.Calibrating | None,
    *,
    tried: float | None = None,
    status: int = 200,
) -> HttpResponse:
    page = web.calibration_page(
        operation_of(request), actor_of(request), now=now_of(request), tried=tried
    )
    shown = form or forms.Calibrating(initial={"budget_days": f"{page.budget_days:g}"})
    context = {"page": page, "form": shown}
    return render(request, "alarms/calibration.html", context, status=status)
