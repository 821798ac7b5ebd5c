"""The board as files: the same rumours in the same order, and where each was heard."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from sejuk.assess.risk import queries as risk
from sejuk.assess.rumours import actions, forms, queries
from sejuk.assess.rumours.models import Rumour, Sighting
from sejuk.assess.rumours.rules import WORKERS, Authority
from sejuk.assess.rumours.web import words
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.operations.web import is_invented, now_of
from sejuk.kit.choices import N_
from sejuk.kit.exports import KINDS, Table, table_file
from sejuk.kit.grids import Cell

RUMOURS = (
    *(N_("Number"), N_("Claim"), N_("Type"), N_("Work"), N_("Veracity"), N_("Priority")),
    *(N_("Area code"), N_("Began in"), N_("Times heard"), N_("Places")),
    *(N_("First heard"), N_("Last heard"), N_("With whom"), N_("Due")),
    *(N_("Resolution"), N_("On whose word"), N_("Reference"), N_("Closed")),
)
# Never who told it, and never who wrote it down.
SIGHTINGS = (
    *(N_("Number of the rumour"), N_("Claim"), N_("Heard"), N_("Area code"), N_("Village")),
    *(N_("Where it was heard"), N_("Channel"), N_("In other words than the claim")),
)


@allow(*WORKERS)
@require_GET
def rumours(request: HttpRequest, kind: str) -> HttpResponseBase:
    return _file(request, kind, "isu", _rumour_table)


@allow(*WORKERS)
@require_GET
def sightings(request: HttpRequest, kind: str) -> HttpResponseBase:
    return _file(request, kind, "sebaran", _sighting_table)


def _file(
    request: HttpRequest,
    kind: str,
    what: str,
    make: Callable[[list[Rumour], HttpRequest], tuple[str, Sequence[str], list[list[Cell]]]],
) -> HttpResponseBase:
    if kind not in KINDS:
        raise Http404
    actor, now = actor_of(request), now_of(request)
    kecamatan = risk.territory(actor.scope, now).kecamatan
    wanted = forms.BoardFilter(request.GET, kecamatan=dict(kecamatan)).wanted
    found = list(queries.listed_rumours(actor, wanted, now=now))
    title, columns, rows = make(found, request)
    named = {"isu": "board", "sebaran": "sightings"}[what]
    actions.note_export(what=named, count=len(rows), file_kind=kind, actor=actor, now=now)
    name = f"{what}-{timezone.localtime(now):%Y%m%d-%H%M}"
    table = Table(name, title, [gettext(column) for column in columns], rows)
    return table_file(table, kind, is_invented=is_invented(request))


def _rumour_table(
    found: list[Rumour],
    request: HttpRequest,  # noqa: ARG001 - as the other one takes it
) -> tuple[str, Sequence[str], list[list[Cell]]]:
    return gettext("Rumours"), RUMOURS, [_rumour_cells(one) for one in found]


def _sighting_table(
    found: list[Rumour], request: HttpRequest
) -> tuple[str, Sequence[str], list[list[Cell]]]:
    rows = queries.sightings_among([one.pk for one in found], actor_of(request).scope)
    return gettext("Sightings"), SIGHTINGS, list(_sighting_cells(rows))


def _rumour_cells(rumour: Rumour) -> list[Cell]:
    counted = vars(rumour)
    office = gettext(Authority(rumour.authority).label) if rumour.authority else ""
    return [
        rumour.pk,
        rumour.claim,
        words.type_words(rumour.content_type),
        words.state_words(rumour.state),
        words.veracity_words(rumour.veracity),
        words.priority_words(rumour.priority),
        rumour.area_id,
        rumour.area.name,
        int(counted["told"]),
        int(counted["village_count"]),
        _moment(counted["first_heard"]),
        _moment(counted["last_heard"]),
        words.role_words(rumour.with_role) if rumour.due_at else "",
        _moment(rumour.due_at),
        rumour.resolution,
        f"{rumour.authority_name} ({office})" if office else "",
        rumour.reference,
        _moment(rumour.closed_at),
    ]


def _sighting_cells(rows: Sequence[Sighting]) -> Iterator[list[Cell]]:
    for one in rows:
        yield [
            one.rumour_id,
            one.rumour.claim,
            _moment(one.heard_at),
            one.area_id,
            one.area.name,
            words.place_words(one.place),
            gettext(Channel(one.channel).label),
            one.words,
        ]


def _moment(at: datetime | None) -> str:
    return "" if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
