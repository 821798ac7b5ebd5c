"""How signing in is put together: what allauth and axes ask of us, who needs a second factor."""

import base64
import hmac
from collections.abc import Callable
from hashlib import sha256

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from cryptography.fernet import Fernet
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from sejuk.foundation.accounts.rules import needs_second_factor
from sejuk.foundation.accounts.web import actor_of, standing_of
from sejuk.foundation.operations.web import operation_of
from sejuk.kit.choices import N_
from sejuk.kit.sentences import for_programs, sentence

# What stays open to one who has yet to set up his second factor.
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "set_language",
        "accounts:me",
        "accounts:sign_out_everywhere",
    }
)
# Words of packages below that have another name here: what our catalogue says comes first.
RENAMED = (
    N_("Password"),
    N_("Two-Factor Authentication"),
    N_(
        "Your account is protected by two-factor authentication. "
        "Please enter an authenticator code:"
    ),
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts come from invitations alone, and axes alone counts wrong passwords."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("The user name or the password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """
        Let axes decide.

        Allauth would count by name alone: whoever knows a colleague's name could keep him out
        from any place, on election night too. Axes counts by name and network, in the database.
        """

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_of(request)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Secrets of authenticators are sealed: a stolen backup lets nobody compute codes."""

    def encrypt(self, text: str) -> str:
        return _second_factor_key().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _second_factor_key().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        return segno.make(url).svg_inline(border=2, omitsize=True)


class NewKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """Adds a key; allauth leaves the label of its name to Django, in English."""

    name = forms.CharField(label=gettext_lazy("Name of the key"), required=False, max_length=100)


class KeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """Gives a key another name."""

    name = forms.CharField(label=gettext_lazy("Name of the key"), max_length=100)


def network_of(request: HttpRequest) -> str:
    """Return the address a request came from; behind our proxy, what the proxy says it was."""
    if settings.SEJUK_HTTPS:
        # The last entry is the one our own proxy added; those before it anybody can invent.
        said = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        if said:
            return said
    return str(request.META.get("REMOTE_ADDR", ""))


def name_tried(request: HttpRequest, credentials: dict[str, object] | None) -> str | None:
    """Return the user name somebody tries, in the one spelling under which it is counted."""
    tried = (credentials or {}).get("username") or request.POST.get("login")
    return str(tried).strip().lower()[:150] if tried else None


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,  # noqa: ARG001 - the shape axes calls
    credentials: dict[str, object] | None = None,  # noqa: ARG001
) -> HttpResponse:
    """Say that it takes a while now; the same words whether the name exists or not."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "account/locked_out.html", {"minutes": minutes}, status=429)


class SecondFactorMiddleware:
    """Lead who needs a second factor to where it is set up; in a demonstration only remind him."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002 - the shape Django calls
        args: tuple[object, ...],  # noqa: ARG002
        kwargs: dict[str, object],  # noqa: ARG002
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or _is_open(request):
            return None
        if standing_of(request).has_second_factor or not needs_second_factor(actor_of(request)):
            return None
        if _is_demonstration(request):
            return None
        if for_programs(request):
            words = gettext("Your role needs a second factor. Set it up in a browser first.")
            return sentence(words, status=403)
        messages.warning(
            request, gettext("Your role needs a second factor. Set it up, then everything opens.")
        )
        return redirect("mfa_index")


def _is_demonstration(request: HttpRequest) -> bool:
    operation = operation_of(request)
    return operation is not None and operation.is_demonstration


def remind_once(request: HttpRequest) -> bool:
    """
    Tell whether to remind of the second factor that nobody needs in a demonstration.

    Asked by whole pages alone, as they are drawn: not by a refusal or a part of a page. So what
    was said once was seen.
    """
    standing = standing_of(request)
    if (
        request.method != "GET"
        or _is_open(request)
        or standing.has_second_factor
        or not needs_second_factor(standing.actor)
        or request.session.get("second_factor_reminded")
        or not _is_demonstration(request)
    ):
        return False
    request.session["second_factor_reminded"] = True
    return True


def _is_open(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name.startswith("mfa_") or name in OPEN_WITHOUT_SECOND_FACTOR


def _second_factor_key() -> Fernet:
    """Derive the key from the one that lies outside the database, for this use alone."""
    known = settings.SEJUK_IDENTITY_KEY.encode()
    derived = hmac.new(known, b"sejuk second factor", sha256).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
