"""Begin a rumour, write down that it was heard again, link signals to it."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.assess.rumours import actions, forms, queries, web
from sejuk.assess.rumours.actions import Heard
from sejuk.assess.rumours.rules import (
    TELLERS,
    WORKERS,
    ContentType,
    HeardAt,
    Priority,
)
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.operations.web import now_of
from sejuk.kit.decisions import Refused
from sejuk.kit.htmx import render_page_or_fragment
from sejuk.kit.refusals import explained


@allow(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = forms.Beginning(request.POST or None, scope=actor.scope, initial=_first(request))
    similar: tuple[web.SimilarRow, ...] = ()
    if request.method == "POST" and form.is_valid():
        similar = _unseen_similar(request, form.cleaned_data["claim"])
        if not similar:
            try:
                return redirect("rumours:rumour", _begun(request, form))
            except Refused as refused:
                form.say(refused)
    context = {"form": form, "similar": similar}
    return render(request, "rumours/write.html", context, status=422 if form.errors else 200)


def _first(request: HttpRequest) -> dict[str, object]:
    """Return with what the form is filled at first."""
    return {
        "token": secrets.token_urlsafe(24),
        "heard_at": now_of(request),
        "area": request.GET.get("area", ""),
        "channel": Channel.STAFF.value,
        "place": HeardAt.UNKNOWN.value,
    }


def _unseen_similar(request: HttpRequest, claim: str) -> tuple[web.SimilarRow, ...]:
    """Return rumours like this claim that its writer has not been shown yet."""
    if "another" in request.POST:
        return ()
    return web.similar_rows(claim, actor_of(request), now_of(request))


def _heard(form: forms.Sighting, user_id: int | None) -> Heard:
    said = form.cleaned_data
    return Heard(
        place=HeardAt(said["place"]),
        words=said["words"],
        area_code=said["area_code"],
        heard_at=said["heard_at"],
        channel=Channel(said["channel"]),
        told_by=said["told_by"],
        key=f"staff:{user_id}:{said['token']}",
    )


def _begun(request: HttpRequest, form: forms.Beginning) -> int:
    said, actor = form.cleaned_data, actor_of(request)
    first = _heard(form, actor.user_id)
    rumour = actions.write_rumour(
        claim=said["claim"],
        priority=Priority(said["priority"]),
        content_type=ContentType(said["content_type"]) if said["content_type"] else None,
        first=first,
        key=first.key,
        actor=actor,
        now=now_of(request),
    )
    messages.success(request, gettext("The rumour is kept. Ask who knows."))
    return rumour.pk


@allow(*TELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, rumour_id: int) -> HttpResponse:
    actor = actor_of(request)
    rumour = queries.rumour_called(rumour_id, actor.scope)
    form = forms.Sighting(request.POST or None, scope=actor.scope, initial=_first(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_sightings(
                rumour_id=rumour_id,
                heard=[_heard(form, actor.user_id)],
                actor=actor,
                now=now_of(request),
            )
        except Refused as refused:
            form.say(refused)
        else:
            messages.success(request, gettext("The sighting is kept."))
            return redirect("rumours:rumour", rumour_id)
    context = {"form": form, "rumour": rumour}
    return render(request, "rumours/tell.html", context, status=422 if form.errors else 200)


@allow(*TELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, rumour_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    rumour = queries.rumour_called(rumour_id, actor.scope)
    words = (request.POST.get("q", "") or request.GET.get("q", "")).replace("\0", "")[:200].strip()
    found = web.found_signals(rumour, words, actor, now=now)
    offered = [one.id for one in found]
    form = forms.Choosing(request.POST or None, offered=offered)
    fault = ""
    if request.method == "POST" and form.is_valid():
        fault = _linked(request, rumour_id, form.cleaned_data)
        if not fault:
            return redirect("rumours:rumour", rumour_id)
    context = {"rumour": rumour, "found": found, "words": words, "form": form, "fault": fault}
    return render(request, "rumours/link.html", context, status=409 if fault else 200)


def _linked(request: HttpRequest, rumour_id: int, said: dict[str, object]) -> str:
    """Link what was chosen; return why it was refused, if it was."""
    numbers, place = said["signals"], HeardAt(str(said["place"]))
    assert isinstance(numbers, list)  # noqa: S101 - what the field gives
    try:
        actions.add_sightings(
            rumour_id=rumour_id,
            heard=[Heard(signal_id=number, place=place) for number in numbers],
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        return explained(refused)
    done = ngettext("%(count)s signal is linked.", "%(count)s signals are linked.", len(numbers))
    messages.success(request, done % {"count": len(numbers)})
    return ""


@allow(*TELLERS)
@require_GET
def of_signal(request: HttpRequest, signal_id: int) -> HttpResponse:
    """Return which rumour a signal tells of, or which it may tell of: a card of its page."""
    return _of_signal(request, signal_id, None, status=200)


@allow(*WORKERS)
@require_POST
def begin_from_signal(request: HttpRequest, signal_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    queries.signal_read_by(signal_id, actor)
    form = forms.FromSignal(request.POST)
    if not form.is_valid():
        return _of_signal(request, signal_id, form, status=422)
    said = form.cleaned_data
    key = f"staff:{actor.user_id}:{said['token']}"
    try:
        rumour = actions.write_rumour(
            claim=said["claim"],
            priority=Priority(said["priority"]),
            content_type=ContentType(said["content_type"]) if said["content_type"] else None,
            first=Heard(signal_id=signal_id, place=HeardAt(said["place"]), key=key),
            key=key,
            actor=actor,
            now=now,
        )
    except Refused as refused:
        form.say(refused)
        return _of_signal(request, signal_id, form, status=409)
    messages.success(request, gettext("The rumour is kept. Ask who knows."))
    return redirect("rumours:rumour", rumour.pk)


@allow(*TELLERS)
@require_POST
def link_signal(request: HttpRequest, signal_id: int, rumour_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    one = [Heard(signal_id=signal_id)]
    try:
        actions.add_sightings(rumour_id=rumour_id, heard=one, actor=actor, now=now)
    except Refused as refused:
        messages.error(request, explained(refused))
        return _of_signal(request, signal_id, None, status=409)
    messages.success(request, gettext("The signal is linked to the rumour."))
    return redirect("rumours:rumour", rumour_id)


def _of_signal(
    request: HttpRequest, signal_id: int, sent: forms.FromSignal | None, *, status: int
) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    signal = queries.signal_read_by(signal_id, actor)
    linked = queries.rumour_of_signal(signal_id)
    form = sent or forms.FromSignal(initial={"token": secrets.token_urlsafe(24)})
    context = {
        "signal_id": signal_id,
        "linked": linked,
        "similar": () if linked else web.similar_rows(signal.text, actor, now),
        "form": form,
        "may_write": actor.holds(*WORKERS, area_code=signal.area_id),
        "may_link": actor.holds(*TELLERS, area_code=signal.area_id),
    }
    answer = render_page_or_fragment(
        request, "rumours/of_signal.html", context, fragment="rumours/_of_signal.html"
    )
    answer.status_code = status
    return answer
