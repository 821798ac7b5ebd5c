"""The list of alarms, one alarm and its moves."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.assess.alarms import actions, forms, queries, web
from sejuk.assess.alarms.models import Alarm
from sejuk.assess.alarms.rules import DESK, READERS, TAKERS, Verdict
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.htmx import render_page_or_fragment
from sejuk.kit.refusals import explained

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Move:
    """A form on the page of an alarm, the action behind it, and what is said afterwards."""

    form: type[forms.Deciding]
    action: Callable[..., Alarm]
    label: str
    done: str


MOVES = {
    "eskalasi": Move(
        forms.Escalating, actions.escalate_alarm, N_("Escalate"), N_("The alarm is escalated.")
    ),
    "kesampingkan": Move(
        forms.Deciding, actions.dismiss_alarm, N_("Dismiss"), N_("The alarm is dismissed.")
    ),
    "tutup": Move(forms.Deciding, actions.close_alarm, N_("Close"), N_("The alarm is closed.")),
}


@allow(*READERS, Role.PARTNER)
@require_GET
def at_the_post(request: HttpRequest) -> HttpResponse:
    """Return the open alarms for the command post, which partners see without them."""
    actor = actor_of(request)
    if not actor.holds(*READERS):
        return HttpResponse()
    shown = web.alarms_at_the_post(actor.only(*READERS), now=now_of(request))
    return render(request, "alarms/_command_post.html", {"alarms": shown})


@allow(*READERS)
@require_GET
def of_village(request: HttpRequest, area_code: str) -> HttpResponse:
    """Return the alarms that a village was part of: a card of its page, or a page without it."""
    area = places.area_called(area_code, actor_of(request).scope)
    rows = web.rows_of(queries.alarms_about(area.code), now_of(request))
    return render_page_or_fragment(
        request,
        "alarms/village.html",
        {"area": area, "rows": rows},
        fragment="alarms/_village.html",
    )


@allow(*READERS)
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    form = forms.AlarmFilter(request.GET, kecamatan=web.kecamatan_of(actor, now=now))
    page = Paginator(queries.listed_alarms(actor, form.wanted), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "rows": web.rows_of(list(page), now),
        "totals": queries.totals(actor, now=now),
        "may_take": actor.holds(*TAKERS),
    }
    return render_page_or_fragment(
        request, "alarms/alarms.html", context, fragment="alarms/_rows.html"
    )


@allow(*READERS)
@require_GET
def alarm(request: HttpRequest, alarm_number: int) -> HttpResponse:
    return _page(request, alarm_number, {}, status=200)


@allow(*DESK)
@require_POST
def assess(request: HttpRequest, alarm_number: int, report_id: int) -> HttpResponse:
    form = forms.Assessing(request.POST)
    if not form.is_valid():
        return _page(request, alarm_number, {}, status=422)
    try:
        actions.assess_report(
            alarm_id=alarm_number,
            report_id=report_id,
            verdict=Verdict(form.cleaned_data["verdict"]),
            verdict_seen=form.cleaned_data["verdict_seen"],
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        messages.error(request, explained(refused))
        return _page(request, alarm_number, {}, status=409)
    return redirect("alarms:alarm", alarm_number)


@allow(*DESK)
@require_POST
def move(request: HttpRequest, alarm_number: int, deed: str) -> HttpResponse:
    if deed not in MOVES:
        raise Http404
    form = MOVES[deed].form(request.POST)
    if not form.is_valid():
        return _page(request, alarm_number, {deed: form}, status=422)
    try:
        MOVES[deed].action(
            alarm_id=alarm_number, **_meant(form), actor=actor_of(request), now=now_of(request)
        )
    except Refused as refused:
        form.say(refused)
        return _page(request, alarm_number, {deed: form}, status=409)
    messages.success(request, gettext(MOVES[deed].done))
    return redirect("alarms:alarm", alarm_number)


def _meant(form: django_forms.Form) -> dict[str, object]:
    """Return what a form says, as an action takes it."""
    said = dict(form.cleaned_data)
    return said | ({"to": Role(said["to"])} if "to" in said else {})


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """A move as the page offers it."""

    deed: str
    label: str
    form: django_forms.Form
    is_open: bool


def _page(
    request: HttpRequest, alarm_id: int, sent: dict[str, forms.Deciding], *, status: int
) -> HttpResponse:
    """Show an alarm with its forms; one that was just sent is open, with what is wrong with it."""
    page = web.alarm_page(actor_of(request), alarm_id, now=now_of(request))
    moves = [
        OfferedMove(
            deed,
            gettext(MOVES[deed].label),
            sent.get(deed)
            or MOVES[deed].form(initial={"steps_seen": page.steps_taken}, auto_id=f"{deed}_%s"),
            is_open=deed in sent,
        )
        for deed in dict.fromkeys((*page.moves, *sent))
    ]
    context = {"page": page, "moves": moves}
    return render(request, "alarms/alarm.html", context, status=status)
