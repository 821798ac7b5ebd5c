"""Pages for staff: one signal and its moves, writing one down, the export of the inbox."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow, standing_of
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.operations.web import is_invented, now_of, operation_of
from sejuk.kit.actors import Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.exports import KINDS, table_file
from sejuk.kit.saying import say
from sejuk.kit.uploads import takes_files
from sejuk.sense.signals import actions, forms, queries
from sejuk.sense.signals.actions.receiving import Contact
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries.clocks import clocks_of_signal
from sejuk.sense.signals.queries.locking import grades_of
from sejuk.sense.signals.rules import (
    DESK,
    FIELD,
    READERS,
    ContentGrade,
    Form,
    Kind,
    NewSignal,
    Origin,
    Overtaken,
    ReferralTarget,
    Rung,
    SourceGrade,
)
from sejuk.sense.signals.views import dialogue
from sejuk.sense.signals.views.exports import table_of
from sejuk.sense.signals.views.photos import PHOTO_BYTES, hold_photos


@dataclass(frozen=True, slots=True)
class Move:
    """A form on the page of a signal, and the action behind it."""

    form: type[django_forms.Form]
    action: Callable[..., Signal]
    done: str


MOVES = {
    "ambil": Move(forms.Taking, actions.take_signal, N_("You have the signal in hand.")),
    "lepas": Move(forms.Reasoned, actions.release_signal, N_("The signal is free again.")),
    "nilai": Move(forms.Grading, actions.grade_signal, N_("The grades are kept.")),
    "selesai": Move(forms.Reasoned, actions.settle_signal, N_("The signal is settled.")),
    "rujuk": Move(forms.Referral, actions.refer_signal, N_("The signal is referred.")),
    "kesampingkan": Move(forms.Reasoned, actions.set_aside_signal, N_("The signal is set aside.")),
    "buka-lagi": Move(forms.Reasoned, actions.reopen_signal, N_("The signal is open again.")),
}
# What a form sends as text and an action takes as a word of a closed list.
CLOSED_LISTS: dict[str, Callable[[str], object]] = {
    "source_grade": SourceGrade,
    "content_grade": ContentGrade,
    "rung": Rung,
    "kind": Kind,
    "to": ReferralTarget,
}


@allow(*DESK)
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    if kind not in KINDS:
        raise Http404
    actor, now = actor_of(request), now_of(request)
    wanted = forms.InboxFilter(request.GET).wanted(actor.scope)
    rows = list(queries.inbox_rows(actor, wanted, now=now))
    actions.note_export(count=len(rows), file_kind=kind, actor=actor, now=now)
    return table_file(table_of(rows, now), kind, is_invented=is_invented(request))


@allow(*READERS)
@require_GET
def signal(request: HttpRequest, signal_id: int) -> HttpResponse:
    return _page(request, signal_id, {}, status=200)


@allow(*DESK)
@require_POST
def move(request: HttpRequest, signal_id: int, deed: str) -> HttpResponse:
    if deed not in MOVES:
        raise Http404
    form = MOVES[deed].form(request.POST)
    if not form.is_valid():
        return _page(request, signal_id, {deed: form}, status=422)
    try:
        MOVES[deed].action(
            signal_id=signal_id, **_meant(form), actor=actor_of(request), now=now_of(request)
        )
    except Refused as refused:
        say(form, refused)
        if isinstance(refused, Overtaken) and isinstance(form, forms.Grading):
            form.catch_up(refused.there)
        return _page(request, signal_id, {deed: form}, status=409)
    messages.success(request, gettext(MOVES[deed].done))
    return redirect("signals:signal", signal_id)


def _meant(form: django_forms.Form) -> dict[str, object]:
    """Return what a form says, as an action takes it."""
    return {
        name: CLOSED_LISTS[name](value) if name in CLOSED_LISTS else value
        for name, value in form.cleaned_data.items()
    }


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """A move as the page offers it."""

    deed: str
    form: django_forms.Form
    is_open: bool


def _page(
    request: HttpRequest, signal_id: int, sent: dict[str, django_forms.Form], *, status: int
) -> HttpResponse:
    """Show a signal with its forms; one that was just sent is open, with what is wrong with it."""
    now = now_of(request)
    page = queries.signal_page(actor_of(request), signal_id, now=now)
    offered = [deed for deed in (*page.moves, *sent) if deed in MOVES]
    moves = [
        OfferedMove(
            deed,
            sent.get(deed)
            or MOVES[deed].form(
                initial=_known(page, deed, timezone.localdate(now)), auto_id=f"{deed}_%s"
            ),
            is_open=deed in sent,
        )
        for deed in dict.fromkeys(offered)
    ]
    context = {
        "page": page,
        "moves": moves,
        "triage": page.triage,
        "photos": page.photos,
        # It leads there; what is done there, the pages of custody guard.
        "opens_seals": standing_of(request).actor.holds(
            Role.CUSTODIAN, area_code=page.row.area_code
        ),
        "clocks": clocks_of_signal(
            page.signal, operation_of(request), today=timezone.localdate(now)
        ),
        **dialogue.desk_part(request, page),
    }
    return render(request, "signals/signal.html", context, status=status)


def _known(page: queries.SignalPage, deed: str, today: date) -> dict[str, object]:
    """Return with what the form of a move is filled at first."""
    kept = page.signal
    if deed == "rujuk":
        return {"on": today}
    if deed != "nilai":
        return {}
    return {
        "source_grade": kept.source_grade,
        "content_grade": kept.content_grade,
        "severity": kept.severity,
        "rung": kept.rung,
        "kind": kept.kind,
        "cluster": kept.cluster,
        "seen": grades_of(kept).word,
    }


@never_cache
@sensitive_post_parameters()
@takes_files(most_bytes=PHOTO_BYTES)
@allow(*FIELD)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    first = {
        "token": secrets.token_urlsafe(24),
        "heard_at": now_of(request),
        "form": Form.REPORT if actor.holds(*DESK) else Form.OBSERVATION,
        "channel": Channel.STAFF if actor.holds(*DESK) else Channel.VISIT,
        "area": request.GET.get("area", ""),
        "source_grade": SourceGrade.F,
        "content_grade": ContentGrade.SIX,
    }
    form = forms.StaffSignal(
        request.POST or None, scope=actor.scope, initial=first, files=request.FILES or None
    )
    hold_photos(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("signals:signal", _entered(request, form))
        except Refused as refused:
            form.say(refused)
    return render(request, "signals/enter.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_variables()
def _entered(request: HttpRequest, form: forms.StaffSignal) -> int:
    said, actor = form.cleaned_data, actor_of(request)
    arrival = actions.receive_once(
        new=NewSignal(
            form=Form(said["form"]),
            kind=Kind(said["kind"]),
            channel=Channel(said["channel"]),
            text=said["text"],
            area_code=said["area_code"],
            heard_at=said["heard_at"],
            created_by=said["created_by"],
            rung=Rung(said["rung"]),
            severity=said["severity"],
            origin=Origin(said["origin"]),
            source_grade=SourceGrade(said["source_grade"]),
            content_grade=ContentGrade(said["content_grade"]),
            latitude=said["latitude"],
            longitude=said["longitude"],
            idempotency_key=f"staff:{actor.user_id}:{said['token']}",
            photos=form.held.token,
        ),
        contact=Contact(said["name"], said["reach"]) if said["name"] or said["reach"] else None,
        actor=actor,
        now=now_of(request),
    )
    messages.success(request, gettext("The signal is kept."))
    return arrival.signal.pk
