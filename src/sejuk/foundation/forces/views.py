"""Pages of the joint force: people, units, strength, villages in care."""

from dataclasses import dataclass
from datetime import datetime

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts.rules import INVITATION_LASTS
from sejuk.foundation.accounts.web import actor_of, allow, real_now
from sejuk.foundation.forces import actions, queries, rules
from sejuk.foundation.forces.forms import CareForm, LastDay, LeaveForm, LinkForm, PeopleFilter
from sejuk.foundation.forces.models import Person
from sejuk.foundation.forces.queries import pages
from sejuk.foundation.forces.rules import ARRANGERS, READERS, LeaveKind
from sejuk.foundation.operations.web import now_of, operation_of
from sejuk.kit.actors import Actor, Role
from sejuk.kit.official import official_date

ROWS = 50
INVITED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class ShownInvitation:
    title: str
    unit: str
    link: str
    qr: str
    expires_at: datetime


@require_GET
@allow(*READERS)
def people(request: HttpRequest) -> HttpResponse:
    today, form = localdate(now_of(request)), PeopleFilter(request.GET)
    found = queries.people(
        actor_of(request).scope,
        text=form.chosen("q"),
        unit=form.chosen("unit"),
        organisation=form.chosen("organisation"),
        qualification=form.chosen_qualification(),
        away_on=today if form.chosen("away") else None,
    )
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": pages.shown_people(page, today),
        "may_invite": actor_of(request).holds(Role.ADMINISTRATOR),
    }
    return TemplateResponse(request, "forces/people.html", context)


@require_GET
@allow(*READERS)
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    return _person(request, person_id, LeaveForm(), None)


def _person(
    request: HttpRequest,
    person_id: int,
    leave: LeaveForm,
    care: CareForm | None,
    link: LinkForm | None = None,
) -> HttpResponse:
    actor, today = actor_of(request), localdate(now_of(request))
    shown = queries.person_called(person_id, actor.scope)
    may_arrange = rules.may_arrange(actor, area_code=shown.unit.area_id).allowed
    may_link = rules.may_link(actor, area_code=shown.unit.area_id).allowed
    context = {
        "person": pages.person_page(shown, actor.scope, today),
        "may_arrange": may_arrange and shown.is_active,
        "may_link": may_link and shown.is_active,
        "link_form": link or _link_form(actor, shown if may_link else None),
        "leave_form": leave,
        "care_form": care or CareForm(None, scope=actor.scope, initial={"starts_on": today}),
        "today": today,
    }
    wrong = leave.errors or (care and care.errors) or (link and link.errors)
    return TemplateResponse(request, "forces/person.html", context, status=422 if wrong else 200)


def _link_form(actor: Actor, person: Person | None) -> LinkForm | None:
    """Return the form for whoever may link, while there is something to link."""
    if person is None or person.user_id is not None or not person.is_active:
        return None
    return LinkForm(None, accounts=queries.accounts_to_link(actor))


@require_POST
@allow(Role.ADMINISTRATOR)
def link(request: HttpRequest, person_id: int) -> HttpResponse:
    actor = actor_of(request)
    form = LinkForm(request.POST, accounts=queries.accounts_to_link(actor))
    if not form.is_valid():
        return _person(request, person_id, LeaveForm(), None, form)
    user_id = form.cleaned_data["account"]
    actions.link_user(person_id=person_id, user_id=user_id, actor=actor, now=now_of(request))
    messages.success(request, gettext("The account is linked."))
    return redirect("forces:person", person_id)


