"""Answers that somebody takes to a village: who goes, and the phone of who went."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.act.response import actions, forms, queries, web
from sejuk.act.response.rules import CARRIERS, SENDERS, CarryState, DeliveredAt
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.foundation.places import queries as places
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained

UNPROCESSABLE = 422


@allow(*SENDERS)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, answer_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    answer = queries.answer_called(answer_id, actor.scope)
    today = timezone.localdate(now)
    form = forms.Assigning(
        request.POST or None,
        people=queries.who_could_go(actor.scope, today),
        initial={"due_on": today},
    )
    if request.method == "POST" and form.is_valid() and _assigned(request, form, answer_id):
        messages.success(request, gettext("The task is given."))
        return redirect("response:answer", answer_id)
    context = {"form": form, "answer": answer}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "response/assign.html", context, status=status)


def _assigned(request: HttpRequest, form: forms.Assigning, answer_id: int) -> bool:
    actor, said = actor_of(request), form.cleaned_data
    found = places.area_named(said["area"], actor.scope)
    if len(found) != 1:
        form.add_error("area", gettext("Choose one village from the list."))
        return False
    kind, number = said["who"][0], int(said["who"][1:])
    try:
        actions.assign_carrier(
            answer_id=answer_id,
            area_code=found[0].code,
            officer_id=number if kind == "o" else None,
            partner_id=number if kind == "m" else None,
            due_on=said["due_on"],
            actor=actor,
            now=now_of(request),
        )
    except Refused as refused:
        form.say(refused)
        return False
    return True


@allow(*CARRIERS)
@require_GET
def carryings(request: HttpRequest) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate(now_of(request))
    rows = list(queries.carryings_for(actor, is_open=True)[:100])
    return render(request, "response/carryings.html", {"rows": rows, "today": today})


@allow(*CARRIERS)
@require_http_methods(["GET", "POST"])
def carrying(request: HttpRequest, carrying_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    shown = queries.carrying_called(carrying_id, actor)
    first = {"delivered_at": timezone.localtime(now).replace(second=0, microsecond=0)}
    form = forms.Delivering(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_delivery(
                carrying_id=carrying_id,
                delivered_at=form.cleaned_data["delivered_at"],
                occasion=DeliveredAt(form.cleaned_data["occasion"]),
                listeners=form.cleaned_data["listeners"],
                questions=form.questions,
                actor=actor,
                now=now,
            )
        except Refused as refused:
            form.say(refused)
        else:
            messages.success(request, gettext("It is noted. Thank you for going."))
            return redirect("response:carrying", carrying_id)
    told = shown.answer.released
    context = {
        "shown": shown,
        "local": web.local_of(queries.wording_of(told)) if told else None,
        "form": form,
        "is_open": shown.state == CarryState.ASSIGNED,
        "may_cancel": actor.holds(*SENDERS, area_code=shown.area_id),
        "came_back": queries.came_back(shown),
        "occasion": gettext(DeliveredAt(shown.occasion).label) if shown.occasion else "",
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "response/carrying.html", context, status=status)


@allow(*SENDERS)
@require_POST
def cancel(request: HttpRequest, carrying_id: int) -> HttpResponse:
    try:
        actions.cancel_carrying(
            carrying_id=carrying_id,
            reason=request.POST.get("reason", ""),
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        messages.error(request, explained(refused))
    else:
        messages.success(request, gettext("The task is cancelled."))
    return redirect("response:carrying", carrying_id)
