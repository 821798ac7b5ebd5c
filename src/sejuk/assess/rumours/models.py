"""Rumours with their sightings, checks and referrals; what was shifted, and every step."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from sejuk.assess.rumours.rules import (
    OWING_STATES,
    Authority,
    ContentType,
    Deed,
    HeardAt,
    Priority,
    Regime,
    RumourState,
    ShiftKind,
    Veracity,
)
from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Role
from sejuk.kit.choices import Choice, choices_of
from sejuk.sense.signals.rules import ContentGrade, ReferralTarget


def _known(column: str, words: type[Choice], *, or_empty: bool = False) -> Q:
    return Q(**{f"{column}__in": [*([""] if or_empty else []), *(word.value for word in words)]})


class Rumour(models.Model):
    """One claim that goes round, how the work on it stands, and what it is worth."""

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.PROTECT, related_name="+"
    )
    # Where it was heard when it was written down; who works there decides about it.
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    claim = models.TextField()
    content_type = models.CharField(max_length=20, choices=choices_of(ContentType), blank=True)
    priority = models.CharField(max_length=10, choices=choices_of(Priority))
    state = models.CharField(
        max_length=10, choices=choices_of(RumourState), default=RumourState.NEW.value
    )
    # What it was before it was merged, for the undoing.
    state_before = models.CharField(max_length=10, choices=choices_of(RumourState), blank=True)
    veracity = models.CharField(
        max_length=20, choices=choices_of(Veracity), default=Veracity.UNVERIFIED.value
    )
    # The answer that the veracity rests on, and why it was decided so.
    rests_on = models.ForeignKey("Check", on_delete=models.PROTECT, null=True, related_name="+")
    decided_reason = models.TextField(blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    # How it was answered in the end, and on whose word.
    resolution = models.TextField(blank=True)
    authority = models.CharField(max_length=20, choices=choices_of(Authority), blank=True)
    authority_name = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    closed_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True)
    # With whom it waits, and until when; None once nothing is owed.
    with_role = models.CharField(
        max_length=30, choices=choices_of(Role), default=Role.OPERATOR.value
    )
    due_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_until = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # Counts the changes to the rumour itself: a page that shows an older one changes nothing.
    version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=150)
    changed_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()
    steps_taken = models.PositiveIntegerField(default=0)
    # Sent twice, a form begins one rumour. Unique, so a missing one must be NULL and not "".
    key = models.CharField(max_length=100, null=True, unique=True)  # noqa: DJ001

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rumours_rumour_known_state", condition=_known("state", RumourState)
            ),
            models.CheckConstraint(
                name="rumours_rumour_known_veracity", condition=_known("veracity", Veracity)
            ),
            models.CheckConstraint(
                name="rumours_rumour_known_type",
                condition=_known("content_type", ContentType, or_empty=True),
            ),
            models.CheckConstraint(
                name="rumours_rumour_known_authority",
                condition=_known("authority", Authority, or_empty=True),
            ),
            models.CheckConstraint(
                name="rumours_rumour_decided_who_when_why_together",
                condition=Q(
                    veracity="unverified", decided_at__isnull=True, decided_by="", decided_reason=""
                )
                | (Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(decided_reason="")),
            ),
            models.CheckConstraint(
                name="rumours_rumour_proven_on_an_answer",
                condition=~Q(veracity__in=["true", "partly_true", "true_once", "false"])
                | Q(rests_on__isnull=False),
            ),
            models.CheckConstraint(
                name="rumours_rumour_closed_on_the_word_of_an_authority",
                condition=~Q(state="closed")
                | (
                    ~Q(resolution="")
                    & ~Q(authority="")
                    & ~Q(authority_name="")
                    & ~Q(reference="")
                    & ~Q(closed_by="")
                    & ~Q(veracity="unverified")
                    & Q(closed_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="rumours_rumour_taken_who_and_until_together",
                condition=Q(taken_by__isnull=True, taken_until__isnull=True)
                | Q(taken_by__isnull=False, taken_until__isnull=False),
            ),
            models.CheckConstraint(
                name="rumours_rumour_owing_has_a_deadline",
                condition=~Q(state__in=[x.value for x in OWING_STATES]) | Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="rumours_rumour_merged_into_one",
                condition=Q(state="merged", merged_into__isnull=False) & ~Q(state_before="")
                | (~Q(state="merged") & Q(merged_into__isnull=True, state_before="")),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="rumours_rumour_board"),
            GinIndex(SearchVector("claim", config="indonesian"), name="rumours_rumour_words"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Sighting(models.Model):
    """That a rumour was heard: when, where, in which area, and how it came to us."""

    rumour = models.ForeignKey(Rumour, on_delete=models.PROTECT, related_name="sightings")
    # The rumour that it was written down for; stays, wherever the sighting goes.
    written_for = models.ForeignKey(Rumour, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()
    place = models.CharField(max_length=20, choices=choices_of(HeardAt))
    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    # What was told in other words than the claim, without persons.
    words = models.TextField(blank=True)
    # The signal by which the temperature hears of it; none before the operation began.
    signal = models.ForeignKey(
        "signals.Signal", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Whether the signal was there before, and how it was graded and grouped then.
    was_linked = models.BooleanField(default=False)
    grade_before = models.CharField(max_length=1, choices=choices_of(ContentGrade))
    cluster_before = models.CharField(max_length=64, blank=True)
    told_by = models.CharField(max_length=150)
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    key = models.CharField(max_length=100, null=True, unique=True)  # noqa: DJ001 - as above

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rumours_sighting_known_place", condition=_known("place", HeardAt)
            ),
            models.CheckConstraint(
                name="rumours_sighting_withdrawn_who_when_why_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_reason="")),
            ),
            # A signal tells of one rumour at a time: it is one matter for the temperature.
            models.UniqueConstraint(
                name="rumours_sighting_signal_once",
                fields=["signal"],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["rumour", "heard_at"], name="rumours_sighting_timeline"),
            models.Index(fields=["area", "heard_at"], name="rumours_sighting_area"),
        ]

    def __str__(self) -> str:
        return f"{self.rumour_id} {self.area_id} {self.heard_at:%Y-%m-%d}"


class Check(models.Model):
    """A verification step: whom we asked, when, what they answered, and where that can be read."""

    rumour = models.ForeignKey(Rumour, on_delete=models.PROTECT, related_name="checks")
    authority = models.CharField(max_length=20, choices=choices_of(Authority))
    # An office, never a person: "KPU Kabupaten OKU, Subbagian Teknis".
    authority_name = models.CharField(max_length=120)
    question = models.TextField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    # Number of the letter or address of the page on which the answer stands.
    reference = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True)
    noted_by = models.CharField(max_length=150, blank=True)
    noted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rumours_check_known_authority", condition=_known("authority", Authority)
            ),
            models.CheckConstraint(
                name="rumours_check_names_the_office", condition=~Q(authority_name="")
            ),
            models.CheckConstraint(
                name="rumours_check_answer_is_whole",
                condition=Q(
                    answer="",
                    reference="",
                    answered_on__isnull=True,
                    noted_by="",
                    noted_at__isnull=True,
                )
                | (
                    ~Q(answer="")
                    & ~Q(reference="")
                    & ~Q(noted_by="")
                    & Q(answered_on__isnull=False, noted_at__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rumour_id} {self.authority_name}"


class Referral(models.Model):
    """
    A matter of a rumour that left for who enforces the law. The record of it ends here.

    Only added to. The rumour itself goes on to be verified and answered.
    """

    rumour = models.ForeignKey(Rumour, on_delete=models.PROTECT, related_name="referrals")
    to = models.CharField(max_length=20, choices=choices_of(ReferralTarget))
    number = models.CharField(max_length=60)
    on = models.DateField()
    known_on = models.DateField()
    regime = models.CharField(max_length=10, choices=choices_of(Regime))
    reason = models.TextField()
    referred_by = models.CharField(max_length=150)
    referred_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rumours_referral_is_whole", condition=~Q(number="") & ~Q(reason="")
            ),
            models.CheckConstraint(
                name="rumours_referral_known_before",
                condition=Q(on__gte=models.F("known_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rumour_id} {self.to} {self.number}"


class Shift(models.Model):
    """What went from one rumour to another: by a merge, a split, or the undoing of a merge."""

    kind = models.CharField(max_length=10, choices=choices_of(ShiftKind))
    source = models.ForeignKey(Rumour, on_delete=models.PROTECT, related_name="shifts_away")
    target = models.ForeignKey(Rumour, on_delete=models.PROTECT, related_name="shifts_here")
    # The merge that is undone; each at most once.
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undoing"
    )
    sightings = models.ManyToManyField(Sighting, related_name="shifts")
    checks = models.ManyToManyField(Check, related_name="shifts")
    referrals = models.ManyToManyField(Referral, related_name="shifts")
    reason = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rumours_shift_known_kind", condition=_known("kind", ShiftKind)
            ),
            models.CheckConstraint(name="rumours_shift_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="rumours_shift_undoes_one",
                condition=Q(kind="undoing", undoes__isnull=False)
                | (~Q(kind="undoing") & Q(undoes__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id} → {self.target_id}"


class Step(models.Model):
    """Something that was done with a rumour. The database refuses to change it."""

    rumour = models.ForeignKey(Rumour, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=20, choices=choices_of(Deed))
    # What belongs to the deed, as plain values: another rumour's number, a veracity before.
    detail = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="rumours_step_numbered_once", fields=["rumour", "number"]),
            models.CheckConstraint(name="rumours_step_known_deed", condition=_known("deed", Deed)),
        ]

    def __str__(self) -> str:
        return f"{self.rumour_id}.{self.number} {self.deed}"
