"""Which village officer answers for which village, on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from sejuk.foundation.forces.models import VillageCare
from sejuk.kit.scoping import within

Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficerInCare:
    """A village officer with the villages that are his on the day, in the order of codes."""

    person_id: int
    name: str
    rank: str
    unit_id: int
    unit: str
    unit_area_code: str
    user_id: int | None
    area_codes: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return rank and name as one writes them."""
        return f"{self.rank} {self.name}"


def officers_in_care(scope: Scope, day: date) -> list[OfficerInCare]:
    """
    Return the active officers who answer for villages in `scope` on `day`.

    Who is on leave that day still answers for his villages; see `people.away_on`.
    """
    held: dict[int, list[VillageCare]] = {}
    for care in running_care(day).filter(within(scope)).order_by("area_id"):
        held.setdefault(care.person_id, []).append(care)
    officers = [_officer(cares) for cares in held.values()]
    return sorted(officers, key=lambda officer: (officer.name, officer.person_id))


def officer_for(area_code: str, day: date) -> OfficerInCare | None:
    """Return who answers for a village on `day`: of several the one who began last."""
    care = running_care(day).filter(area_id=area_code).order_by("-starts_on", "-id").first()
    return _officer([care]) if care else None


def running_care(day: date) -> QuerySet[VillageCare]:
    """Return the care of active officers for villages that runs on `day`."""
    return VillageCare.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day, person__is_active=True
    ).select_related("person__unit")


def _officer(cares: list[VillageCare]) -> OfficerInCare:
    person = cares[0].person
    return OfficerInCare(
        person_id=person.pk,
        name=person.name,
        rank=person.rank,
        unit_id=person.unit_id,
        unit=person.unit.name,
        unit_area_code=person.unit.area_id,
        user_id=person.user_id,
        area_codes=tuple(dict.fromkeys(care.area_id for care in cares)),
    )


@dataclass(frozen=True, slots=True)
class InCare:
    """A village in somebody's care, with the period."""

    care_id: int
    area_code: str
    village: str
    subdistrict: str
    person_id: int
    officer: str
    unit: str
    starts_on: date
    ends_on: date | None


def villages_in_care(
    scope: Scope, day: date | None = None, *, person_id: int | None = None
) -> list[InCare]:
    """Return who holds which village: on `day`, or at any time when no day is named."""
    cares = running_care(day) if day else VillageCare.objects.all()
    cares = cares.filter(within(scope))
    if person_id is not None:
        cares = cares.filter(person_id=person_id)
    rows = cares.order_by("area_id", "-starts_on", "id").values_list(
        "id",
        "area_id",
        "area__name",
        "area__parent__name",
        "person_id",
        "person__rank",
        "person__name",
        "person__unit__name",
        "starts_on",
        "ends_on",
    )
    return [
        InCare(
            care_id=care_id,
            area_code=code,
            village=name,
            subdistrict=above or "",
            person_id=person,
            officer=f"{rank} {officer}",
            unit=unit,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        for care_id, code, name, above, person, rank, officer, unit, starts_on, ends_on in rows
    ]
