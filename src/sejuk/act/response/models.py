"""Answers with their versions and approvals; who asked, whom they reached, who carried them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sejuk.act.response.rules import (
    AnswerKind,
    AnswerState,
    CarryState,
    DeliveredAt,
    LocalLanguage,
    SendingKind,
)
from sejuk.kit.choices import Choice, choices_of


def _known(column: str, words: type[Choice], *, or_empty: bool = False) -> Q:
    return Q(**{f"{column}__in": [*([""] if or_empty else []), *(word.value for word in words)]})


class Answer(models.Model):
    """What we say to a rumour, or to the district as a whole. What it says stands in versions."""

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.PROTECT, related_name="+"
    )
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=choices_of(AnswerKind))
    rumour = models.ForeignKey(
        "rumours.Rumour", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=choices_of(AnswerState), default=AnswerState.DRAFT.value
    )
    # The version that is out; it stays here when the answer is withdrawn.
    released = models.ForeignKey("Version", on_delete=models.PROTECT, null=True, related_name="+")
    # Of which version, after which step of the rumour, every receipt had been told.
    all_told_of = models.CharField(max_length=60, blank=True)
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    # Sent twice, a form begins one answer. Unique, so a missing one must be NULL and not "".
    key = models.CharField(max_length=100, null=True, unique=True)  # noqa: DJ001

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="response_answer_known_state", condition=_known("state", AnswerState)
            ),
            models.CheckConstraint(
                name="response_answer_known_kind", condition=_known("kind", AnswerKind)
            ),
            models.CheckConstraint(
                name="response_answer_to_a_rumour_names_it",
                condition=Q(kind="rumour", rumour__isnull=False)
                | (~Q(kind="rumour") & Q(rumour__isnull=True)),
            ),
            models.CheckConstraint(
                name="response_answer_released_has_a_version",
                condition=~Q(state="released") | Q(released__isnull=False),
            ),
            models.CheckConstraint(
                name="response_answer_withdrawn_who_when_why_together",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                & ~Q(withdrawn_by="")
                & ~Q(withdrawn_reason="")
                | (
                    ~Q(state="withdrawn")
                    & Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_reason="")
                ),
            ),
            # Two answers to one rumour would contradict each other sooner or later.
            models.UniqueConstraint(
                name="response_answer_one_of_a_rumour",
                fields=["rumour"],
                condition=~Q(state="withdrawn"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Version(models.Model):
    """What an answer says. The database refuses to change the words."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=110)
    fact = models.TextField()
    warning = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    reference = models.CharField(max_length=200)
    advice = models.TextField()
    local = models.TextField(blank=True)
    # In which language that is; older versions do not say it.
    local_language = models.CharField(max_length=10, choices=choices_of(LocalLanguage), blank=True)
    local_other = models.CharField(max_length=40, blank=True)
    change = models.TextField(blank=True)
    # Folded, for the search; with the claim, so that who types it finds what is so.
    search_key = models.TextField()
    written_by = models.CharField(max_length=150)
    written_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField()
    override_reason = models.TextField(blank=True)
    released_by = models.CharField(max_length=150, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="response_version_numbered_once", fields=["answer", "number"]
            ),
            models.CheckConstraint(
                name="response_version_known_language",
                condition=_known("local_language", LocalLanguage, or_empty=True),
            ),
            models.CheckConstraint(
                name="response_version_other_language_is_named",
                condition=(Q(local_language="lain") & ~Q(local_other=""))
                | (~Q(local_language="lain") & Q(local_other="")),
            ),
            models.CheckConstraint(
                name="response_version_released_who_and_when_together",
                condition=Q(released_at__isnull=True, released_by="", override_reason="")
                | (Q(released_at__isnull=False) & ~Q(released_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.number}"


class Approval(models.Model):
    """That one of Humas read a version and would say it. Only added to."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="approvals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="response_approval_each_once", fields=["version", "user"])
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.by}"


class Asked(models.Model):
    """That somebody asked about a rumour or an answer: he hears of it when there is something."""

    conversation = models.ForeignKey(
        "channels.Conversation", on_delete=models.PROTECT, related_name="+"
    )
    rumour = models.ForeignKey(
        "rumours.Rumour", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="asked")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="response_asked_about_one",
                condition=Q(rumour__isnull=False, answer__isnull=True)
                | Q(rumour__isnull=True, answer__isnull=False),
            ),
            models.UniqueConstraint(
                name="response_asked_rumour_once",
                fields=["conversation", "rumour"],
                condition=Q(rumour__isnull=False),
            ),
            models.UniqueConstraint(
                name="response_asked_answer_once",
                fields=["conversation", "answer"],
                condition=Q(answer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}"


class Sending(models.Model):
    """
    One receiver of one version: made when it is released, done when its message is on its way.

    `dropped_at` marks one that is not sent any more: a newer version overtook it, its receiver
    asked for no more, or its channel takes no such message (`dropped_why`).
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="sendings")
    conversation = models.ForeignKey(
        "channels.Conversation", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=choices_of(SendingKind))
    message = models.OneToOneField(
        "channels.Message", on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
    dropped_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="response_sending_each_once", fields=["version", "conversation", "kind"]
            ),
            models.CheckConstraint(
                name="response_sending_known_kind", condition=_known("kind", SendingKind)
            ),
            models.CheckConstraint(
                name="response_sending_sent_or_dropped",
                condition=Q(message__isnull=True) | Q(dropped_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="response_sending_waiting",
                condition=Q(message__isnull=True, dropped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} → {self.conversation_id}"


class Vote(models.Model):
    """Whether somebody found a version helpful. Nothing tells who: a day is all that is kept."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="votes")
    is_helpful = models.BooleanField()
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.is_helpful}"


class Carrying(models.Model):
    """That somebody takes an answer to a village: an officer of ours, or a partner there."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="carryings")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        "forces.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=choices_of(CarryState), default=CarryState.ASSIGNED.value
    )
    assigned_by = models.CharField(max_length=150)
    assigned_at = models.DateTimeField()
    # The version that was told, when, on which occasion, and to how many.
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    occasion = models.CharField(max_length=20, choices=choices_of(DeliveredAt), blank=True)
    listeners = models.PositiveIntegerField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="response_carrying_known_state", condition=_known("state", CarryState)
            ),
            models.CheckConstraint(
                name="response_carrying_by_one",
                condition=Q(officer__isnull=False, partner__isnull=True)
                | Q(officer__isnull=True, partner__isnull=False),
            ),
            models.CheckConstraint(
                name="response_carrying_delivered_is_whole",
                condition=~Q(state="delivered")
                | (
                    Q(
                        version__isnull=False,
                        delivered_at__isnull=False,
                        listeners__isnull=False,
                        ended_at__isnull=False,
                    )
                    & ~Q(occasion="")
                    & ~Q(ended_by="")
                ),
            ),
            models.UniqueConstraint(
                name="response_carrying_one_on_the_way",
                fields=["answer", "area"],
                condition=Q(state="assigned"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} → {self.area_id}"


class CameBack(models.Model):
    """A question that came back from a village: a signal like any other."""

    carrying = models.ForeignKey(Carrying, on_delete=models.PROTECT, related_name="came_back")
    signal = models.OneToOneField("signals.Signal", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.carrying_id} {self.signal_id}"


class Reply(models.Model):
    """That a message which came in was answered, and as what it was understood: once each."""

    message = models.OneToOneField("channels.Message", on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.message_id} {self.wish}"
