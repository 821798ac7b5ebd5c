"""The closed lists of signals: forms, kinds, rungs, grades, states and their moves."""

from sejuk.kit.choices import N_, Choice

SEVERITIES = range(1, 5)


class Form(Choice):
    """How a signal came to be."""

    REPORT = "report", N_("Report")
    OBSERVATION = "observation", N_("Observation")
    INCIDENT = "incident", N_("Incident")
    NOTICE = "notice", N_("Notice of a gathering")


class Kind(Choice):
    """What a signal is about. The list is closed; docs/glossary.md explains each."""

    RUMOUR = "rumor", N_("Rumour")
    SARA_PROVOCATION = "sara", N_("Provocation (SARA)")
    INTIMIDATION = "intimidasi", N_("Intimidation")
    MONEY_POLITICS = "politik_uang", N_("Money politics")
    OFFICIAL_NEUTRALITY = "netralitas", N_("Neutrality of officials")
    LOGISTICS = "logistik", N_("Election logistics")
    VOTER_ROLL = "daftar_pemilih", N_("Voter roll")
    BOUNDARY = "batas_wilayah", N_("Boundary dispute")
    QUARREL = "perselisihan", N_("Quarrel between groups")
    DAMAGE = "perusakan", N_("Damage to property")
    VIOLENCE = "kekerasan", N_("Violence")
    GATHERING = "unras", N_("Gathering or demonstration")
    PUBLIC_ORDER = "kamtibmas", N_("Public order")
    DISASTER = "bencana", N_("Disaster")
    SERVICE = "pelayanan", N_("Public service")
    POSITIVE = "positif", N_("Good news")
    OTHER = "lain", N_("Other")


class Rung(Choice):
    """The threat ladder (STIK/PTIK): potential, threshold, actual disturbance."""

    POTENTIAL = "PG", N_("Potential disturbance (PG)")
    THRESHOLD = "AG", N_("Threshold of disturbance (AG)")
    ACTUAL = "GN", N_("Actual disturbance (GN)")


class Origin(Choice):
    """Whether somebody told us, or we came upon it while looking."""

    REPORTED = "reported", N_("Reported to us")
    DISCOVERED = "discovered", N_("Found by us")


class Aspect(Choice):
    """What is suggested and decided about a signal, each for itself."""

    KIND = "kind", N_("Kind")
    AREA = "area", N_("Area")
    URGENCY = "urgency", N_("Urgency")
    MATTER = "matter", N_("Matter")


class SourceGrade(Choice):
    """How far the source is to be trusted (Admiralty code)."""

    A = "A", N_("A: completely reliable")
    B = "B", N_("B: reliable")
    C = "C", N_("C: usually reliable")
    D = "D", N_("D: doubtful")
    E = "E", N_("E: not reliable")
    F = "F", N_("F: cannot be judged")


class ContentGrade(Choice):
    """How far the content holds (Admiralty code)."""

    ONE = "1", N_("1: confirmed by others")
    TWO = "2", N_("2: probably true")
    THREE = "3", N_("3: possibly true")
    FOUR = "4", N_("4: doubtful")
    FIVE = "5", N_("5: refuted or improbable")
    SIX = "6", N_("6: cannot be judged")


class SignalState(Choice):
    """How far the work on a signal has come."""

    NEW = "new", N_("New")
    TAKEN = "taken", N_("Taken")
    SETTLED = "settled", N_("Settled")
    REFERRED = "referred", N_("Referred")
    SET_ASIDE = "set_aside", N_("Set aside")


OPEN_STATES = (SignalState.NEW, SignalState.TAKEN)

NEXT_STATES: dict[SignalState, frozenset[SignalState]] = {
    SignalState.NEW: frozenset({SignalState.TAKEN}),
    SignalState.TAKEN: frozenset(
        {SignalState.NEW, SignalState.SETTLED, SignalState.REFERRED, SignalState.SET_ASIDE}
    ),
    SignalState.SETTLED: frozenset({SignalState.TAKEN}),
    SignalState.REFERRED: frozenset(),
    SignalState.SET_ASIDE: frozenset({SignalState.TAKEN}),
}


class ReferralTarget(Choice):
    """Who takes over what the cooling programme must not touch: it enforces nothing."""

    GAKKUMDU = "gakkumdu", N_("Sentra Gakkumdu")
    RESKRIM = "reskrim", N_("Criminal investigation (Reskrim)")
    BAWASLU = "bawaslu", N_("Election supervisor (Bawaslu)")
    POLRES = "polres", N_("District police (Polres)")
    OTHER_AGENCY = "instansi_lain", N_("Another agency")
