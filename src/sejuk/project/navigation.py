"""What every page shows around its content: navigation, operation, viewer."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from sejuk.foundation.accounts.web import standing_of
from sejuk.foundation.operations.rules import stage_on
from sejuk.foundation.operations.web import now_of, operation_of, stages_of
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_
from sejuk.project.sign_in import remind_once

DESK = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF, Role.SECTOR_CHIEF)


@dataclass(frozen=True, slots=True)
class Place:
    """One page in the navigation, who sees it, and the pages that lie beside it."""

    label: str
    address: str
    icon: str
    roles: tuple[Role, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ShownOperation:
    name: str
    is_demonstration: bool
    stage: str
    today: str


@dataclass(frozen=True, slots=True)
class Viewer:
    name: str
    roles: tuple[str, ...]


FIELD = (*DESK, Role.VILLAGE_OFFICER)
ON_DUTY = (Role.GUARD, Role.VILLAGE_OFFICER)
INDEX_KEEPERS = (Role.AUDITOR, Role.ADMINISTRATOR)
SEEING = (*FIELD, Role.PUBLIC_RELATIONS, Role.PARTNER)

GROUPS: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        N_("Now"),
        (
            Place(N_("Command post"), "risk:command_post", "map", (*SEEING, Role.AUDITOR)),
            Place(N_("Inbox"), "signals:inbox", "inbox", SEEING),
            Place(
                N_("Questions of the day"),
                "signals:queue",
                "check",
                DESK,
                beside=("signals:models",),
            ),
            Place(
                N_("Alarms"),
                "alarms:alarms",
                "warning",
                (*FIELD, Role.PUBLIC_RELATIONS, Role.AUDITOR),
                beside=("alarms:rules", "alarms:calibration", "alarms:exports"),
            ),
            Place(
                N_("Rumours"),
                "rumours:board",
                "search",
                (*FIELD, Role.PUBLIC_RELATIONS, Role.AUDITOR),
            ),
            Place(
                N_("Answers"),
                "response:answers",
                "document",
                (*FIELD, Role.PUBLIC_RELATIONS, Role.AUDITOR),
            ),
            Place(N_("Forecast"), "forecast:week_ahead", "search", (*SEEING, Role.AUDITOR)),
            Place(N_("Vulnerability index"), "risk:index", "list", (*SEEING, *INDEX_KEEPERS)),
            Place(N_("Sealed contacts"), "custody:seals", "key", (Role.CUSTODIAN,)),
        ),
    ),
    (
        N_("Outreach"),
        (
            Place(N_("Outreach week"), "programme:week", "calendar", FIELD),
            Place(N_("Record a visit"), "outreach:record", "pencil", FIELD),
            Place(
                N_("Answers to carry"),
                "response:carryings",
                "walk",
                (*FIELD, Role.PUBLIC_RELATIONS),
            ),
            Place(N_("Coverage"), "programme:coverage", "grid", (*SEEING, Role.AUDITOR)),
        ),
    ),
    (
        N_("Guarding"),
        (
            Place(N_("My duties"), "guard:my_duties", "clock", ON_DUTY),
            Place(
                N_("Posts now"),
                "guard:wall",
                "shield",
                DESK,
                beside=("guard:coverage", "guard:alarms", "guard:open_duties"),
            ),
            Place(N_("Rosters"), "deployment:rosters", "calendar", DESK),
            Place(N_("Posts and needs"), "deployment:posts", "place", DESK),
            Place(N_("Polling stations"), "deployment:stations", "check", DESK),
            Place(N_("Occurrence books"), "guard:book", "document", (*DESK, *ON_DUTY)),
            Place(N_("Hours"), "guard:hours", "grid", DESK),
            Place(N_("Daily strength"), "guard:strength", "people", DESK),
        ),
    ),
    (
        N_("Review"),
        (
            Place(N_("Situation report"), "sitreps:list", "document", (*DESK, Role.AUDITOR)),
            Place(N_("Feedback of visits"), "programme:feedback", "walk", (*DESK, Role.AUDITOR)),
            Place(
                N_("Ledger"),
                "audit:ledger",
                "chain",
                (Role.AUDITOR, Role.OPS_HEAD, Role.CHIEF, Role.ADMINISTRATOR),
            ),
        ),
    ),
    (
        N_("District"),
        (
            Place(
                N_("Operation"),
                "operations:current",
                "operation",
                (*SEEING, Role.AUDITOR, Role.ADMINISTRATOR),
            ),
            Place(N_("Joint force"), "forces:people", "shield", (*DESK, Role.ADMINISTRATOR)),
            Place(
                N_("Partners"),
                "partners:list",
                "partners",
                (*FIELD, Role.PUBLIC_RELATIONS, Role.ADMINISTRATOR),
            ),
            Place(N_("Areas and sites"), "places:areas", "place", (*SEEING, Role.ADMINISTRATOR)),
        ),
    ),
    (
        N_("Set-up"),
        (
            Place(
                N_("Set-up and imports"),
                "imports:set_up",
                "gear",
                (Role.ADMINISTRATOR, Role.OPS_HEAD, Role.OPERATOR),
            ),
            Place(N_("Messages"), "channels:messages", "signal", (Role.OPERATOR, Role.OPS_HEAD)),
            Place(N_("Channels"), "channels:settings", "signal", (Role.ADMINISTRATOR,)),
            Place(N_("Flood of reports"), "signals:flood", "warning", DESK),
            Place(N_("Keys of gateways"), "signals:keys", "key", (Role.ADMINISTRATOR,)),
            Place(N_("People with access"), "accounts:people", "people", (Role.ADMINISTRATOR,)),
        ),
    ),
)


def page(request: HttpRequest) -> dict[str, object]:
    """Return the context that `page.html` needs on every page."""
    # All that he may open, and not only what he opened this page with.
    actor = standing_of(request).actor
    return {
        "navigation": _navigation(request, actor) if actor.roles else (),
        "home": home_of(request),
        "here": _here(request),
        "operation": _shown_operation(request),
        "viewer": _viewer(request, actor),
        "remind_of_second_factor": partial(remind_once, request),
        "theme": request.COOKIES.get("theme", ""),
        "languages": settings.LANGUAGES,
    }


def home_of(request: HttpRequest) -> str:
    """Return the first page that somebody may open; the form for reports when not signed in."""
    if not request.user.is_authenticated:
        return reverse("signals:report")
    actor = standing_of(request).actor
    all_places = (place for _, places in GROUPS for place in places)
    own = next((place.address for place in all_places if actor.holds(*place.roles)), "accounts:me")
    return reverse(own)


def _here(request: HttpRequest) -> str:
    """Return where to come back to: after something was sent, the page that it was sent from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return home_of(request)
    return came_from._replace(scheme="", netloc="", fragment="").geturl()


