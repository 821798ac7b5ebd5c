"""The gate before reports while a flood lasts, and the page on which staff see and switch it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of, operation_of
from sejuk.kit.actors import Actor
from sejuk.kit.again import send_again
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.saying import told_in
from sejuk.sense.signals import forms, queries
from sejuk.sense.signals.actions import flood as actions
from sejuk.sense.signals.models import Flood, SpentToken
from sejuk.sense.signals.queries import flood as floods
from sejuk.sense.signals.rules import DESK
from sejuk.sense.signals.rules.flood import (
    FLOOD_LASTS,
    MINUTE,
    MOST_A_MINUTE,
    WAIT,
    WORK_BITS,
    WORK_LASTS,
    is_solved,
)
from sejuk.sense.signals.web import (
    REPORTS,
    WAITED,
    digits_of,
    is_over,
    note_attempt,
    too_many_words,
)

TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Gate:
    """What a form carries while a flood lasts: a sealed token, its puzzle, and when it opens."""

    token: str
    challenge: str
    issued_at: datetime
    answer: str = ""
    bits: int = WORK_BITS

    @property
    def opens_at(self) -> datetime:
        return self.issued_at + WAIT

    @property
    def key(self) -> str:
        return sha256(self.challenge.encode()).hexdigest()

    @property
    def is_solved(self) -> bool:
        return is_solved(self.challenge, self.answer, self.bits)


def gate_of(request: HttpRequest) -> Gate | None:
    """Return the gate of a form that is shown or sent; None while no flood lasts."""
    now = now_of(request)
    flood = _noticed(now) if request.method == "POST" else floods.flood_now(now)
    if flood is None:
        return None
    told = queries.unsealed(request.POST.get("gate", "").encode())
    if told and told[0] == "gate" and now - datetime.fromisoformat(told[2]) < WORK_LASTS:
        gate = Gate(
            request.POST["gate"],
            told[1],
            datetime.fromisoformat(told[2]),
            request.POST.get("work", ""),
        )
        if not SpentToken.objects.filter(token_hash=gate.key).exists():
            return gate
    challenge = secrets.token_hex(8)
    sealed = queries.sealed("gate", challenge, now.isoformat()).decode()
    return Gate(sealed, challenge, now)


def _noticed(now: datetime) -> Flood | None:
    """Begin a flood when too many reports came in, or prolong it, at most once a minute."""
    current = floods.flood_now(now)
    if current and (current.until is None or current.until - now > FLOOD_LASTS - MINUTE):
        return current
    count = floods.sent_since(now - MINUTE, REPORTS.purpose)
    if count < MOST_A_MINUTE:
        return current
    return actions.notice_flood(count=count, actor=Actor.system("flood"), now=now)


@sensitive_variables()
def turned_away(request: HttpRequest, gate: Gate | None) -> HttpResponse | None:
    """
    Return the small page for a report that cannot be sent now, with all that was typed in it.

    Thousands may come: nothing of the report is looked at, no place looked up, no photo opened.
    """
    why = refusal_at(gate, request) if gate else ""
    seconds = WAIT.seconds
    if not why and is_over(REPORTS, request):
        why, seconds = too_many_words(REPORTS), 60 * REPORTS.minutes
    if not why:
        return None
    words = {"gate": gate, "operation": operation_of(request)}
    return send_again(
        request,
        why,
        status=TOO_MANY,
        seconds=seconds,
        template="signals/wait.html",
        words=words,
        but=("gate", "work"),
    )


def refusal_at(gate: Gate, request: HttpRequest) -> str:
    """Return why a report does not pass the gate yet; "" when it does, or was sent before."""
    if gate.is_solved or _was_sent(request):
        return ""
    if now_of(request) < gate.opens_at:
        at = date_format(localtime(gate.opens_at), "H.i.s")
        words = gettext(
            "Very many reports come in at this moment. What you wrote stands here: wait until "
            "%(at)s and send it again. Is it urgent? Call 110."
        )
        return words % {"at": at}
    return too_many_words(WAITED) if is_over(WAITED, request) else ""


def _was_sent(request: HttpRequest) -> bool:
    digits = digits_of(request.POST.get("token", ""))
    return digits is not None and queries.receipt_status(digits) is not None


@contextmanager
def passing(gate: Gate | None, request: HttpRequest) -> Iterator[None]:
    """
    Let one report through a gate, and none after it by the same token.

    :raises Refused: when another report went through by it
    """
    if gate is None or _was_sent(request):
        yield
        return
    with transaction.atomic():
        _, is_first = SpentToken.objects.get_or_create(
            token_hash=gate.key, defaults={"at": now_of(request)}
        )
        if not is_first:
            raise Refused(N_("This form was used for another report. Send it again."))
        if not gate.is_solved:
            note_attempt(WAITED, request)
        yield


@allow(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def flood(request: HttpRequest) -> HttpResponse:
    """Show whether work is asked for, since when and why, and switch it."""
    actor, now = actor_of(request), now_of(request)
    page = floods.flood_page(now, REPORTS.purpose)
    form = forms.Reasoned(request.POST or None)
    if request.method == "POST" and form.is_valid():
        switch = actions.end_flood if page.current else actions.begin_flood
        with told_in(form):
            switch(reason=form.cleaned_data["reason"], actor=actor, now=now)
            messages.success(request, gettext("It is switched."))
            return redirect("signals:flood")
    return render(request, "signals/flood.html", {"page": page, "form": form},
                  status=422 if form.errors else 200)  # fmt: skip
