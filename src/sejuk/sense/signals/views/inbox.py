"""The inbox: what waits, filtered as its address says."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Actor
from sejuk.kit.htmx import render_page_or_fragment
from sejuk.sense.signals import forms, queries
from sejuk.sense.signals.forms.inbox import NUMBER, Many
from sejuk.sense.signals.queries.at_desk import at_desk
from sejuk.sense.signals.queries.bulk import Outcome, outcome_of
from sejuk.sense.signals.queries.views import default_view_of, views_for
from sejuk.sense.signals.rules import DESK, FIELD, READERS


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: its name, what it asks for, and the address without it."""

    name: str
    value: str
    without: str


@allow(*READERS)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not request.GET and (begin := default_view_of(actor)):
        return redirect(f"{request.path}?{begin}")
    form = forms.InboxFilter(request.GET)
    return render_page_or_fragment(
        request,
        "signals/inbox.html",
        context_of(request, form, actor),
        fragment="signals/_rows.html",
    )


def context_of(
    request: HttpRequest, form: forms.InboxFilter, actor: Actor, many: Many | None = None
) -> dict[str, object]:
    """Return what the page shows for a filter; `many` is a deed that was asked for and refused."""
    now, wanted = now_of(request), form.wanted(actor.scope)
    return {
        "form": form,
        "views": views_for(actor),
        "many": many or Many(),
        # Tells one press from two.
        "key": secrets.token_urlsafe(24),
        "outcome": _outcome(request, actor, now),
        "chips": chips_of(form, actor),
        "at_desk": at_desk(actor),
        "page": queries.inbox(actor, wanted, now=now, after=request.GET.get("after", "")),
        "matching": queries.matching(actor, wanted, now=now),
        "totals": queries.totals(actor, now=now),
        "on_desk": actor.holds(*DESK),
        "may_enter": actor.holds(*FIELD),
    }


def _outcome(request: HttpRequest, actor: Actor, now: datetime) -> Outcome | None:
    number = request.GET.get("deed", "")
    return outcome_of(actor, int(number), now=now) if NUMBER.fullmatch(number) else None


def chips_of(form: forms.InboxFilter, actor: Actor) -> list[Chip]:
    """Return the filters that are set, each with the way to be rid of it."""
    asked = form.asked
    return [
        Chip(
            str(form.fields[name].label),
            _shown(form, name, actor),
            urlencode({other: asked[other] for other in asked if other != name}) or "status=open",
        )
        for name in asked
        if name != "size"
    ]


def _shown(form: forms.InboxFilter, name: str, actor: Actor) -> str:
    value = form.cleaned_data[name]
    if name == "hand":
        return queries.holder_named(actor, value) or gettext("nobody you see")
    if name in ("since", "until"):
        return date_format(value, "j F Y")
    if value is True:
        return ""
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))