def _navigation(request: HttpRequest, actor: Actor) -> tuple[Group, ...]:
    shown = [
        (label, [place for place in places if actor.holds(*place.roles)])
        for label, places in GROUPS
    ]
    urls = {place.address: reverse(place.address) for _, places in shown for place in places}
    shown_at = {urls[place.address]: place for _, places in shown for place in places}
    shown_at |= {
        reverse(name): place for _, places in shown for place in places for name in place.beside
    }
    here = shown_at.get(_current(request.path, shown_at))
    return tuple(
        Group(
            gettext(label),
            tuple(
                Item(
                    gettext(place.label),
                    urls[place.address],
                    place.icon,
                    place is here,
                )
                for place in places
            ),
        )
        for label, places in shown
        if places
    )


def _current(path: str, urls: Iterable[str]) -> str:
    """Return the address that a page lies below: the longest; the front page only as itself."""
    above = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(above, key=len, default="")


def _shown_operation(request: HttpRequest) -> ShownOperation | None:
    operation = operation_of(request)
    if operation is None:
        return None
    today = timezone.localdate(now_of(request))
    # Told beside the navigation, which the pages of residents do not have
    is_told = standing_of(request).actor.roles
    stage = stage_on(stages_of(request), today) if is_told else None
    return ShownOperation(
        name=operation.name,
        is_demonstration=operation.is_demonstration,
        stage=gettext("%(stage)s, day %(number)s")
        % {"stage": stage.name, "number": stage.day_number(today)}
        if stage
        else "",
        today=date_format(today, "l, j F Y"),
    )


def _viewer(request: HttpRequest, actor: Actor) -> Viewer | None:
    if not request.user.is_authenticated:
        return None
    return Viewer(str(request.user), tuple(sorted(gettext(role.label) for role in actor.roles)))
