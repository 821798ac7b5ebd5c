"""The desk of answers: lists, writing with the check of neutrality, approvals, release."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.act.response import actions, forms, queries, web
from sejuk.act.response.rules import (
    APPROVERS,
    LONGEST_PART,
    READERS,
    RELEASERS,
    SENDERS,
    WRITERS,
    AnswerState,
    LocalLanguage,
    Wording,
    may_approve,
    may_edit,
)
from sejuk.assess.rumours import queries as rumours
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained
from sejuk.kit.saying import SayingForm

if TYPE_CHECKING:
    from sejuk.act.response.models import Answer

ON_A_PAGE = 25
UNPROCESSABLE = 422
# Chosen: more than all parts may hold together.
MOST_CHECKED = 10_000


@allow(*READERS)
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    state = request.GET.get("keadaan", "")
    chosen = state if state in list(AnswerState) else ""
    found = queries.listed_answers(actor.scope, state=chosen)
    may_write = actor.holds(*WRITERS)
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "states": [(one.value, gettext(one.label)) for one in AnswerState],
        "state": chosen,
        "may_write": may_write,
        "may_count": actor.holds(*SENDERS),
        "unanswered": queries.unanswered_rumours(actor.scope) if may_write else (),
    }
    return render(request, "response/answers.html", context)


@allow(*READERS)
@require_GET
def of_rumour(request: HttpRequest, rumour_id: int) -> HttpResponse:
    """Lead from a rumour to its answer, or to where one is written."""
    actor = actor_of(request)
    rumour = rumours.rumour_called(rumour_id, actor.scope)
    answer = queries.answer_to(rumour.pk)
    if answer is not None:
        return redirect("response:answer", answer.pk)
    if actor.holds(*WRITERS):
        return redirect(f"{reverse('response:write')}?isu={rumour.pk}")
    return redirect("response:answers")


@allow(*WRITERS)
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    number = request.GET.get("isu", "")
    rumour = rumours.rumour_called(int(number), actor.scope) if number.isdecimal() else None
    form = forms.Writing(request.POST or None, initial={"token": get_random_string(32)})
    if request.method == "POST" and form.is_valid() and "check" not in request.POST:
        try:
            answer = actions.write_answer(
                words=form.wording,
                rumour_id=rumour.pk if rumour else None,
                key=f"{actor.user_id}:{form.cleaned_data['token']}",
                actor=actor,
                now=now_of(request),
            )
        except Refused as refused:
            form.say(refused)
        else:
            messages.success(request, gettext("The answer is kept as a draft."))
            return redirect("response:answer", answer.pk)
    return _editor(request, form, {"rumour": rumour, "number": 1})


@allow(*WRITERS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, answer_id: int) -> HttpResponse:
    actor = actor_of(request)
    answer = queries.answer_called(answer_id, actor.scope)
    newest = queries.newest_version(answer)
    first = {name: getattr(newest, name) for name in forms.WORDED}
    first |= {"change": "", "version_seen": newest.number}
    form = forms.NextVersion(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and "check" not in request.POST:
        try:
            actions.edit_answer(
                answer_id=answer_id,
                words=form.wording,
                version_seen=form.cleaned_data["version_seen"],
                actor=actor,
                now=now_of(request),
            )
        except Refused as refused:
            # What was refused may be sent again: by then its sender has seen the newest version.
            form.data = dict(form.data.items()) | {"version_seen": str(newest.number)}
            form.say(refused)
        else:
            messages.success(request, gettext("The next version is kept. Two approve it anew."))
            return redirect("response:answer", answer_id)
    context = {"rumour": answer.rumour, "answer": answer, "number": newest.number + 1}
    return _editor(request, form, context)


def _editor(request: HttpRequest, form: forms.Wordings, more: Mapping[str, object]) -> HttpResponse:
    context = {"form": form, "is_checked": "check" in request.POST, **more}
    if request.method == "POST":
        context |= _found(request)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "response/write.html", context, status=status)


@allow(*WRITERS)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Tell, while somebody writes, what in his text is not neutral."""
    context = {"is_checked": True, "is_live": True, **_found(request)}
    return render(request, "response/_checked.html", context)


