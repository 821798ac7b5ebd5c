"""The board, one rumour and its moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.assess.risk import queries as risk
from sejuk.assess.rumours import actions, forms, queries, web
from sejuk.assess.rumours.queries import Details, Shown
from sejuk.assess.rumours.rules import (
    READERS,
    WORKERS,
    Authority,
    ContentType,
    Priority,
    Veracity,
)
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.htmx import render_page_or_fragment
from sejuk.kit.refusals import explained
from sejuk.sense.signals.rules import ReferralTarget

ON_A_PAGE = 25
# Chosen: more open rumours than this are a list, whatever the screen.
MOST_ON_BOARD = 200


@dataclass(frozen=True, slots=True)
class Move:
    """A form on the page of a rumour, the action behind it, and what is said afterwards."""

    form: type[forms.MoveForm]
    action: Callable[..., object]
    label: str
    done: str


MOVES = {
    "ambil": Move(
        forms.Taking,
        actions.take_rumour,
        N_("Take it in hand for four hours"),
        N_("You have the rumour in hand."),
    ),
    "tanya": Move(
        forms.Asking,
        actions.ask_authority,
        N_("Ask an authority"),
        N_("It is noted whom we asked."),
    ),
    "putuskan": Move(
        forms.Deciding,
        actions.decide_veracity,
        N_("Decide the veracity"),
        N_("The veracity is decided. The temperature has heard it."),
    ),
    "terjawab": Move(
        forms.Answered,
        actions.mark_answered,
        N_("It was answered"),
        N_("The rumour is answered and watched."),
    ),
    "tutup": Move(
        forms.Closing, actions.close_rumour, N_("Close with a resolution"), N_("It is closed.")
    ),
    "buka-lagi": Move(
        forms.Versioned, actions.reopen_rumour, N_("Verify anew"), N_("It is being verified anew.")
    ),
    "ubah": Move(
        forms.Editing, actions.edit_rumour, N_("Edit claim and priority"), N_("It is kept.")
    ),
    "rujuk": Move(
        forms.Referring,
        actions.refer_matter,
        N_("Refer a matter"),
        N_("The matter is referred. Its record ends here; the rumour goes on."),
    ),
    "lepas": Move(
        forms.Reasoned, actions.release_rumour, N_("Lay back"), N_("The rumour is free again.")
    ),
    "batal-gabung": Move(
        forms.Reasoned, actions.undo_merge, N_("Undo the merge"), N_("The merge is undone.")
    ),
}
# What a form sends as text and an action takes as a word of a closed list.
CLOSED_LISTS: dict[str, Callable[[str], object]] = {
    "authority": Authority,
    "veracity": Veracity,
    "priority": Priority,
    "to": ReferralTarget,
    "content_type": lambda value: ContentType(value) if value else None,
}


@allow(*READERS, Role.PARTNER)
@require_GET
def at_the_post(request: HttpRequest) -> HttpResponse:
    """Return what is overdue or unanswered for the command post, which partners see without it."""
    actor = actor_of(request)
    if not actor.holds(*READERS):
        return HttpResponse()
    shown = web.rumours_at_the_post(actor.only(*READERS), now=now_of(request))
    return render(request, "rumours/_command_post.html", {"rumours": shown})


@allow(*READERS)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    kecamatan = risk.territory(actor.scope, now).kecamatan
    form = forms.BoardFilter(request.GET, kecamatan=dict(sorted(kecamatan.items())))
    found = queries.listed_rumours(actor, form.wanted, now=now)
    context = {
        "form": form,
        "totals": queries.totals(actor, now=now),
        "may_write": actor.holds(*WORKERS),
    }
    if form.wanted.shown is Shown.OPEN:
        context["columns"] = web.columns_of(list(found[:MOST_ON_BOARD]), actor, now)
    else:
        page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": web.rows_of(list(page), actor, now)}
    return render_page_or_fragment(
        request, "rumours/board.html", context, fragment="rumours/_found.html"
    )


@allow(*READERS)
@require_GET
def rumour(request: HttpRequest, rumour_id: int) -> HttpResponse:
    return page_of(request, rumour_id, {}, status=200)


@allow(*READERS)
@require_GET
def of_village(request: HttpRequest, area_code: str) -> HttpResponse:
    """Return the rumours that a village heard: a card of its page, or a page without it."""
    actor, now = actor_of(request), now_of(request)
    area = places.area_called(area_code, actor.scope)
    rows = web.rows_of(queries.rumours_of(area.code), actor, now)
    return render_page_or_fragment(
        request,
        "rumours/village.html",
        {"area": area, "rows": rows},
        fragment="rumours/_village.html",
    )


@allow(*WORKERS)
@require_POST
def move(request: HttpRequest, rumour_id: int, deed: str) -> HttpResponse:
    if deed not in MOVES:
        raise Http404
    actor = actor_of(request)
    found = queries.rumour_called(rumour_id, actor.scope)
    form = MOVES[deed].form(request.POST, checks=queries.answers_of(found))
    if not form.is_valid():
        return page_of(request, rumour_id, {deed: form}, status=422)
    try:
        MOVES[deed].action(rumour_id=rumour_id, **_meant(form), actor=actor, now=now_of(request))
    except Refused as refused:
        form.say(refused)
        return page_of(request, rumour_id, {deed: form}, status=409)
    messages.success(request, gettext(MOVES[deed].done))
    return redirect("rumours:rumour", rumour_id)


@allow(*WORKERS)
@require_POST
def note_answer(request: HttpRequest, rumour_id: int, check_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    queries.check_called(queries.rumour_called(rumour_id, actor.scope), check_id)
    form = forms.Answering(request.POST, auto_id=f"jawab-{check_id}_%s")
    if not form.is_valid():
        return page_of(request, rumour_id, {f"jawab-{check_id}": form}, status=422)
    try:
        actions.note_answer(
            rumour_id=rumour_id, check_id=check_id, **form.cleaned_data, actor=actor, now=now
        )
    except Refused as refused:
        form.say(refused)
        return page_of(request, rumour_id, {f"jawab-{check_id}": form}, status=409)
    messages.success(request, gettext("The answer is noted. Decide the veracity on it."))
    return redirect("rumours:rumour", rumour_id)


@allow(*WORKERS)
@require_POST
def withdraw(request: HttpRequest, rumour_id: int, sighting_id: int) -> HttpResponse:
    try:
        actions.withdraw_sighting(
            rumour_id=rumour_id,
            sighting_id=sighting_id,
            reason=request.POST.get("reason", ""),
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        messages.error(request, explained(refused))
        return page_of(request, rumour_id, {}, status=409)
    messages.success(request, gettext("The sighting is withdrawn. It stays on record."))
    return redirect("rumours:rumour", rumour_id)


def _meant(form: forms.MoveForm) -> dict[str, object]:
    """Return what a form says, as an action takes it."""
    return {
        name: CLOSED_LISTS[name](value) if name in CLOSED_LISTS else value
        for name, value in form.cleaned_data.items()
    }


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """A move as the page offers it."""

    deed: str
    label: str
    form: forms.MoveForm
    is_open: bool


@dataclass(frozen=True, slots=True)
class OfferedCheck:
    """A verification step with the form for its answer, where one is still missing."""

    check: web.ShownCheck
    form: forms.Answering | None
    is_open: bool


def page_of(
    request: HttpRequest, rumour_id: int, sent: dict[str, forms.MoveForm], *, status: int
) -> HttpResponse:
    """Show a rumour with its forms; one that was just sent is open, with what is wrong with it."""
    page, details = web.rumour_page(actor_of(request), rumour_id, now=now_of(request))
    today = timezone.localdate(now_of(request))
    moves = [
        _offered(deed, sent.get(deed), details, today)
        for deed in dict.fromkeys((*page.moves, *(deed for deed in sent if deed in MOVES)))
    ]
    checks = [
        _answerable(check, sent.get(f"jawab-{check.id}"), today, may_work=page.may_work)
        for check in page.checks
    ]
    context = {
        "page": page,
        "moves": moves,
        "checks": checks,
        "drawn": web.drawn(details, now=now_of(request)),
        "referrals": web.shown_referrals(details, today),
    }
    return render(request, "rumours/rumour.html", context, status=status)


def _offered(deed: str, sent: forms.MoveForm | None, details: Details, today: date) -> OfferedMove:
    kept = details.rumour
    if sent is not None and "version_seen" in sent.fields:
        # What was refused may be sent again: by then its sender has seen the rumour as it is now.
        sent.data = dict(sent.data.items()) | {"version_seen": str(kept.version)}
    known = {
        "version_seen": kept.version,
        "claim": kept.claim,
        "content_type": kept.content_type,
        "priority": kept.priority,
        "check_id": details.newest_answer,
        "on": today,
        "known_on": today,
    }
    fresh = MOVES[deed].form(
        initial=known, auto_id=f"{deed}_%s", checks=queries.answers_among(details.checks)
    )
    return OfferedMove(deed, gettext(MOVES[deed].label), sent or fresh, is_open=sent is not None)


def _answerable(
    check: web.ShownCheck, sent: forms.MoveForm | None, today: date, *, may_work: bool
) -> OfferedCheck:
    if (check.noted_by and sent is None) or not may_work:
        return OfferedCheck(check, None, is_open=False)
    fresh = forms.Answering(initial={"answered_on": today}, auto_id=f"jawab-{check.id}_%s")
    form = sent if isinstance(sent, forms.Answering) else fresh
    return OfferedCheck(check, form, is_open=sent is not None)
