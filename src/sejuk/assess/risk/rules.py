"""Words of risk, what an indicator may be, and who may weigh. No Django, no clock, no database."""

import math
from collections.abc import Mapping
from datetime import date

from sejuk.engines.warning import Band, EvidenceKind, band_of
from sejuk.engines.warning.columns import is_personal, is_profiling
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules import Form, Kind

SEEING = (
    Role.OPERATOR,
    Role.OPS_HEAD,
    Role.CHIEF,
    Role.SECTOR_CHIEF,
    Role.VILLAGE_OFFICER,
    Role.PUBLIC_RELATIONS,
    Role.PARTNER,
    Role.AUDITOR,
)
# Weights decide what the map says, so they are set by a person who answers for it.
WEIGHING = (Role.OPS_HEAD, Role.ADMINISTRATOR)
SHORTEST_REASON = 10
# Chosen, as in the engine: what lowers the index never weighs more than all that makes it.
MOST_PEACE = 0.5

# Chosen: a village nobody has told anything about for two weeks is not calm but unknown.
UNHEARD_AFTER_DAYS = 14


UNHEARD = "none"
"""The band of a village that is cool because nobody has heard anything: grey, not green."""


def shown_band(tenths: int, *, is_heard: bool) -> str:
    """
    Return the band that a village is shown in.

    What was heard long ago and is still warm keeps its colour: only a cool one turns grey.

    >>> shown_band(0, is_heard=False), shown_band(0, is_heard=True), shown_band(300, is_heard=False)
    ('none', 'sejuk', 'hangat')
    """
    band = band_of(tenths)
    return UNHEARD if band is Band.SEJUK and not is_heard else band.value


class Dimension(Choice):
    """The four dimensions of Bawaslu's Indeks Kerawanan Pemilu (IKP 2024)."""

    SOCIAL_POLITICAL = "social_political", N_("Social and political context")
    ADMINISTRATION = "administration", N_("Administration of the election")
    CONTESTATION = "contestation", N_("Contestation")
    PARTICIPATION = "participation", N_("Participation")


class Variable(Choice):
    """Bawaslu's eight variables of vulnerable polling stations (Pilkada 2024), and two of ours."""

    VOTER_ROLL = "voter_roll", N_("Use of the right to vote")
    SECURITY = "security", N_("Security")
    VOTE_BUYING = "vote_buying", N_("Vote buying")
    HATE_SPEECH = "hate_speech", N_("SARA and hate speech")
    NEUTRALITY = "neutrality", N_("Neutrality")
    LOGISTICS = "logistics", N_("Logistics")
    STATION_LOCATION = "station_location", N_("Location of polling stations")
    POWER_AND_NETWORK = "power_and_network", N_("Electricity and internet")
    PAST_INCIDENTS = "past_incidents", N_("Past incidents")
    PEACE_CAPACITY = "peace_capacity", N_("Capacity for peace")


STATION_VARIABLES = tuple(Variable)[:8]
"""Those that Bawaslu maps by polling station."""


class Aggregation(Choice):
    """How the values of polling stations become one of their village."""

    SHARE = "share", N_("Share of the voters at stations where it was found")
    MEAN = "mean", N_("Mean over the stations, weighted by voters")


class Direction(Choice):
    """Whether more of an indicator makes a place more or less vulnerable."""

    RAISES = "raises", N_("Raises vulnerability")
    LOWERS = "lowers", N_("Lowers vulnerability")


class Reason(Choice):
    """Why a village is warmer or cooler than it was."""

    HEARD = "heard", N_("New evidence")
    STRONGER = "stronger", N_("Weighs more than before")
    SETTLED = "settled", N_("Settled")
    WITHDRAWN = "withdrawn", N_("Refuted or set aside")
    FADED = "faded", N_("Fades with time")
    # Of reports that were signed when the index was a part of the temperature.
    INDEX = "index", N_("New vulnerability index")


# What stays a grievance until somebody settles it, whoever mentioned it and however.
GRIEVANCES = frozenset({Kind.BOUNDARY, Kind.QUARREL, Kind.VOTER_ROLL, Kind.SERVICE})


