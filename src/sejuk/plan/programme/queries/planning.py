"""What the engines take in for a week: who goes where and why, and whom the lot chooses."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from django.utils.timezone import localdate

from sejuk.assess.risk.queries import Picture, Reading
from sejuk.engines import itinerary
from sejuk.engines.warning import band_of
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import SiteKind, kecamatan_of
from sejuk.plan.programme.models import Proposal
from sejuk.plan.programme.queries import draws
from sejuk.plan.programme.queries.coverage import last_visits_until
from sejuk.plan.programme.rules import PLANNED_STATES, VISITS_A_WEEK
from sejuk.sense.signals import queries as signals

STATION, MIDDLE = "station", "middle"


@dataclass(frozen=True, slots=True)
class Found:
    """The proposals as they were drawn, with what their reasons need in words."""

    drawn: tuple[draws.Drawn, ...]
    bands: Mapping[str, str]
    stations: frozenset[str]

    def hint_for(self, part: itinerary.Part, area_code: str) -> str:
        """Return the band that a temperature fell into, or from where a distance was counted."""
        if part.code is itinerary.PartCode.TEMPERATURE:
            return self.bands.get(area_code, "")
        if part.code is itinerary.PartCode.DISTANCE:
            return STATION if kecamatan_of(area_code) in self.stations else MIDDLE
        return ""


def found_proposals(
    week_starts_on: date, *, area_code: str, kept: Sequence[Proposal], now: datetime
) -> Found:
    """Return which village next for each village officer of an area; `kept` ones are settled."""
    scope = (area_code,)
    picture = Reading(scope, localdate(now), now).picture
    last = last_visits_until(week_starts_on - timedelta(days=1), scope=scope)
    points = places.village_points(scope)
    homes, stations = _homes(scope, points)
    planned = Counter(
        one.planned_officer_id or one.officer_id for one in kept if one.state in PLANNED_STATES
    )
    officers = [
        itinerary.Officer(
            str(officer.person_id),
            officer.area_codes,
            capacity=VISITS_A_WEEK,
            planned=planned[officer.person_id],
            home=homes.get(kecamatan_of(officer.unit_area_code)),
        )
        for officer in forces.officers_in_care(scope, week_starts_on)
    ]
    villages = _villages(
        picture,
        points,
        last=last,
        settled={one.area_id for one in kept},
        now=now,
    )
    bands = {code: band_of(picture.of(code)).value for code in picture.territory.codes}
    found = itinerary.propose(officers, villages, week_starts_on=week_starts_on)
    known = draws.ground(scope, week_starts_on, picture=picture, last_visits=last)
    return Found(tuple(draws.drawn_proposals(found, kept, known)), bands, stations)


def _villages(
    picture: Picture,
    points: Mapping[str, tuple[float, float]],
    *,
    last: Mapping[str, date],
    settled: set[str],
    now: datetime,
) -> Iterator[itinerary.Village]:
    concerns = signals.open_concerns(picture.territory.scope, now)
    for row, code in enumerate(picture.territory.codes):
        point = points.get(code)
        yield itinerary.Village(
            code,
            temperature_tenths=int(picture.tenths[row]),
            last_visited_on=last.get(code),
            open_concerns=concerns.get(code, 0),
            point=itinerary.Point(*point) if point else None,
            is_planned=code in settled,
        )


def _homes(
    scope: tuple[str, ...], points: Mapping[str, tuple[float, float]]
) -> tuple[dict[str, itinerary.Point], frozenset[str]]:
    """
    Return from where the officers of each kecamatan set out, and where that is a known station.

    Where nobody entered the police station, the middle of the kecamatan's villages stands for it.
    """
    gathered: dict[str, list[tuple[float, float]]] = {}
    for code, point in points.items():
        gathered.setdefault(kecamatan_of(code), []).append(point)
    homes = {
        code: itinerary.Point(
            fmean(latitude for latitude, _ in there), fmean(longitude for _, longitude in there)
        )
        for code, there in gathered.items()
    }
    stations = {
        kecamatan_of(site.area_id): itinerary.Point(site.latitude, site.longitude)
        for site in places.sites(scope, kinds=(SiteKind.POLICE_OFFICE,))
        if site.latitude is not None and site.longitude is not None
    }
    return homes | stations, frozenset(stations)


def ranked_beside(
    drawn: Sequence[draws.Drawn], kept: Iterable[Proposal]
) -> Iterator[tuple[int, draws.Drawn]]:
    """
    Yield each proposal with its rank: decided ones keep theirs, the others fill what is left.

    So every village of an officer stands in his list once, under a rank of its own.
    """
    taken: dict[int, set[int]] = {}
    for one in kept:
        taken.setdefault(one.officer_id, set()).add(one.rank)
    last: dict[int, int] = {}
    for each in drawn:
        officer = int(each.proposal.officer)
        rank = last.get(officer, 0) + 1
        while rank in taken.get(officer, ()):
            rank += 1
        last[officer] = rank
        yield rank, each
