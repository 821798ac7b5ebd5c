"""Pages of outreach: record a visit, look at visits, the village."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from sejuk.act.outreach import actions, forms
from sejuk.act.outreach.models import Visit
from sejuk.act.outreach.queries import history as histories
from sejuk.act.outreach.queries import recording as recordings
from sejuk.act.outreach.queries import responsible as answering
from sejuk.act.outreach.queries import village as villages
from sejuk.act.outreach.queries import visits as visiting
from sejuk.act.outreach.rules import FIELD, MOST_PHOTOS, READERS, MessageGiven, PartyMet, VisitKind
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import is_invented, now_of
from sejuk.foundation.places.rules import AREA_CODE
from sejuk.kit.choices import N_
from sejuk.kit.days import day_in
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.exports import Table, table_file
from sejuk.kit.htmx import render_page_or_fragment
from sejuk.kit.pictures import MOST_BYTES
from sejuk.kit.uploads import takes_files

VISITS_ON_A_PAGE = 30
NOBODY = N_("Nobody has this village in care. Choose whose visit it was.")


@allow(*FIELD)
@require_http_methods(["GET", "POST"])
@takes_files(most_bytes=MOST_PHOTOS * MOST_BYTES)
def record(request: HttpRequest) -> HttpResponse:
    form, found = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            visit = _recorded(request, form, asked_about=found.area_code)
        except Refused as error:
            form.say(error)
        except NotYours:
            form.add_error("officer", gettext("There is no such officer or order."))
        else:
            messages.success(request, gettext("The visit is recorded. Thank you."))
            return redirect("outreach:visit", visit_id=visit.pk)
    status = 422 if form.is_bound else 200
    return render(request, "outreach/record.html", {"form": form, "found": found}, status=status)


def _form(request: HttpRequest) -> tuple[forms.VisitForm, recordings.Recording]:
    """Return the form, filled with what is known of the village or the proposal it is for."""
    actor, now = actor_of(request), now_of(request)
    found = recordings.recording(
        _village_meant(request), _number(request, "usulan", "proposal"), actor=actor, now=now
    )
    if request.method == "POST":
        hours = recordings.earliest_visit(now), now
        form = forms.VisitForm(
            request.POST, request.FILES, scope=actor.scope, recording=found, hours=hours
        )
        return form, found
    initial: dict[str, object] = {
        "token": uuid4().hex,
        "held_at": localtime(now),
        "area": found.village.words if found.village else "",
        "proposal": found.proposal.id if found.proposal else None,
        "officer": found.officer_id,
    }
    return forms.VisitForm(scope=actor.scope, recording=found, initial=initial), found


def _village_meant(request: HttpRequest) -> str:
    """Return for which village the form was opened; its concerns are asked about."""
    sent = request.POST if request.method == "POST" else request.GET
    code = sent.get("desa", "")
    return code if AREA_CODE.fullmatch(code) else ""


def _number(request: HttpRequest, *names: str) -> int | None:
    sent = request.POST if request.method == "POST" else request.GET
    text = next((sent[name] for name in names if sent.get(name)), "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**63)) else None


def _recorded(request: HttpRequest, form: forms.VisitForm, *, asked_about: str) -> Visit:
    entered = form.cleaned_data
    area_code, actor, now = entered["area_code"], actor_of(request), now_of(request)
    day = localdate(entered["held_at"])
    officer_id = entered["officer"] or recordings.officer_of(area_code, day)
    if officer_id is None:
        raise Refused(NOBODY, where="area")
    return actions.record_visit(
        kind=VisitKind(entered["kind"]),
        area_code=area_code,
        place=entered["place"],
        held_at=entered["held_at"],
        officer_id=officer_id,
        parties_met=[PartyMet(one) for one in entered["parties_met"]],
        messages_given=[MessageGiven(one) for one in entered["messages_given"]],
        attendance=entered["attendance"],
        note=entered["note"],
        concerns=form.concerns,
        # Answers belong to the village whose concerns were shown.
        follow_ups=form.answers if area_code == asked_about else (),
        photos=entered["photos"],
        order_id=entered["order"],
        at_contestant_event=entered["at_contestant_event"],
        proposal_id=entered["proposal"],
        idempotency_key=f"visit:{actor.user_id}:{entered['token']}",
        actor=actor,
        now=now,
    )


@allow(*READERS)
@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    asked, actor = forms.asked_visits(request.GET), actor_of(request)
    page = Paginator(visiting.visits(asked, actor=actor), VISITS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"asked": asked, "page": page, "visits": visiting.listed(page)}
    return render(request, "outreach/visits.html", {**context, "kinds": forms.KINDS})


@allow(*READERS)
@require_GET
def export_visits(request: HttpRequest, kind: str) -> HttpResponseBase:
    asked, actor = forms.asked_visits(request.GET), actor_of(request)
    rows = visiting.visit_cells(visiting.listed(visiting.visits(asked, actor=actor)))
    name = f"kunjungan-{localdate(now_of(request))}"
    table = Table(name, gettext("Visits"), visiting.visit_columns(), rows)
    return table_file(table, kind, is_invented=is_invented(request))


@allow(*READERS)
@require_GET
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    page = visiting.visit_page(visit_id, actor=actor_of(request))
    return render(request, "outreach/visit.html", {"page": page})


@allow(*READERS)
@require_GET
def photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    found = visiting.get_photo(photo_id, actor=actor_of(request))
    response = HttpResponse(bytes(found.jpeg), content_type="image/jpeg")
    # A photo never changes under its number; only this viewer's browser may keep it.
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Disposition"] = f'inline; filename="kunjungan-foto-{found.pk}.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@allow(*READERS)
@require_GET
def village(request: HttpRequest, code: str) -> HttpResponse:
    now = now_of(request)
    day = _day(request) or localdate(now)
    page = villages.village_page(code, day, actor=actor_of(request), now=now)
    return render(request, "outreach/village.html", {"page": page, "why": page.why})


@allow(*READERS)
@require_GET
def history(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    area = villages.village_called(code, actor=actor)
    is_part = bool(request.headers.get("HX-Request"))
    found = histories.happenings(
        code,
        actor=actor,
        today=localdate(now_of(request)),
        most=histories.AT_ONCE if is_part else histories.MOST,
    )
    context = {"area": area, "happenings": found, "is_part": is_part}
    return render_page_or_fragment(
        request, "outreach/history.html", context, fragment="outreach/_history.html"
    )


@allow(*READERS)
@require_GET
def responsible(request: HttpRequest, code: str) -> HttpResponse:
    actor, today = actor_of(request), localdate(now_of(request))
    area = villages.village_called(code, actor=actor)
    found = answering.responsible_for(code, actor=actor, day=today)
    return render_page_or_fragment(
        request,
        "outreach/responsible.html",
        {"area": area, "responsible": found},
        fragment="outreach/_responsible.html",
    )


def _day(request: HttpRequest) -> date | None:
    """Return the day of the map from which somebody came, when it is one."""
    return day_in(request.GET.get("hari", ""))
