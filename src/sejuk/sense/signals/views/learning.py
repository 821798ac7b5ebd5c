"""The day's questions, one press each; and which model learnt from the answers, and how well."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained
from sejuk.kit.saying import SayingForm
from sejuk.sense.signals import actions
from sejuk.sense.signals.actions import learning
from sejuk.sense.signals.queries import model_pages, questions
from sejuk.sense.signals.rules import DESK, LONGEST_REASON, Kind

LONGEST_NUMBER = 6


class Reasoned(SayingForm):
    """Why another model speaks from now on."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)


@allow(*DESK)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("sesudah", "")
    known = after.isdecimal() and len(after) <= LONGEST_NUMBER
    page = questions.queue_of(
        actor_of(request), now=now_of(request), after=int(after) if known else 0
    )
    return render(request, "signals/queue.html", {"page": page})


@allow(*DESK)
@require_POST
def answer(request: HttpRequest, question_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    question = questions.question_called(question_id, actor, now=now)
    kind = request.POST.get("kind", "")
    try:
        if kind not in list(Kind):
            raise Refused(N_("Choose what you decide."))
        actions.decide_kind(
            signal_id=question.signal_id,
            kind=Kind(kind),
            seen=request.POST.get("seen"),
            actor=actor,
            now=now,
        )
    except Refused as refused:
        messages.error(request, explained(refused))
        return redirect(f"{reverse('signals:queue')}?sesudah={question.number}")
    return redirect("signals:queue")


@allow(*DESK)
@require_GET
def models(request: HttpRequest) -> HttpResponse:
    context = {
        "page": model_pages.models_page(),
        "form": Reasoned(),
        "may_change": actor_of(request).holds(Role.OPS_HEAD),
    }
    return render(request, "signals/models.html", context)


@allow(*DESK)
@require_GET
def model(request: HttpRequest, version_id: int) -> HttpResponse:
    return _version(request, version_id, Reasoned(), status=200)


def _version(request: HttpRequest, version_id: int, form: Reasoned, *, status: int) -> HttpResponse:
    version, rows = model_pages.version_page(version_id)
    context = {
        "version": version,
        "rows": rows,
        "form": form,
        "may_change": actor_of(request).holds(Role.OPS_HEAD),
    }
    return render(request, "signals/model.html", context, status=status)


@allow(Role.OPS_HEAD)
@require_POST
def bring_back(request: HttpRequest, version_id: int) -> HttpResponse:
    form = Reasoned(request.POST)
    if not form.is_valid():
        return _version(request, version_id, form, status=422)
    try:
        learning.bring_back(
            version_id=version_id,
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        form.say(refused)
        return _version(request, version_id, form, status=409)
    messages.success(request, gettext("This model speaks from now on."))
    return redirect("signals:models")


@allow(Role.OPS_HEAD)
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    form = Reasoned(request.POST)
    if form.is_valid():
        try:
            learning.stop_model(
                reason=form.cleaned_data["reason"], actor=actor_of(request), now=now_of(request)
            )
        except Refused as refused:
            form.say(refused)
        else:
            messages.success(request, gettext("The rules speak alone from now on."))
            return redirect("signals:models")
    context = {"page": model_pages.models_page(), "form": form, "may_change": True}
    return render(request, "signals/models.html", context, status=422)
