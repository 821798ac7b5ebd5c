"""The daily strength: who is there, who is away and why. No Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass

from sejuk.foundation.forces.rules import LeaveKind
from sejuk.kit.choices import N_, Choice


class Standing(Choice):
    """How somebody counts at the muster (apel)."""

    PRESENT = "hadir", N_("Present")
    ELSEWHERE = "dinas_luar", N_("Duty elsewhere")
    ANNUAL = "cuti", N_("Annual leave")
    PERMIT = "izin", N_("Permitted absence")
    SICK = "sakit", N_("Sick")
    TRAINING = "dik", N_("Training")
    MISSING = "tanpa_keterangan", N_("Without notice")


@dataclass(frozen=True, slots=True)
class Mustered:
    """Somebody of a unit, and how he counts."""

    organisation: str
    unit: str
    is_attached: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class StrengthRow:
    """A unit, an organisation, or all: those of its own and attached, and how they count."""

    name: str
    own: int
    attached: int
    counts: tuple[tuple[Standing, int], ...]

    @property
    def total(self) -> int:
        return self.own + self.attached

    @property
    def present(self) -> int:
        return dict(self.counts)[Standing.PRESENT]

    @property
    def away(self) -> int:
        return self.total - self.present


@dataclass(frozen=True, slots=True)
class OrganisationRows:
    """An organisation with its units."""

    whole: StrengthRow
    units: tuple[StrengthRow, ...]

    @property
    def parts(self) -> tuple[StrengthRow, ...]:
        """Return the units, but for the one that is the organisation itself."""
        return () if [one.name for one in self.units] == [self.whole.name] else self.units


@dataclass(frozen=True, slots=True)
class Muster:
    """The parts with their computed totals, beside the figure that the operation states."""

    organisations: tuple[OrganisationRows, ...]
    total: StrengthRow
    stated: int | None

    @property
    def difference(self) -> int | None:
        """Return how many more are computed than stated."""
        return None if self.stated is None else self.total.total - self.stated


def standing_of(leave: LeaveKind | None, *, did_not_come: bool) -> Standing:
    """
    Return how somebody counts: leave explains his absence, a duty he missed does not.

    >>> standing_of(LeaveKind.SICK, did_not_come=True).value
    'sakit'
    >>> standing_of(None, did_not_come=True).value
    'tanpa_keterangan'
    """
    if leave is not None:
        return Standing(leave.value)
    return Standing.MISSING if did_not_come else Standing.PRESENT


def muster(people: Iterable[Mustered], *, stated: int | None) -> Muster:
    """
    Count people by organisation and unit: all totals are computed from the same people.

    >>> here = Mustered("Polres", "Samapta", False, Standing.PRESENT)
    >>> found = muster([here, Mustered("Kodim", "Ramil", True, Standing.SICK)], stated=3)
    >>> found.total.total, found.total.present, found.total.attached, found.difference
    (2, 1, 1, -1)
    """
    everyone = list(people)
    names = sorted({one.organisation for one in everyone})
    organisations = tuple(
        _organisation(name, [one for one in everyone if one.organisation == name]) for name in names
    )
    return Muster(organisations, _row("", everyone), stated)


def _organisation(name: str, people: list[Mustered]) -> OrganisationRows:
    units = tuple(
        _row(unit, [one for one in people if one.unit == unit])
        for unit in sorted({one.unit for one in people})
    )
    return OrganisationRows(_row(name, people), units)


def _row(name: str, people: list[Mustered]) -> StrengthRow:
    attached = sum(one.is_attached for one in people)
    return StrengthRow(
        name=name,
        own=len(people) - attached,
        attached=attached,
        counts=tuple(
            (standing, sum(one.standing is standing for one in people)) for standing in Standing
        ),
    )
