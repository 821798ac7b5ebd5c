"""The dialogue under a receipt: for who reported without account or cookie, and for the desk."""

import secrets

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow, allow_public, cookieless
from sejuk.foundation.channels.rules import Direction
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained
from sejuk.sense.signals import actions, forms, queries
from sejuk.sense.signals.rules import DESK, Answered, Safer
from sejuk.sense.signals.web import (
    ENTRIES,
    is_over,
    key_of,
    note_attempt,
    opened_thread,
    thread_token,
    too_many_words,
)

TOO_MANY, UNPROCESSABLE, GONE = 429, 422, 410


@sensitive_variables()
def thread_page(
    request: HttpRequest,
    digits: str,
    *,
    form: forms.DialogueEntry | None = None,
    survey: forms.Survey | None = None,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the dialogue of a receipt that was tested, and note that it was read."""
    now = now_of(request)
    signal_id = queries.signal_of_receipt(digits)
    found = queries.receipt_status(digits)
    if signal_id is None or found is None:
        raise NotYours("receipt")
    thread = queries.thread_of(signal_id, now=now)
    if thread.has_unseen:
        actions.mark_read(
            signal_id=signal_id, direction=Direction.OUT, actor=Actor.resident(), now=now
        )
    first = {"token": thread_token(digits, now), "text": request.POST.get("kept", "")}
    context = {
        "found": found,
        "late": found.late_words_at(now),
        "thread": thread,
        "form": form or forms.DialogueEntry(initial=first),
        "survey": survey or forms.Survey(initial=first),
        "closed_because": "" if thread.may_write else explained(thread.may_write),
        "done": done,
    }
    response = render(request, "signals/thread.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def _asked_anew(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt again, and keep what was written: the page lay open too long."""
    context = {"form": forms.ReceiptQuestion(), "kept": request.POST.get("text", "")}
    response = render(request, "signals/receipt.html", context, status=GONE)
    response["Cache-Control"] = "no-store, private"
    return response


def _fault_of(form: Form, request: HttpRequest) -> int:
    """Return the status with which what was sent is refused at once; 0 when it is taken."""
    if is_over(ENTRIES, request):
        form.add_error(None, too_many_words(ENTRIES))
        return TOO_MANY
    return 0 if form.is_valid() else UNPROCESSABLE


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@cookieless
@allow_public
@require_POST
def write(request: HttpRequest) -> HttpResponse:
    form = forms.DialogueEntry(request.POST)
    digits = opened_thread(request.POST.get("token", ""), now_of(request))
    if digits is None:
        return _asked_anew(request)
    if fault := _fault_of(form, request):
        return thread_page(request, digits, form=form, status=fault)
    return _written(request, form, digits)


@sensitive_variables()
def _written(request: HttpRequest, form: forms.DialogueEntry, digits: str) -> HttpResponse:
    note_attempt(ENTRIES, request)
    try:
        actions.write_by_receipt(
            receipt_digits=digits,
            text=form.cleaned_data["text"],
            form_key=key_of(form.cleaned_data["token"], form.cleaned_data["text"]),
            actor=Actor.resident(),
            now=now_of(request),
        )
    except Refused as refused:
        form.say(refused)
        return thread_page(request, digits, form=form, status=UNPROCESSABLE)
    return thread_page(request, digits, done=gettext("What you wrote has come in."))


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@cookieless
@allow_public
@require_POST
def survey(request: HttpRequest) -> HttpResponse:
    form = forms.Survey(request.POST)
    digits = opened_thread(request.POST.get("token", ""), now_of(request))
    if digits is None:
        return _asked_anew(request)
    if fault := _fault_of(form, request):
        return thread_page(request, digits, survey=form, status=fault)
    note_attempt(ENTRIES, request)
    try:
        _surveyed(request, form, digits)
    except Refused as refused:
        form.say(refused)
        return thread_page(request, digits, survey=form, status=UNPROCESSABLE)
    return thread_page(request, digits, done=gettext("Thank you. Your answers have come in."))


@sensitive_variables()
def _surveyed(request: HttpRequest, form: forms.Survey, digits: str) -> None:
    told = form.cleaned_data
    actions.answer_survey(
        receipt_digits=digits,
        answered=Answered(told["answered"]),
        satisfied=told["satisfied"],
        safer=Safer(told["safer"]),
        words=told["words"],
        actor=Actor.resident(),
        now=now_of(request),
    )


def desk_part(request: HttpRequest, page: queries.SignalPage) -> dict[str, object]:
    """Return what the page of a signal needs for its dialogue, and note that the desk read it."""
    found = queries.desk_dialogue(actor_of(request), page.signal)
    if found is None:
        return {"dialogue": None}
    if found.has_unseen:
        actions.mark_read(
            signal_id=found.signal_id,
            direction=Direction.IN,
            actor=actor_of(request),
            now=now_of(request),
        )
    first = {"token": secrets.token_urlsafe(24)}
    return {
        "dialogue": found,
        "entry_form": forms.DialogueEntry(initial=first, auto_id="dialog_%s"),
    }


@never_cache
@allow(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, signal_id: int) -> HttpResponse:
    page = queries.signal_page(actor_of(request), signal_id, now=now_of(request))
    context = {"page": page, **desk_part(request, page)}
    if request.method != "POST":
        return render(request, "signals/dialogue.html", context)
    form = forms.DialogueEntry(request.POST, auto_id="dialog_%s")
    found = _found_in(request.POST.get("text", ""))
    may_go = not any(found.values()) or request.POST.get("looked_at") == "1"
    if form.is_valid() and may_go and _sent(request, signal_id, form):
        return redirect("signals:signal", signal_id)
    context |= {"entry_form": form, **found}
    return render(request, "signals/dialogue.html", context, status=UNPROCESSABLE)


def _found_in(text: str) -> dict[str, object]:
    """Return what the desk should look at before it sends a text."""
    return {"hits": queries.not_neutral(text), "taken_out": queries.personal_in(text)}


def _sent(request: HttpRequest, signal_id: int, form: forms.DialogueEntry) -> bool:
    try:
        actions.write_to_reporter(
            signal_id=signal_id,
            text=form.cleaned_data["text"],
            form_key=key_of(form.cleaned_data["token"], str(signal_id), form.cleaned_data["text"]),
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        form.say(refused)
        return False
    messages.success(request, gettext("Your answer stands under the receipt."))
    return True
