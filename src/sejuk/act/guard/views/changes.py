"""Swaps, sick notices, and who takes a duty over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.act.guard import actions
from sejuk.act.guard.forms.duty import ReplacementForm, SickForm, SwapForm
from sejuk.act.guard.queries import arrivals, sickness, swaps
from sejuk.act.guard.queries.offers import offers_for
from sejuk.act.guard.queries.people import own_person
from sejuk.act.guard.rules import LEADERS, ON_DUTY
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.choices import N_
from sejuk.kit.days import day_in
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained
from sejuk.plan.deployment.actions.substituting import substitute_person
from sejuk.plan.deployment.queries.plain_clothes import told_replacements
from sejuk.plan.deployment.queries.replacing import replacements_for
from sejuk.plan.deployment.rules import Cause

MINDERS = tuple(dict.fromkeys((*LEADERS, *ON_DUTY)))


@allow(*ON_DUTY)
@require_http_methods(["GET", "POST"])
@never_cache
def ask_swap(request: HttpRequest, duty_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    duty = arrivals.own_duty(duty_id, actor=actor)
    form = SwapForm(request.POST or None)
    verdict = None
    if request.method == "POST" and form.is_valid():
        colleague_id, exchange_id = form.asked()
        if "ask" not in request.POST:
            verdict = swaps.verdict_for(duty, colleague_id, exchange_id, actor=actor, now=now)
        elif _asked(request, form, duty_id):
            return redirect("guard:duty", duty_id)
    search, chosen = request.GET.get("q", "").strip()[:100], request.POST.get("colleague", "")
    offered = [] if duty.is_covert else offers_for(duty, now=now, search=search, chosen=chosen)
    context = {"duty": duty, "form": form, "colleagues": offered, "verdict": verdict, "q": search}
    status = 422 if form.errors else 200
    return render(request, "guard/ask_swap.html", context, status=status)


def _asked(request: HttpRequest, form: SwapForm, duty_id: int) -> bool:
    colleague_id, exchange_id = form.asked()
    try:
        actions.ask_swap(
            duty_id=duty_id,
            colleague_id=colleague_id,
            in_exchange_id=exchange_id,
            note=form.cleaned_data["note"],
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        form.add_error(None, explained(refused))
        return False
    except NotYours:
        form.add_error("colleague", gettext("This colleague cannot be asked."))
        return False
    messages.success(request, gettext("Your colleague is asked. A leader decides after him."))
    return True


@allow(*MINDERS)
@require_GET
@never_cache
def all_swaps(request: HttpRequest) -> HttpResponse:
    return render(request, "guard/swaps.html", {"swaps": swaps.open_swaps(actor_of(request))})


@allow(*MINDERS)
@require_GET
@never_cache
def swap(request: HttpRequest, swap_id: int) -> HttpResponse:
    shown = swaps.shown_swap(swap_id, actor=actor_of(request), now=now_of(request))
    return render(request, "guard/swap.html", {"swap": shown})


@allow(*MINDERS)
@require_POST
def move_swap(request: HttpRequest, swap_id: int, deed: str) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    reason = request.POST.get("reason", "")[:300]
    match deed:
        case "terima" | "tolak":
            accepts = deed == "terima"
            actions.answer_swap(swap_id=swap_id, accepts=accepts, actor=actor, now=now)
        case "tarik":
            actions.withdraw_swap(swap_id=swap_id, actor=actor, now=now)
        case "setujui":
            actions.approve_swap(swap_id=swap_id, reason=reason, actor=actor, now=now)
        case "larang":
            actions.refuse_swap(swap_id=swap_id, reason=reason, actor=actor, now=now)
        case _:
            raise NotYours(deed)
    messages.success(request, gettext("Noted."))
    return redirect("guard:swap", swap_id)


@allow(*ON_DUTY)
@require_http_methods(["GET", "POST"])
@never_cache
def sick(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    person = own_person(actor)
    if person is None:
        return render(request, "guard/nobody.html")
    initial = {"starts_at": localtime(now), "ends_on": localdate(now)}
    form = SickForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _told(request, form):
        return redirect("guard:my_duties")
    notices = sickness.own_notices(person.pk, today=localdate(now))
    context = {"form": form, "notices": notices}
    return render(request, "guard/sick.html", context, status=422 if form.errors else 200)


def _told(request: HttpRequest, form: SickForm) -> bool:
    try:
        actions.tell_sick(
            person_id=None,
            starts_at=form.cleaned_data["starts_at"],
            ends_on=form.cleaned_data["ends_on"],
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        where = str(refused.values.get("where", "")) or None
        form.add_error(where, explained(refused))
        return False
    messages.success(
        request, gettext("Get well soon. The command post looks for somebody to stand in for you.")
    )
    return True


@allow(*LEADERS)
@require_POST
def report_sick(request: HttpRequest, duty_id: int) -> HttpResponse:
    duty = sickness.duty_to_fill(duty_id, actor=actor_of(request))
    last = day_in(request.POST.get("ends_on", ""))
    if duty.person_id is None or last is None:
        raise Refused(N_("Say until which day."))
    actions.tell_sick(
        person_id=duty.person_id,
        starts_at=now_of(request),
        ends_on=last,
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, gettext("Noted."))
    return redirect("guard:replacements", duty_id)


@allow(*MINDERS)
@require_POST
def withdraw_sick(request: HttpRequest, notice_id: int) -> HttpResponse:
    actor = actor_of(request)
    actions.withdraw_sick(notice_id=notice_id, actor=actor, now=now_of(request))
    messages.success(request, gettext("The notice is taken back."))
    return redirect("guard:my_duties" if actor.holds(*ON_DUTY) else "guard:open_duties")


@allow(*LEADERS)
@require_GET
@never_cache
def open_duties(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    context = {
        "open": sickness.open_duties(actor, now=now),
        "notices": sickness.notices_seen_by(actor, today=localdate(now)),
    }
    return render(request, "guard/open_duties.html", context)


@allow(*LEADERS)
@require_GET
@never_cache
def replacements(request: HttpRequest, duty_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    duty = sickness.duty_to_fill(duty_id, actor=actor)
    found = replacements_for(duty_id, actor=actor, now=now)
    context = {
        "duty": duty,
        "found": told_replacements(found, actor=actor, area_code=duty.area_code, now=now),
        "is_sick": sickness.is_ill(duty, today=localdate(now)),
    }
    return render(request, "guard/replacements.html", context)


@allow(*LEADERS)
@require_POST
def replace(request: HttpRequest, duty_id: int) -> HttpResponse:
    actor, now, form = actor_of(request), now_of(request), ReplacementForm(request.POST)
    duty = sickness.duty_to_fill(duty_id, actor=actor)
    if not form.is_valid():
        raise Refused(N_("Choose somebody from the list."))
    ill = sickness.is_ill(duty, today=localdate(now))
    substitute_person(
        duty_id=duty_id,
        person_id=form.cleaned_data["person"],
        cause=Cause.SICK if ill else Cause.NO_SHOW if duty.starts_at <= now else Cause.ORDER,
        reason=form.cleaned_data["reason"],
        expected_person_id=form.cleaned_data["expected"],
        actor=actor,
        now=now,
    )
    messages.success(request, gettext("The duty has changed hands; both read it on their pages."))
    return redirect("guard:open_duties")