def evidence_kind(form: Form | str, kind: Kind | str) -> EvidenceKind | None:
    """
    Return as what the engine weighs a signal, None for what cannot warm a place.

    >>> evidence_kind(Form.OBSERVATION, Kind.BOUNDARY), evidence_kind(Form.REPORT, Kind.POSITIVE)
    (<EvidenceKind.CONCERN: 'concern'>, None)
    """
    if kind == Kind.POSITIVE:
        return None
    if form == Form.NOTICE:
        return EvidenceKind.NOTICE
    if form == Form.INCIDENT:
        return EvidenceKind.INCIDENT
    if kind in GRIEVANCES:
        return EvidenceKind.CONCERN
    if kind == Kind.RUMOUR:
        return EvidenceKind.RUMOUR
    return EvidenceKind.OBSERVATION if form == Form.OBSERVATION else EvidenceKind.REPORT


def may_hold_column(column: str, *, expected: frozenset[str] = frozenset()) -> Decision:
    """
    Test whether a file with this column may come in at all.

    >>> may_hold_column("no_hp").allowed, may_hold_column("nilai").allowed
    (False, True)
    >>> may_hold_column("nama_desa").allowed, may_hold_column("Nama Warga").allowed
    (True, False)
    >>> may_hold_column("nama", expected=frozenset({"nama"})).allowed
    True
    """
    if column.casefold().strip() in expected:
        return Decision.yes()
    if is_personal(column):
        return Decision.no(
            N_("The column “%(column)s” is about persons. Indicators are about places only."),
            column=column,
        )
    return may_measure(column)


def may_measure(name: str) -> Decision:
    """
    Test whether something may be an indicator: never ethnicity, religion or party share.

    >>> may_measure("Persentase agama").allowed, may_measure("TPS sulit dijangkau").allowed
    (False, True)
    """
    if is_profiling(name):
        return Decision.no(
            N_("“%(name)s” is about ethnicity, religion or parties. It is never an indicator."),
            name=name,
        )
    return Decision.yes()


def may_weigh(weights: Mapping[Variable, float]) -> Decision:
    """
    Test whether these can be the weights of an index, whoever sets them.

    >>> may_weigh(dict.fromkeys(Variable, 0.1)).allowed, may_weigh({}).allowed
    (True, False)
    """
    if set(weights) != set(Variable) or not all(
        math.isfinite(weight) and weight >= 0 for weight in weights.values()
    ):
        return Decision.no(N_("Give each variable a weight of 0 or more."))
    if (
        not math.isclose(math.fsum(weights.values()), 1.0, abs_tol=1e-6)
        or weights[Variable.PEACE_CAPACITY] > MOST_PEACE
    ):
        return Decision.no(
            N_("The weights must sum to 100 percent, capacity for peace being 50 of them at most.")
        )
    return Decision.yes()


def may_set_weights(
    weights: Mapping[Variable, float],
    *,
    current: Mapping[Variable, float],
    reason: str,
    actor: Actor,
    area_code: str,
) -> Decision:
    """Test whether `actor` may weigh the variables so, for all of the area that shares them."""
    if not actor.holds(*WEIGHING, area_code=area_code):
        return Decision.no(
            N_("Only the head of operations or the administrator of the whole area sets weights.")
        )
    if not (decision := may_weigh(weights)):
        return decision
    if len(reason.strip()) < SHORTEST_REASON:
        return Decision.no(N_("Write the reason in a sentence."))
    if are_same_weights(weights, current):
        return Decision.no(N_("These weights hold already."))
    return Decision.yes()


def are_same_weights(some: Mapping[Variable, float], others: Mapping[Variable, float]) -> bool:
    return all(math.isclose(some[one], others[one], abs_tol=1e-6) for one in Variable)


def may_take_snapshot(as_of: date, *, today: date, actor: Actor, area_code: str) -> Decision:
    if not actor.holds(Role.OPERATOR, *WEIGHING, area_code=area_code):
        return Decision.no(N_("Only the command post of the whole area makes a new index."))
    if as_of > today:
        return Decision.no(N_("An index cannot be dated in the future."))
    return Decision.yes()


def may_store_days(
    first: date, last: date, *, today: date, actor: Actor, area_code: str
) -> Decision:
    if not actor.holds(Role.OPERATOR, *WEIGHING, area_code=area_code):
        return Decision.no(N_("Only the command post stores the days of an area."))
    if last < first:
        return Decision.no(N_("The last day lies before the first."))
    if last >= today:
        return Decision.no(N_("Only days that are over can be stored."))
    return Decision.yes()
