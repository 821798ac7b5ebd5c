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
