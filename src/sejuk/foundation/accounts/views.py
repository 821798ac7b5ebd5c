"""Pages of accounts: who has access, one-time links, one's own account."""

from dataclasses import dataclass
from datetime import datetime

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts import actions, forms, queries, rules
from sejuk.foundation.accounts.models import Invitation, User
from sejuk.foundation.accounts.web import (
    actor_of,
    allow,
    allow_account,
    allow_public,
    own_user,
    real_now,
    standing_of,
)
from sejuk.kit.actors import Grant, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class ShownRole:
    id: int
    role: str
    area: str


@dataclass(frozen=True, slots=True)
class ShownPerson:
    id: int
    name: str
    username: str
    roles: tuple[ShownRole, ...]
    is_active: bool
    has_second_factor: bool
    last_login: datetime | None
    is_viewer: bool


@dataclass(frozen=True, slots=True)
class ShownInvitation:
    id: int
    name: str
    roles: tuple[str, ...]
    invited_by: str
    expires_at: datetime
    is_expired: bool
    is_renewal: bool


@allow(Role.ADMINISTRATOR)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    actor, search = actor_of(request), request.GET.get("q", "").strip()[:60]
    found = Paginator(queries.people(actor=actor, search=search), A_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "people": [_shown_person(user, request) for user in page],
        "invitations": _shown_invitations(queries.open_invitations(actor=actor), real_now()),
        "search": search,
    }
    return render(request, "accounts/people.html", context)


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = forms.InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite_person(
                display_name=form.cleaned_data["display_name"],
                grants=form.grants(),
                actor=actor_of(request),
                now=real_now(),
            )
            return _link_page(request, made)
        except Refused as no:
            form.add_error(None, explained(no))
    status = 422 if form.errors else 200
    return render(request, "accounts/invite.html", {"form": form}, status=status)


@allow(Role.ADMINISTRATOR)
@require_POST
def renew_access(request: HttpRequest, user_id: int) -> HttpResponse:
    made = actions.renew_access(user_id=user_id, actor=actor_of(request), now=real_now())
    return _link_page(request, made)


@allow(Role.ADMINISTRATOR)
@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    actions.withdraw_invitation(
        invitation_id=invitation_id, actor=actor_of(request), now=real_now()
    )
    messages.success(request, gettext("The link opens nothing any more."))
    return redirect("accounts:people")


@allow(Role.ADMINISTRATOR)
@require_GET
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    user = queries.get_person(user_id, actor=actor_of(request))
    return _person_page(request, user, forms.GrantForm())


@allow(Role.ADMINISTRATOR)
@require_POST
def grant_role(request: HttpRequest, user_id: int) -> HttpResponse:
    actor, form = actor_of(request), forms.GrantForm(request.POST)
    if not form.is_valid():
        return _person_page(request, queries.get_person(user_id, actor=actor), form, status=422)
    actions.grant_role(
        user_id=user_id,
        grant=form.grant(),
        reason=form.cleaned_data["reason"],
        actor=actor,
        now=real_now(),
    )
    messages.success(request, gettext("The role is given."))
    return redirect("accounts:person", user_id)


@allow(Role.ADMINISTRATOR)
@require_POST
def revoke_role(request: HttpRequest, held_role_id: int) -> HttpResponse:
    actor = actor_of(request)
    user = actions.revoke_role(
        held_role_id=held_role_id, reason=_reason(request), actor=actor, now=real_now()
    )
    messages.success(request, gettext("The role is taken away."))
    # With his last role here he is no longer among those whom this administrator sees.
    if queries.people(actor=actor).filter(pk=user.pk).exists():
        return redirect("accounts:person", user.pk)
    return redirect("accounts:people")


@allow(Role.ADMINISTRATOR)
@require_POST
def deactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    actions.deactivate_user(
        user_id=user_id, reason=_reason(request), actor=actor_of(request), now=real_now()
    )
    messages.success(request, gettext("The account is closed, and its owner is signed out."))
    return redirect("accounts:person", user_id)


@allow(Role.ADMINISTRATOR)
@require_POST
def activate(request: HttpRequest, user_id: int) -> HttpResponse:
    actions.activate_user(
        user_id=user_id, reason=_reason(request), actor=actor_of(request), now=real_now()
    )
    messages.success(request, gettext("The account is open again."))
    return redirect("accounts:person", user_id)


@allow_public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = queries.invitation_by_token(token)
    if invitation is None or not rules.may_accept(
        _state(invitation), holds_as_then=queries.holds_as_then(invitation)
    ):
        return render(request, "accounts/link_closed.html", status=404)
    form = _joining_form(request, invitation)
    if request.method == "POST" and form.is_valid():
        try:
            return _let_in(request, token, form)
        except Refused as no:
            form.add_error(None, explained(no))
    context = {"form": form, "roles": _role_words(invitation), "renews": invitation.renews}
    return render(request, "accounts/accept.html", context, status=422 if form.errors else 200)


