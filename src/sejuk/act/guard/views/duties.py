"""One's own duties on the phone: what comes next, checking in, checking out."""

from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sejuk.act.guard import actions
from sejuk.act.guard.forms.duty import CheckInForm
from sejuk.act.guard.queries import arrivals, own
from sejuk.act.guard.queries.people import own_person
from sejuk.act.guard.rules import LEADERS, ON_DUTY, Method
from sejuk.act.guard.rules.checking import WrongCodeGiven
from sejuk.foundation.accounts.web import actor_of, allow, allow_public
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained

MINDERS = tuple(dict.fromkeys((*LEADERS, *ON_DUTY)))


@allow(*ON_DUTY)
@require_GET
@never_cache
def my_duties(request: HttpRequest) -> HttpResponse:
    person = own_person(actor_of(request))
    if person is None:
        return render(request, "guard/nobody.html")
    page = own.own_duties(person, now=now_of(request))
    return render(request, "guard/my_duties.html", {"page": page, "now": now_of(request)})


@allow(*MINDERS)
@require_GET
@never_cache
def duty(request: HttpRequest, duty_id: int) -> HttpResponse:
    return _duty_page(request, duty_id, CheckInForm(initial={"key": uuid4()}))


@allow(*ON_DUTY)
@require_POST
def check_in(request: HttpRequest, duty_id: int) -> HttpResponse:
    actor, now, form = actor_of(request), now_of(request), CheckInForm(request.POST)
    arrivals.own_duty(duty_id, actor=actor)
    if not form.is_valid():
        return _duty_page(request, duty_id, form)
    method = Method.QR if request.POST.get("scanned") else Method.CODE
    why_not = _arrive(duty_id, form, method, actor=actor, now=now)
    if why_not:
        form.add_error("code", why_not)
        return _duty_page(request, duty_id, form)
    messages.success(request, gettext("You are checked in. Thank you."))
    return redirect("guard:duty", duty_id)


def _arrive(duty_id: int, form: CheckInForm, method: Method, *, actor: Actor, now: datetime) -> str:
    """Check in; return in words why not."""
    try:
        actions.check_in(
            duty_id=duty_id,
            code=form.cleaned_data["code"],
            method=method,
            key=form.cleaned_data["key"],
            at=now,
            actor=actor,
            now=now,
        )
    except WrongCodeGiven as wrong:
        actions.note_wrong_code(duty_id=duty_id, actor=actor, now=now)
        return explained(wrong)
    except Refused as refused:
        return explained(refused)
    return ""


@allow(*ON_DUTY)
@require_POST
def check_out(request: HttpRequest, duty_id: int) -> HttpResponse:
    now = now_of(request)
    actions.check_out(duty_id=duty_id, at=now, actor=actor_of(request), now=now)
    messages.success(request, gettext("You are checked out. Have a good rest."))
    return redirect("guard:my_duties")


@allow(*ON_DUTY)
@require_GET
@never_cache
def scan(request: HttpRequest, scanned_post: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    code = "".join(request.GET.get("kode", "").split())[:12]
    person, meant = own_person(actor), arrivals.duty_meant(scanned_post, actor=actor, at=now)
    elsewhere = None if meant else arrivals.duty_elsewhere(actor=actor, at=now)
    context = {
        "own": own.own_duty_shown(meant, now=now) if meant else None,
        "elsewhere": elsewhere,
        "person_id": person.pk if person else None,
        "code": code,
        "key": uuid4(),
        "now": now,
    }
    return render(request, "guard/scan.html", context, status=200 if meant else 409)


@allow_public
@require_GET
def away(request: HttpRequest) -> HttpResponse:
    return render(request, "guard/away.html")


def _duty_page(request: HttpRequest, duty_id: int, form: CheckInForm) -> HttpResponse:
    page = own.duty_page(duty_id, actor=actor_of(request), now=now_of(request))
    context = {"page": page, "form": form}
    return render(request, "guard/duty.html", context, status=422 if form.errors else 200)
