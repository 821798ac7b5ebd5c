"""What every page shows around its content: navigation, operation, viewer."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.foundation.accounts.web import actor_of
from sejuk.foundation.operations.rules import stage_on
from sejuk.foundation.operations.web import now_of, operation_of, stages_of
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.official import official_date

DESK = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF, Role.SECTOR_CHIEF)


@dataclass(frozen=True, slots=True)
class Place:
    """One page in the navigation, and who sees it."""

    label: str
    address: str
    icon: str
    roles: tuple[Role, ...]


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
SEEING = (*FIELD, Role.PUBLIC_RELATIONS, Role.PARTNER)

GROUPS: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        N_("Now"),
        (
            Place(N_("Command post"), "risk:command_post", "map", (*SEEING, Role.AUDITOR)),
            Place(N_("Inbox"), "signals:inbox", "inbox", (*FIELD, Role.PUBLIC_RELATIONS)),
            Place(N_("Sealed contacts"), "signals:seals", "shield", (Role.CUSTODIAN,)),
        ),
    ),
    (
        N_("Outreach"),
        (
            Place(N_("Outreach week"), "programme:week", "calendar", FIELD),
            Place(N_("Record a visit"), "outreach:record", "pencil", FIELD),
            Place(N_("Coverage"), "programme:coverage", "grid", (*SEEING, Role.AUDITOR)),
        ),
    ),
    (
        N_("Review"),
        (
            Place(N_("Situation report"), "sitreps:list", "document", (*DESK, Role.AUDITOR)),
            Place(
                N_("Ledger"),
                "audit:ledger",
                "chain",
                (Role.AUDITOR, Role.OPS_HEAD, Role.CHIEF, Role.ADMINISTRATOR),
            ),
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
            Place(N_("Keys of gateways"), "signals:keys", "key", (Role.ADMINISTRATOR,)),
            Place(N_("People with access"), "accounts:people", "people", (Role.ADMINISTRATOR,)),
        ),
    ),
)


def page(request: HttpRequest) -> dict[str, object]:
    """Return the context that `page.html` needs on every page."""
    actor = actor_of(request)
    return {
        "navigation": _navigation(request, actor) if actor.roles else (),
        "operation": _shown_operation(request),
        "viewer": _viewer(request, actor),
        "theme": request.COOKIES.get("theme", ""),
        "languages": settings.LANGUAGES,
    }


def _navigation(request: HttpRequest, actor: Actor) -> tuple[Group, ...]:
    groups = []
    for label, places in GROUPS:
        items = tuple(_item(place, request) for place in places if actor.holds(*place.roles))
        if items:
            groups.append(Group(gettext(label), items))
    return tuple(groups)


def _item(place: Place, request: HttpRequest) -> Item:
    url = reverse(place.address)
    # The front page is current only on itself; any other also on the pages below it.
    current = request.path == url if url == "/" else request.path.startswith(url)
    return Item(gettext(place.label), url, place.icon, current)


def _shown_operation(request: HttpRequest) -> ShownOperation | None:
    operation = operation_of(request)
    if operation is None:
        return None
    today = timezone.localdate(now_of(request))
    stage = stage_on(stages_of(request), today)
    return ShownOperation(
        name=operation.name,
        is_demonstration=operation.is_demonstration,
        stage=gettext("%(stage)s, day %(number)s")
        % {"stage": stage.name, "number": stage.day_number(today)}
        if stage
        else "",
        today=official_date(today),
    )


def _viewer(request: HttpRequest, actor: Actor) -> Viewer | None:
    if not request.user.is_authenticated:
        return None
    return Viewer(str(request.user), tuple(sorted(gettext(role.label) for role in actor.roles)))