@allow_account
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    user, standing = own_user(request), standing_of(request)
    context = {
        "username": user.username,
        "roles": _words_of(sorted(standing.actor.grants, key=lambda grant: grant.role.value)),
        "has_second_factor": standing.has_second_factor,
        "needs_second_factor": rules.needs_second_factor(standing.actor),
        "last_login": user.last_login,
    }
    return render(request, "accounts/me.html", context)


@allow_account
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    actions.end_sessions(actor=actor_of(request), now=real_now())
    return redirect("account_login")


def _let_in(request: HttpRequest, token: str, form: forms.NewPasswordForm) -> HttpResponse:
    user = actions.accept_invitation(
        token=token,
        username=str(form.cleaned_data.get("username", "")),
        password=form.cleaned_data["password"],
        display_name=str(form.cleaned_data.get("display_name", "")),
        actor=actor_of(request),
        now=real_now(),
    )
    # A new session: whoever was signed in here before is out.
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    messages.success(request, gettext("Your account is ready."))
    actor = queries.standing_of(user, today=localdate(real_now())).actor
    # His own page tells who needs a second factor how to set it up; others go on to their work.
    needs = rules.needs_second_factor(actor)
    return redirect("accounts:me" if needs else settings.LOGIN_REDIRECT_URL)


def _joining_form(request: HttpRequest, invitation: Invitation) -> forms.NewPasswordForm:
    typed = request.POST if request.method == "POST" else None
    if invitation.renews_id:
        return forms.NewPasswordForm(typed)
    return forms.JoiningForm(typed, initial={"display_name": invitation.display_name})


def _person_page(
    request: HttpRequest, user: User, form: forms.GrantForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "person": _shown_person(user, request),
        "form": form,
        "may_close": bool(rules.may_decide_about(queries.grants_of(user), actor=actor_of(request))),
    }
    return render(request, "accounts/person.html", context, status=status)


def _link_page(request: HttpRequest, made: actions.Invited) -> HttpResponse:
    """Show a one-time link, this once: only its hash is kept."""
    link = request.build_absolute_uri(reverse("accounts:accept", args=[made.token]))
    context = {
        "name": made.invitation.display_name,
        "link": link,
        "qr": segno.make(link, error="m").svg_inline(border=2, omitsize=True),
        "expires_at": made.invitation.expires_at,
        "is_renewal": made.invitation.renews_id is not None,
    }
    response = render(request, "accounts/link.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _reason(request: HttpRequest) -> str:
    """Read the written reason.

    :raises Refused: when there is none.
    """
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        raise Refused(N_("A written reason is needed."))
    return str(form.cleaned_data["reason"])


def _state(invitation: Invitation) -> rules.InvitationState:
    return rules.invitation_state(
        used_at=invitation.used_at,
        withdrawn_at=invitation.withdrawn_at,
        expires_at=invitation.expires_at,
        now=real_now(),
    )


def _shown_person(user: User, request: HttpRequest) -> ShownPerson:
    roles = (
        ShownRole(
            id=held.pk,
            role=gettext(Role(held.role).label),
            area=held.area.name if held.area else gettext("everywhere"),
        )
        for held in vars(user)["shown_roles"]
    )
    return ShownPerson(
        id=user.pk,
        name=str(user),
        username=user.username,
        roles=tuple(roles),
        is_active=user.is_active,
        has_second_factor=vars(user)["has_second_factor"],
        last_login=user.last_login,
        is_viewer=user.pk == own_user(request).pk,
    )


def _shown_invitations(found: list[Invitation], now: datetime) -> list[ShownInvitation]:
    names = queries.area_names(
        {grant.area_code for invitation in found for grant in queries.grants_in(invitation)}
    )
    return [
        ShownInvitation(
            id=invitation.pk,
            name=invitation.display_name or gettext("The first administrator"),
            roles=tuple(_worded(grant, names) for grant in queries.grants_in(invitation)),
            invited_by=invitation.invited_by,
            expires_at=invitation.expires_at,
            is_expired=now >= invitation.expires_at,
            is_renewal=invitation.renews_id is not None,
        )
        for invitation in found
    ]


def _role_words(invitation: Invitation) -> list[str]:
    return _words_of(queries.grants_in(invitation))


def _words_of(grants: list[Grant]) -> list[str]:
    names = queries.area_names({grant.area_code for grant in grants})
    return [_worded(grant, names) for grant in grants]


def _worded(grant: Grant, names: dict[str, str]) -> str:
    area = names.get(grant.area_code, grant.area_code) or gettext("everywhere")
    return f"{gettext(grant.role.label)} · {area}"
