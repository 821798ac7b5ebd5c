"""Words of the joint force. No Django, no clock, no database."""

from sejuk.kit.choices import N_, Choice


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