@require_POST
@allow(Role.ADMINISTRATOR)
def unlink(request: HttpRequest, person_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    actions.link_user(person_id=person_id, user_id=None, actor=actor, now=now)
    messages.success(request, gettext("The account is linked no more."))
    return redirect("forces:person", person_id)


@require_http_methods(["GET", "POST"])
@never_cache
@allow(Role.ADMINISTRATOR)
def invite(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if request.method == "POST":
        ids = [int(text) for text in request.POST.getlist("person") if text.isdecimal()]
        made = actions.invite_people(person_ids=ids[:INVITED_AT_ONCE], actor=actor, now=real_now())
        shown = [_invitation(request, one) for one in made]
        return TemplateResponse(request, "forces/invitations.html", {"invitations": shown})
    text = request.GET.get("q", "").strip()[:60]
    waiting = queries.people(actor.scope, text=text, has_account=False)
    page = Paginator(waiting, INVITED_AT_ONCE).get_page(request.GET.get("page"))
    today = localdate(now_of(request))
    context = {
        "page": page,
        "rows": pages.shown_people(page, today),
        "search": text,
        "days": INVITATION_LASTS.days,
    }
    return TemplateResponse(request, "forces/invite.html", context)


def _invitation(request: HttpRequest, made: actions.InvitedPerson) -> ShownInvitation:
    """Show a one-time link, this once: only its hash is kept."""
    link = request.build_absolute_uri(reverse("accounts:accept", args=[made.token]))
    qr = segno.make(link, error="m").svg_inline(border=2, omitsize=True)
    return ShownInvitation(made.title, made.unit, link, qr, made.expires_at)


@require_POST
@allow(*ARRANGERS)
def add_leave(request: HttpRequest, person_id: int) -> HttpResponse:
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return _person(request, person_id, form, None)
    actions.record_leave(
        person_id=person_id,
        kind=LeaveKind(form.cleaned_data["kind"]),
        starts_on=form.cleaned_data["starts_on"],
        ends_on=form.cleaned_data["ends_on"],
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, gettext("Leave recorded."))
    return redirect("forces:person", person_id)


@require_POST
@allow(*ARRANGERS)
def withdraw_leave(request: HttpRequest, person_id: int, leave_id: int) -> HttpResponse:
    actions.withdraw_leave(leave_id=leave_id, actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("Leave withdrawn."))
    return redirect("forces:person", person_id)


@require_POST
@allow(*ARRANGERS)
def add_care(request: HttpRequest, person_id: int) -> HttpResponse:
    form = CareForm(request.POST, scope=actor_of(request).scope)
    if not form.is_valid():
        return _person(request, person_id, LeaveForm(), form)
    actions.give_care(
        person_id=person_id,
        area_code=form.cleaned_data["village"],
        starts_on=form.cleaned_data["starts_on"],
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, gettext("Village given into care."))
    return redirect("forces:person", person_id)


@require_POST
@allow(*ARRANGERS)
def end_care(request: HttpRequest, person_id: int, care_id: int) -> HttpResponse:
    form = LastDay(request.POST)
    if not form.is_valid():
        return _person(request, person_id, LeaveForm(), None)
    actions.end_care(
        care_id=care_id,
        ends_on=form.cleaned_data["ends_on"],
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, gettext("Care ended."))
    return redirect("forces:person", person_id)


@require_GET
@allow(*READERS)
def units(request: HttpRequest) -> HttpResponse:
    found = queries.units(actor_of(request).scope)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "rows": pages.shown_units(page)}
    return TemplateResponse(request, "forces/units.html", context)


@require_GET
@allow(*READERS)
def strength(request: HttpRequest) -> HttpResponse:
    operation, today = operation_of(request), localdate(now_of(request))
    counted = queries.strength(operation, today) if operation else None
    context = {
        "strength": counted,
        "parts": pages.shown_parts(counted) if counted else [],
        "present": counted.total - counted.away if counted else 0,
        "today": official_date(today),
        "name": operation.name if operation else "",
    }
    return TemplateResponse(request, "forces/strength.html", context)


@require_GET
@allow(*READERS)
def care(request: HttpRequest) -> HttpResponse:
    scope, today = actor_of(request).scope, localdate(now_of(request))
    page = Paginator(pages.villages_by_care(scope, today), ROWS).get_page(request.GET.get("page"))
    total, held = page.paginator.count, pages.held_villages(scope, today)
    rows = pages.village_rows(page, today)
    context = {"page": page, "rows": rows, "total": total, "held": held, "free": total - held}
    return TemplateResponse(request, "forces/care.html", context)