def _found(request: HttpRequest) -> dict[str, object]:
    parts = {name: request.POST[name] for name in forms.SAID if name in request.POST}
    hits = queries.neutrality_of("\n".join(parts.values())[:MOST_CHECKED])
    marked = web.marked_parts(hits, parts)
    return {"marked": marked, "mark_count": len(hits), "too_long": _too_long(request)}


def _too_long(request: HttpRequest) -> str:
    """Return by how many characters all parts together are too long for a message, or nothing."""
    said = {name: request.POST.get(name, "")[:LONGEST_PART] for name in forms.SAID}
    language = request.POST.get("local_language", "")
    words = Wording(**said, local_language=language if language in list(LocalLanguage) else "")
    may = queries.may_be_sent(words.stripped(), is_correction=bool(words.change))
    return "" if may else explained(may)


@allow(*READERS)
@require_GET
def answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    return page_of(request, answer_id, {}, status=200)


Move = tuple[type[SayingForm], Callable[..., object], str]
MOVES: dict[str, Move] = {
    "setujui": (forms.Numbered, actions.approve_answer, N_("You approved it.")),
    "terbitkan": (
        forms.Releasing,
        actions.release_answer,
        N_("It is out, and on its way to everyone who asked."),
    ),
    "tarik": (
        forms.Withdrawing,
        actions.withdraw_answer,
        N_("It is withdrawn. Whom it reached is told."),
    ),
}


@allow(*APPROVERS, *RELEASERS)
@require_POST
def move(request: HttpRequest, answer_id: int, deed: str) -> HttpResponse:
    actor = actor_of(request)
    queries.answer_called(answer_id, actor.scope)
    if deed not in MOVES:
        raise Http404
    form_class, action, done = MOVES[deed]
    form = form_class(request.POST)
    if not form.is_valid():
        return page_of(request, answer_id, {deed: form}, status=UNPROCESSABLE)
    try:
        action(answer_id=answer_id, **form.cleaned_data, actor=actor, now=now_of(request))
    except Refused as refused:
        form.say(refused)
        return page_of(request, answer_id, {deed: form}, status=409)
    messages.success(request, gettext(done))
    return redirect("response:answer", answer_id)


def page_of(
    request: HttpRequest, answer_id: int, sent: dict[str, SayingForm], *, status: int
) -> HttpResponse:
    """Show an answer with its forms; one that was just sent is open, with what is wrong."""
    actor = actor_of(request)
    details = queries.answer_details(answer_id, actor.scope)
    standing = queries.standing_from(details)
    newest = details.versions[0]
    hits = queries.neutrality_of(queries.wording_of(newest).whole) if standing.waits else ()
    number = {"number": newest.number}
    carryings = queries.carryings_of(details.answer)
    context = {
        "details": details,
        "newest": newest,
        "local": web.local_of(queries.wording_of(newest)),
        "waits": standing.waits,
        "hits": web.shown_hits(hits),
        "may_edit": may_edit(standing, version_seen=newest.number, actor=actor).allowed,
        "may_approve": may_approve(standing, number=newest.number, actor=actor).allowed,
        "may_release": standing.waits and actor.holds(*RELEASERS),
        "may_withdraw": standing.state is not AnswerState.WITHDRAWN and actor.holds(*RELEASERS),
        "may_send": standing.state is AnswerState.RELEASED and actor.holds(*SENDERS),
        "approving": sent.get("setujui") or forms.Numbered(initial=number, auto_id="setujui_%s"),
        "releasing": sent.get("terbitkan")
        or forms.Releasing(initial=number, auto_id="terbitkan_%s"),
        "withdrawing": sent.get("tarik") or forms.Withdrawing(auto_id="tarik_%s"),
        "carryings": carryings,
        "effect": _effect(details.answer, now_of(request)) if carryings else "",
        "is_sent": dict.fromkeys(sent, True),
    }
    return render(request, "response/answer.html", context, status=status)


def _effect(answer: "Answer", now: datetime) -> str:
    found = queries.effect_of(answer, now)
    return web.effect_words(found) if found else ""
