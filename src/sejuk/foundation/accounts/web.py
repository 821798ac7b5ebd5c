"""From a request to an actor, and the guards on views."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from sejuk.foundation.accounts import queries
from sejuk.foundation.accounts.models import User
from sejuk.kit.actors import Actor, Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may open a view: everybody, everybody signed in, or who holds one of `roles`."""

    public: bool = False
    roles: frozenset[Role] = frozenset()


class Unguarded(Exception):
    """A view of ours says nothing about who may open it. This is a bug in the view."""


def actor_of(request: HttpRequest) -> Actor:
    """
    Return who acts; a nameless resident when not signed in.

    Inside a guarded view he holds only the roles that the guard lets in: what another role of his
    covers is not opened by it.
    """
    acting = vars(request).get("_acting")
    return acting if isinstance(acting, Actor) else standing_of(request).actor


def standing_of(request: HttpRequest) -> queries.Standing:
    """Return the actor and whether he has a second factor, asked for once a request."""
    known = vars(request).get("_standing")
    if isinstance(known, queries.Standing):
        return known
    user = request.user
    standing = (
        queries.standing_of(user, today=timezone.localdate())
        if isinstance(user, User)
        else queries.Standing(Actor.resident(), has_second_factor=False)
    )
    vars(request)["_standing"] = standing
    return standing


def real_now() -> datetime:
    """Return what time it is: access lives by the real clock, also in a demonstration."""
    return timezone.now()  # noqa: TID251 - the one clock of the pages of accounts


def own_user(request: HttpRequest) -> User:
    """Return the account of who is signed in.

    :raises PermissionDenied: when nobody is.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def allow(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Open a view to who holds one of `roles` somewhere; the areas are checked by its queries."""
    guard = Guard(roles=frozenset(roles))

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            acting = standing_of(request).actor.only(*roles)
            if not acting.grants:
                raise PermissionDenied
            vars(request)["_acting"] = acting
            return view(request, *args, **kwargs)

        vars(guarded)["guard"] = guard
        return guarded

    return decorate


def allow_signed_in(view: View[P]) -> View[P]:
    """Open a view to everybody who holds any role at all."""
    return allow(*Role)(view)


def allow_account(view: View[P]) -> View[P]:
    """Open a view to everybody with an account, also while he holds no role."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        own_user(request)
        return view(request, *args, **kwargs)

    vars(guarded)["guard"] = Guard()
    return guarded


def allow_public(view: View[P]) -> View[P]:
    """Open a view to the world."""
    opened = login_not_required(view)
    vars(opened)["guard"] = Guard(public=True)
    return opened


def cookieless(view: View[P]) -> View[P]:
    """
    Let a form of the world be sent without a cookie: it must come from our own pages instead.

    Nobody is signed in there in whose name a strange page could send; `OwnFormsOnly` refuses what
    a browser says comes from elsewhere.
    """
    vars(view)["cookieless"] = True
    return view


class GuardMiddleware:
    """Refuse to run a view of ours that does not say who may open it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,  # noqa: ARG002 - the shape Django calls
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],  # noqa: ARG002
        kwargs: dict[str, object],  # noqa: ARG002
    ) -> None:
        if view.__module__.startswith("sejuk.") and not hasattr(view, "guard"):
            raise Unguarded(f"{view.__module__}.{view.__qualname__}")
