"""What the pages of the situation report show, as plain values in the reader's language."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext

from sejuk.act.outreach.rules import VisitKind
from sejuk.engines.warning import band_of
from sejuk.kit.directions import shown_turns
from sejuk.kit.official import official_date, official_instant
from sejuk.kit.svg import Svg
from sejuk.review.sitreps import queries
from sejuk.review.sitreps.models import Sitrep
from sejuk.review.sitreps.rules import SitrepState
from sejuk.review.sitreps.rules.causes import GatheredCause, gathered
from sejuk.review.sitreps.rules.figures import (
    Change,
    Count,
    CoverageRow,
    Figures,
    Strength,
    coverage_total,
    figures_from,
    total_of,
)
from sejuk.review.sitreps.views.paper import reason_words
from sejuk.sense.signals.rules import Kind, SignalState


@dataclass(frozen=True, slots=True)
class ListedReport:
    """One line of the list."""

    id: int
    day: str
    area: str
    number: str
    is_signed: bool
    signer: str


@dataclass(frozen=True, slots=True)
class CountTable:
    """Rows of a word and a count, with the computed total."""

    rows: tuple[tuple[str, Count], ...]
    total: Count


@dataclass(frozen=True, slots=True)
class ShownVillage:
    area_code: str
    name: str
    kecamatan: str
    degrees: float
    band: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A village that became warmer or cooler; each cause has its word and its degrees."""

    village: ShownVillage
    degrees: float
    causes: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class ShownConcern:
    kind: str
    signal_id: str
    place: str
    severity: int
    days_open: int


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report on the screen."""

    id: int
    number: str
    day: str
    area: str
    is_signed: bool
    is_intact: bool
    compiled_at: str
    signed_at: str
    signer: str
    account: str
    content_hash: str
    ledger_head: str
    situation: str
    analysis: str
    plan: str
    figures: Figures
    map_svg: Svg
    bands: CountTable
    signals: CountTable
    states: CountTable
    visits: CountTable
    warmest: tuple[ShownVillage, ...]
    changes: tuple[ShownChange, ...]
    concerns: tuple[ShownConcern, ...]
    coverage: tuple[CoverageRow, ...]
    coverage_total: CoverageRow
    strength: Strength


def listed(sitrep: Sitrep) -> ListedReport:
    return ListedReport(
        id=sitrep.pk,
        day=official_date(sitrep.day),
        area=sitrep.area.name,
        number=sitrep.number,
        is_signed=sitrep.state == SitrepState.SIGNED,
        signer=f"{sitrep.signer_rank} {sitrep.signer_name}".strip(),
    )


def shown(sitrep: Sitrep) -> ShownReport:
    figures = figures_from(sitrep.figures)
    is_signed = sitrep.state == SitrepState.SIGNED
    return ShownReport(
        id=sitrep.pk,
        number=sitrep.number,
        day=official_date(sitrep.day),
        area=figures.area_name,
        is_signed=is_signed,
        is_intact=is_signed and queries.is_as_signed(sitrep),
        compiled_at=official_instant(sitrep.compiled_at, zone=settings.TIME_ZONE),
        signed_at=_instant(sitrep.signed_at),
        signer=f"{sitrep.signer_rank} {sitrep.signer_name}".strip(),
        account=queries.account_of_signer(sitrep),
        content_hash=sitrep.content_hash,
        ledger_head=sitrep.ledger_head,
        situation=shown_turns(sitrep.situation),
        analysis=shown_turns(sitrep.analysis),
        plan=shown_turns(sitrep.plan),
        figures=figures,
        map_svg=Svg(figures.map_svg),
        bands=CountTable(tuple((one.code, one) for one in figures.bands), total_of(figures.bands)),
        signals=_table(figures.signals, Kind),
        states=_table(figures.states, SignalState),
        visits=_table(figures.visits, VisitKind),
        warmest=tuple(
            _village(one.area_code, one.name, one.kecamatan, one.tenths) for one in figures.warmest
        ),
        changes=tuple(_change(one) for one in figures.changes),
        concerns=tuple(
            ShownConcern(
                gettext(Kind(one.kind).label),
                one.reference,
                f"{one.name}, {one.kecamatan}",
                one.severity,
                one.days_open,
            )
            for one in figures.concerns
        ),
        coverage=figures.coverage,
        coverage_total=coverage_total(figures.coverage),
        strength=figures.strength,
    )


def _instant(at: datetime | None) -> str:
    return official_instant(at, zone=settings.TIME_ZONE) if at else ""


def _table(
    counts: tuple[Count, ...], words: type[Kind] | type[SignalState] | type[VisitKind]
) -> CountTable:
    return CountTable(
        tuple((gettext(words(one.code).label), one) for one in counts), total_of(counts)
    )


def _village(area_code: str, name: str, kecamatan: str, tenths: int) -> ShownVillage:
    return ShownVillage(area_code, name, kecamatan, tenths / 10, band_of(tenths).value)


def _change(change: Change) -> ShownChange:
    return ShownChange(
        _village(change.area_code, change.name, change.kecamatan, change.tenths),
        change.change_tenths / 10,
        tuple((_cause_words(one), one.tenths / 10) for one in gathered(change.causes)),
    )


def _cause_words(cause: GatheredCause) -> str:
    word = reason_words(cause)
    numbers = ", ".join(f"#{number}" for number in cause.named)
    if cause.named and cause.others:
        return gettext("%(word)s %(numbers)s and %(others)s more") % {
            "word": word,
            "numbers": numbers,
            "others": cause.others,
        }
    return f"{word} {numbers}".strip()
