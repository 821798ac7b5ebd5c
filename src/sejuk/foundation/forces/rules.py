"""Words of the joint force. No Django, no clock, no database."""

from dataclasses import dataclass
from datetime import date

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision


class ForceKind(Choice):
    """Which service an organisation belongs to."""

    POLICE = "polri", N_("Police (Polri)")
    ARMY = "tni", N_("Army (TNI)")
    SATPOL_PP = "satpol_pp", N_("Municipal police (Satpol PP)")
    TRANSPORT = "dishub", N_("Transport office (Dishub)")
    LINMAS = "linmas", N_("Community protection (Linmas)")
    HEALTH = "dinkes", N_("Health office (Dinkes)")
    FIRE = "damkar", N_("Fire service (Damkar)")
    OTHER = "other", N_("Other")


class Qualification(Choice):
    """What a person has been trained for."""

    NEGOTIATOR = "negotiator", N_("Negotiator")
    MEDIC = "medic", N_("First aid")
    DRIVER = "driver", N_("Driver")
    CROWD_CONTROL = "dalmas", N_("Crowd control (Dalmas)")
    WOMENS_SEARCH = "polwan_search", N_("Search of women")
    COMMUNITY_POLICING = "polmas", N_("Community policing (Polmas)")
    RADIO = "radio", N_("Radio operator")
    INTELLIGENCE = "intelkam", N_("Intelligence (Intelkam)")


class LeaveKind(Choice):
    """Why a person is away."""

    ANNUAL = "cuti", N_("Annual leave")
    SICK = "sakit", N_("Sick")
    PERMIT = "izin", N_("Permitted absence")
    TRAINING = "dik", N_("Training")
    ELSEWHERE = "dinas_luar", N_("Duty elsewhere")


# Who looks at people of the joint force, and who arranges leave and care for villages.
READERS = (
    Role.OPERATOR,
    Role.OPS_HEAD,
    Role.CHIEF,
    Role.SECTOR_CHIEF,
    Role.ADMINISTRATOR,
)
ARRANGERS = (Role.OPERATOR, Role.OPS_HEAD, Role.SECTOR_CHIEF, Role.ADMINISTRATOR)


