"""A day off is asked for, and taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sejuk.act.guard.forms.days_off import DayOffForm
from sejuk.act.guard.queries.people import own_person
from sejuk.act.guard.rules import ON_DUTY
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained
from sejuk.plan.deployment.actions import wishing
from sejuk.plan.deployment.queries.wishes import asked_days


@allow(*ON_DUTY)
@require_http_methods(["GET", "POST"])
@never_cache
def days_off(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    person = own_person(actor)
    if person is None:
        return render(request, "guard/nobody.html")
    form = DayOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        return redirect("guard:days_off")
    found = asked_days(person.pk, by=actor.identity, after=localdate(now))
    context = {"form": form, "days": found}
    return render(request, "guard/days_off.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, form: DayOffForm) -> bool:
    day = form.cleaned_data["day"]
    try:
        wishing.ask_day(day=day, actor=actor_of(request), now=now_of(request))
    except Refused as refused:
        form.add_error("day", explained(refused))
        return False
    messages.success(request, gettext("Your wish is noted."))
    return True


@allow(*ON_DUTY)
@require_POST
def withdraw_day_off(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = DayOffForm(request.POST)
    if own_person(actor) is None:
        return render(request, "guard/nobody.html")
    if form.is_valid():
        wishing.withdraw_day(day=form.cleaned_data["day"], actor=actor, now=now_of(request))
        messages.success(request, gettext("Your wish is taken back."))
    return redirect("guard:days_off")
