"""
Which village next, and why: ranked proposals for each officer and week. A person decides.

    >>> from datetime import date
    >>> villages = [
    ...     Village("16.01.08.2018", temperature_tenths=396, last_visited_on=date(2024, 10, 28)),
    ...     Village("16.01.13.2001", temperature_tenths=120),
    ... ]
    >>> officer = Officer("bhabin-1", ("16.01.08.2018", "16.01.13.2001"), capacity=2)
    >>> for one in propose([officer], villages, week_starts_on=date(2024, 11, 4)):
    ...     print(one.rank, one.area_code, one.score, str(one.choice))
    1 16.01.13.2001 34.8 score
    2 16.01.08.2018 24.6 exploration
"""

from sejuk.engines.itinerary.distance import EARTH_RADIUS_KM, Point, distance_km
from sejuk.engines.itinerary.proposals import Choice, Officer, Proposal, Village, propose
from sejuk.engines.itinerary.scores import Part, PartCode

__all__ = [
    "EARTH_RADIUS_KM",
    "Choice",
    "Officer",
    "Part",
    "PartCode",
    "Point",
    "Proposal",
    "Village",
    "distance_km",
    "propose",
]