def may_arrange(actor: Actor, *, area_code: str) -> Decision:
    """
    Test whether the actor arranges leave and care in an area.

    >>> from sejuk.kit.actors import Grant
    >>> chief = Actor("kapolsek", frozenset({Grant(Role.SECTOR_CHIEF, "16.01.08")}))
    >>> may_arrange(chief, area_code="16.01.08.2018").allowed
    True
    >>> may_arrange(chief, area_code="16.01.09").allowed
    False
    """
    if actor.holds(*ARRANGERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Leave and care are arranged by who leads this area."))


def may_be_away(actor: Actor, kind: LeaveKind, *, area_code: str, is_himself: bool) -> Decision:
    """
    Test whether the actor says that somebody of an area is away, or takes it back.

    Everybody says for himself that he is ill, and the district chief hears it by telephone as
    those do who arrange leave. Any other leave is arranged.

    >>> guard = Actor("budi", frozenset())
    >>> [may_be_away(guard, kind, area_code="16.01", is_himself=True).allowed
    ...  for kind in (LeaveKind.SICK, LeaveKind.ANNUAL)]
    [True, False]
    >>> may_be_away(guard, LeaveKind.SICK, area_code="16.01", is_himself=False).allowed
    False
    """
    if kind is LeaveKind.SICK and (is_himself or actor.holds(Role.CHIEF, area_code=area_code)):
        return Decision.yes()
    return may_arrange(actor, area_code=area_code)


def may_link(actor: Actor, *, area_code: str) -> Decision:
    """
    Test whether the actor says whose account is whose in an area.

    >>> from sejuk.kit.actors import Grant
    >>> chief = Actor("kapolsek", frozenset({Grant(Role.SECTOR_CHIEF, "16.01.08")}))
    >>> may_link(chief, area_code="16.01.08").allowed
    False
    """
    # Who links an account lets its owner act as that officer.
    if actor.holds(Role.ADMINISTRATOR, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Accounts are linked by the administrator of this area."))


def may_be_period(starts_on: date, ends_on: date | None) -> Decision:
    """Test whether two days make a period."""
    if ends_on is not None and ends_on < starts_on:
        return Decision.no(N_("The last day lies before the first."))
    return Decision.yes()


@dataclass(frozen=True, slots=True)
class Part:
    """How many people one organisation lends: counted, and of them away on the day."""

    name: str
    kind: str
    count: int
    away: int


@dataclass(frozen=True, slots=True)
class Strength:
    """The parts, their computed total, and the figure that the operation states beside it."""

    parts: tuple[Part, ...]
    stated: int | None

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def away(self) -> int:
        return sum(part.away for part in self.parts)

    @property
    def difference(self) -> int | None:
        """
        Return how many more are computed than stated.

        >>> Strength((Part("Polri", "polri", 420, 3),), 425).difference
        -5
        """
        return None if self.stated is None else self.total - self.stated


def looped(parents: dict[str, str]) -> set[str]:
    """
    Return the units that lie below themselves, from a unit's code to its parent's.

    >>> looped({"a": "b", "b": "a", "c": "b", "d": ""}) == {"a", "b", "c"}
    True
    """
    loops = set()
    for code in parents:
        seen, above = {code}, parents.get(code, "")
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above:
            loops.add(code)
    return loops


# Perpol 6/2016 (police), PP 39/2010 article 26 (army, navy, air force): from lowest to highest.
# Ranks in one row stand side by side; which civil grade (PP 12/2002) stands beside which is chosen,
# by the schooling that each asks for. General ranks take no part in a district.
_LADDER = (
    ("bharada", "prada", "kelasi dua", "juru muda", "i/a"),
    ("bharatu", "pratu", "kelasi satu", "juru muda tingkat i", "i/b"),
    ("bharaka", "praka", "kelasi kepala", "juru", "i/c"),
    ("abripda", "kopda", "juru tingkat i", "i/d"),
    ("abriptu", "koptu"),
    ("abrippol", "abrip", "kopka"),
    ("bripda", "serda", "pengatur muda", "ii/a"),
    ("briptu", "sertu", "pengatur muda tingkat i", "ii/b"),
    ("brigpol", "brigadir", "brigadir polisi", "serka", "pengatur", "ii/c"),
    ("bripka", "serma", "pengatur tingkat i", "ii/d"),
    ("aipda", "pelda"),
    ("aiptu", "peltu"),
    ("ipda", "letda", "penata muda", "iii/a"),
    ("iptu", "lettu", "penata muda tingkat i", "iii/b"),
    ("akp", "kapten", "penata", "penata tingkat i", "iii/c", "iii/d"),
    ("kompol", "mayor", "pembina", "iv/a"),
    ("akbp", "letkol", "pembina tingkat i", "iv/b"),
    ("kombes", "kombes pol", "kombespol", "kolonel", "pembina utama muda", "iv/c"),
)
_STEPS = {rank: step for step, ranks in enumerate(_LADDER, start=1) for rank in ranks}


def seniority(rank: str) -> int:
    """
    Return how high a rank stands among those of the joint force; 0 when it is not known.

    >>> seniority("Bripda") < seniority("AIPDA") < seniority("Ipda") == seniority("Letda")
    True
    >>> seniority("Letda Inf"), seniority("Sukarelawan")
    (13, 0)
    """
    words = rank.casefold().replace(".", "").replace("tk ", "tingkat ").split()
    # The army writes the corps behind the rank ("Letda Inf", "Sertu Marinir").
    parts = (" ".join(words[:length]) for length in range(len(words), 0, -1))
    return next((_STEPS[part] for part in parts if part in _STEPS), 0)
