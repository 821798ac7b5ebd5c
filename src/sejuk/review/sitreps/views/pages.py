"""Pages of the situation report."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.operations.web import now_of, operation_of
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import VILLAGE_LEVELS
from sejuk.kit.actors import Actor
from sejuk.kit.refusals import explained
from sejuk.review.sitreps import actions, queries
from sejuk.review.sitreps.forms import DraftForm, SignForm, WordsForm
from sejuk.review.sitreps.models import Sitrep
from sejuk.review.sitreps.rules import (
    READERS,
    SIGNERS,
    WRITERS,
    SitrepState,
    may_sign,
    may_write,
)
from sejuk.review.sitreps.views.shown import listed, shown

A_PAGE = 20


@require_GET
@allow(*READERS)
def report_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.sitreps_for(actor_of(request)), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "reports": [listed(sitrep) for sitrep in page],
        "form": _draft_form(request),
    }
    return render(request, "sitreps/list.html", context)


@require_POST
@allow(*WRITERS)
def draft(request: HttpRequest) -> HttpResponse:
    form = _draft_form(request)
    if form is None or not form.is_valid():
        context: dict[str, object] = {"form": form, "reports": [], "page": None}
        return render(request, "sitreps/list.html", context, status=422)
    sitrep = actions.draft_sitrep(
        area_code=form.cleaned_data["area"],
        day=form.cleaned_data["day"],
        actor=actor_of(request),
        now=now_of(request),
    )
    return redirect("sitreps:report", sitrep.pk)


@require_GET
@allow(*READERS)
def report(request: HttpRequest, sitrep_id: int) -> HttpResponse:
    return _report_page(request, _report_of(request, sitrep_id))


@require_POST
@allow(*WRITERS)
def write(request: HttpRequest, sitrep_id: int) -> HttpResponse:
    words = _words_kept(request, sitrep_id)
    if not words.is_valid():
        return _report_page(request, _report_of(request, sitrep_id), words=words)
    messages.success(request, gettext("The text is saved."))
    return redirect("sitreps:report", sitrep_id)


@require_POST
@allow(*WRITERS)
def compile_again(request: HttpRequest, sitrep_id: int) -> HttpResponse:
    words = _words_kept(request, sitrep_id)
    if not words.is_valid():
        return _report_page(request, _report_of(request, sitrep_id), words=words)
    actions.compile_sitrep(sitrep_id=sitrep_id, actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("The figures are those of this moment."))
    return redirect("sitreps:report", sitrep_id)


@require_POST
@allow(*SIGNERS)
def sign(request: HttpRequest, sitrep_id: int) -> HttpResponse:
    words, form = _words_kept(request, sitrep_id), SignForm(request.POST)
    if words.is_valid() and not words.cleaned_data["situation"]:
        words.add_error(
            "situation", gettext("Describe the situation in a sentence before signing.")
        )
    if not (form.is_valid() and words.is_valid()):
        sitrep = _report_of(request, sitrep_id)
        return _report_page(request, sitrep, words=words, signing=form)
    signed_by, at = actor_of(request), now_of(request)
    actions.sign_sitrep(sitrep_id=sitrep_id, **form.cleaned_data, actor=signed_by, now=at)
    messages.success(request, gettext("The report is signed and frozen."))
    return redirect("sitreps:report", sitrep_id)


def _report_of(request: HttpRequest, sitrep_id: int) -> Sitrep:
    return queries.sitrep_for(actor_of(request), sitrep_id)


def _words_kept(request: HttpRequest, sitrep_id: int) -> WordsForm:
    """Write the words that came along, unless they do not fit or stand there already."""
    sitrep = _report_of(request, sitrep_id)
    words = WordsForm(request.POST)
    if words.is_valid() and words.cleaned_data != _words_of(sitrep):
        actor, now = actor_of(request), now_of(request)
        actions.write_sitrep(sitrep_id=sitrep_id, **words.cleaned_data, actor=actor, now=now)
    return words


def _draft_form(request: HttpRequest) -> DraftForm | None:
    """Return the form for a new report, None for who writes none."""
    actor = actor_of(request)
    operation = operation_of(request)
    codes = {grant.area_code for grant in actor.grants if grant.role in WRITERS}
    if not codes or operation is None:
        return None
    areas = [
        (area.code, area.name)
        # Who writes everywhere writes for the area of the operation.
        for code in sorted({code or operation.area_id for code in codes})
        for area in places.areas_below(code).exclude(level__in=VILLAGE_LEVELS)
    ]
    return DraftForm(request.POST or None, areas=areas, today=timezone.localdate(now_of(request)))


def _report_page(
    request: HttpRequest,
    sitrep: Sitrep,
    *,
    words: WordsForm | None = None,
    signing: SignForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    may = may_write(SitrepState(sitrep.state), area_code=sitrep.area_id, actor=actor)
    context = {
        "report": shown(sitrep),
        "words": (words or WordsForm(initial=_words_of(sitrep))) if may else None,
        "signing": signing or _sign_form(sitrep, actor),
        "no_words": "" if may else explained(may),
    }
    is_wrong = words is not None or signing is not None
    return render(request, "sitreps/report.html", context, status=422 if is_wrong else 200)


def _words_of(sitrep: Sitrep) -> dict[str, object]:
    return {"situation": sitrep.situation, "analysis": sitrep.analysis, "plan": sitrep.plan}


def _sign_form(sitrep: Sitrep, actor: Actor) -> SignForm | None:
    """Return the form for the signature, filled with the signer's own name; None for others."""
    state = SitrepState(sitrep.state)
    # Asked with words that pass, so that only role, area and state decide.
    if not may_sign(state, area_code=sitrep.area_id, actor=actor, signer_name="-", situation="-"):
        return None
    person = forces.person_of(actor.user_id) if actor.user_id else None
    if person is None:
        return SignForm()
    return SignForm(
        initial={
            "signer_name": person.name,
            "signer_rank": f"{person.rank} NRP {person.service_number}",
            "signer_position": person.position,
        }
    )
