"""The closed lists of answers: kinds, states, how they reach people."""

from sejuk.kit.actors import Role
from sejuk.kit.choices import N_, Choice

# The desk writes as well; what goes out is Humas's to approve.
WRITERS = (Role.PUBLIC_RELATIONS, Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF)
APPROVERS = (Role.PUBLIC_RELATIONS,)
RELEASERS = (Role.PUBLIC_RELATIONS, Role.OPS_HEAD, Role.CHIEF)
READERS = (*WRITERS, Role.SECTOR_CHIEF, Role.VILLAGE_OFFICER, Role.AUDITOR)
# Who sends somebody with an answer, and who goes.
SENDERS = (*WRITERS, Role.SECTOR_CHIEF)
CARRIERS = (*SENDERS, Role.VILLAGE_OFFICER)

# The brief of the programme: two persons of Humas, as with rosters (ADR 16).
NEEDED_APPROVALS = 2


class AnswerKind(Choice):
    """What an answer is for."""

    RUMOUR = "rumour", N_("Answer to a rumour")
    PARTICIPATION = "participation", N_("Message of the programme")


class AnswerState(Choice):
    """How far an answer has come. A correction leaves it released."""

    DRAFT = "draft", N_("Draft")
    RELEASED = "released", N_("Released")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class LocalLanguage(Choice):
    """In which language of the district an answer is rendered, beside Indonesian."""

    OGAN = "ogan", N_("Ogan")
    KOMERING = "komering", N_("Komering")
    PALEMBANG = "palembang", N_("Palembang")
    JAVANESE = "jawa", N_("Javanese")
    OTHER = "lain", N_("Another language")


# BCP 47 by ISO 639-3: since its change of 2007 Ogan is of Central Malay (pse), Palembang of Musi
# (mui). What is called by other words has none.
LANGUAGE_TAGS = {
    LocalLanguage.OGAN: "pse",
    LocalLanguage.KOMERING: "kge",
    LocalLanguage.PALEMBANG: "mui",
    LocalLanguage.JAVANESE: "jv",
}


class SendingKind(Choice):
    """What is sent to somebody about an answer."""

    ANSWER = "answer", N_("The answer")
    WITHDRAWAL = "withdrawal", N_("That it was withdrawn")


class CarryState(Choice):
    """How far an answer that somebody carries to a village has come."""

    ASSIGNED = "assigned", N_("On its way")
    DELIVERED = "delivered", N_("Delivered")
    CANCELLED = "cancelled", N_("Cancelled")


class DeliveredAt(Choice):
    """On which occasion an answer was told in a village."""

    WORSHIP = "ibadah", N_("After worship")
    MEETING = "pertemuan", N_("Village meeting")
    MARKET = "pasar", N_("Market or coffee stall")
    HOUSES = "rumah", N_("From house to house")
    SCHOOL = "sekolah", N_("School")
    GROUP_CHAT = "grup_percakapan", N_("Group chat of the village")
    OTHER = "lain", N_("Elsewhere")
