"""Words of risk. No Django, no clock, no database."""

from sejuk.kit.choices import N_, Choice


class Dimension(Choice):
    """The four dimensions of Bawaslu's Indeks Kerawanan Pemilu (IKP 2024)."""

    SOCIAL_POLITICAL = "sosial_politik", N_("Social and political context")
    ADMINISTRATION = "penyelenggaraan", N_("Administration of the election")
    CONTESTATION = "kontestasi", N_("Contestation")
    PARTICIPATION = "partisipasi", N_("Participation")


class Direction(Choice):
    """Whether more of an indicator makes a place more or less vulnerable."""

    RAISES = "raises", N_("Raises vulnerability")
    LOWERS = "lowers", N_("Lowers vulnerability")
