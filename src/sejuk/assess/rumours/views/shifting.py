"""Merge and split rumours, each looked at before it is done."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sejuk.assess.rumours import actions, web
from sejuk.assess.rumours.rules import WORKERS
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained


@dataclass(frozen=True, slots=True)
class Splitting:
    """What somebody chose and wrote for a split."""

    chosen: frozenset[int]
    claim: str
    reason: str
    version_seen: int
    is_previewed: bool


@allow(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, rumour_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    gone, _ = web.rumour_page(actor, rumour_id, now=now)
    asked = (request.POST.get("ke") or request.GET.get("ke", "")).replace("\0", "").strip()[:200]
    into_id = _number(asked)
    kept, fault = _other(request, into_id)
    if request.method == "POST" and kept is not None:
        fault = _merged(request, rumour_id, kept.id)
        if not fault:
            return redirect("rumours:rumour", kept.id)
    words = "" if into_id else asked
    context = {
        "gone": gone,
        "kept": kept,
        "fault": fault,
        "reason": request.POST.get("reason", ""),
        "words": words,
        "found": web.rows_with_words(words, actor, now, apart_from=rumour_id),
        "similar": web.similar_rows(gone.claim, actor, now, apart_from=[rumour_id]),
    }
    return render(request, "rumours/merge.html", context, status=409 if fault else 200)


def _other(request: HttpRequest, into_id: int) -> tuple[web.RumourPage | None, str]:
    if not into_id:
        return None, ""
    try:
        return web.rumour_page(actor_of(request), into_id, now=now_of(request))[0], ""
    except NotYours:
        return None, gettext("There is no rumour %(number)s in your areas.") % {"number": into_id}


def _merged(request: HttpRequest, rumour_id: int, into_id: int) -> str:
    try:
        actions.merge_rumours(
            rumour_id=rumour_id,
            into_id=into_id,
            reason=request.POST.get("reason", ""),
            version_seen=_number(request.POST.get("version_seen", "")),
            into_version_seen=_number(request.POST.get("into_version_seen", "")),
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        return explained(refused)
    messages.success(request, gettext("Both are one rumour now. It can be undone."))
    return ""


@allow(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, rumour_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    page, _ = web.rumour_page(actor, rumour_id, now=now)
    said, fault = _said(request), ""
    if request.method == "POST" and said.is_previewed:
        try:
            new = actions.split_rumour(
                rumour_id=rumour_id,
                sighting_ids=said.chosen,
                claim=said.claim,
                reason=said.reason,
                version_seen=said.version_seen,
                actor=actor,
                now=now,
            )
        except Refused as refused:
            fault = explained(refused)
        else:
            messages.success(request, gettext("The sightings are a rumour of their own now."))
            return redirect("rumours:rumour", new.pk)
    there = (*page.sightings, *page.more_sightings)
    context = {
        "page": page,
        "said": said,
        "fault": fault,
        "chosen": [one for one in there if one.id in said.chosen],
        "staying": [one for one in there if one.id not in said.chosen],
        "is_preview": request.method == "POST" and bool(said.chosen),
    }
    return render(request, "rumours/split.html", context, status=409 if fault else 200)


def _said(request: HttpRequest) -> Splitting:
    sent = request.POST
    return Splitting(
        chosen=frozenset(_number(one) for one in sent.getlist("sighting")) - {0},
        claim=sent.get("claim", ""),
        reason=sent.get("reason", ""),
        version_seen=_number(sent.get("version_seen", "")),
        is_previewed="confirm" in sent,
    )


def _number(text: str) -> int:
    """Return a number of a record; 0 for anything else."""
    text = text.strip().lstrip("#")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004
