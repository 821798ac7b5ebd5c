"""What is kept of somebody's report: for him alone, to take away or to have deleted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sejuk.foundation.accounts.web import allow_public, cookieless
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained
from sejuk.sense.signals import actions, forms
from sejuk.sense.signals.queries.own_words import own_words
from sejuk.sense.signals.web import OWN_DATA, WRONG_RECEIPTS, is_over, note_attempt, too_many_words

TOO_MANY, UNPROCESSABLE = 429, 422


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@cookieless
@allow_public
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest) -> HttpResponse:
    form = forms.OwnData(request.POST or None)
    if request.method != "POST":
        return _asked(request, form, 200)
    if not form.is_valid():
        return _asked(request, form, UNPROCESSABLE)
    for limit in (WRONG_RECEIPTS, OWN_DATA):
        if is_over(limit, request):
            form.add_error(None, too_many_words(limit))
            return _asked(request, form, TOO_MANY)
    try:
        answer = _given(request, form)
    except NotYours:
        form.add_error("receipt", gettext("There is no report with this number."))
    except Refused as refused:
        form.add_error("contact", explained(refused))
    else:
        note_attempt(OWN_DATA, request)
        return answer
    note_attempt(WRONG_RECEIPTS, request)
    return _asked(request, form, UNPROCESSABLE)


@sensitive_variables()
def _given(request: HttpRequest, form: forms.OwnData) -> HttpResponse:
    receipt, contact = form.cleaned_data["receipt"], form.cleaned_data["contact"]
    actor, now = Actor.resident(), now_of(request)
    if "delete" in request.POST:
        is_gone = actions.delete_contact(
            receipt_digits=receipt, contact=contact, actor=actor, now=now
        )
        messages.success(request, _deleted_words(is_gone=is_gone))
        return redirect("signals:own_data")
    if "delete_photos" in request.POST:
        actions.delete_photos(receipt_digits=receipt, contact=contact, actor=actor, now=now)
        messages.success(request, gettext("Your photos have been deleted. The report stays."))
        return redirect("signals:own_data")
    kept = actions.give_own_data(receipt_digits=receipt, contact=contact, actor=actor, now=now)
    answer: HttpResponse
    if "file" in request.POST:
        answer = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer["Content-Disposition"] = 'attachment; filename="data-laporan.json"'
    else:
        answer = render(request, "signals/own_words.html", {"kept": own_words(kept)})
    answer["Cache-Control"] = "no-store, private"
    return answer


def _deleted_words(*, is_gone: bool) -> str:
    if is_gone:
        return gettext("Your contact has been deleted. The report stays.")
    return gettext(
        "We write to you no more about this report. Another report of yours is open, so your"
        " address stays for that one: delete it with its receipt, too."
    )


def _asked(request: HttpRequest, form: forms.OwnData, status: int) -> HttpResponse:
    return render(request, "signals/own_data.html", {"form": form}, status=status)
