"""Signals and receipts. Who reports, and what could tell persons, lies sealed in custody."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Case, F, IntegerField, OrderBy, Q, Value, When

from sejuk.foundation.channels.rules import Channel
from sejuk.kit.choices import choices_of
from sejuk.sense.signals.rules import (
    ContentGrade,
    Form,
    Kind,
    Origin,
    ReferralTarget,
    Rung,
    SignalState,
    SourceGrade,
)

# Chosen: what happens now goes before what may come, whatever its severity (1 to 4).
RUNG_URGENCY = {Rung.POTENTIAL: 0, Rung.THRESHOLD: 2, Rung.ACTUAL: 4}


def urgency() -> Case:
    """Return by what the inbox is ordered. Its index is of the same words."""
    return Case(
        *(
            When(rung=rung.value, then=F("severity") + Value(more))
            for rung, more in RUNG_URGENCY.items()
        ),
        default=F("severity"),
        output_field=IntegerField(),
    )


class Signal(models.Model):
    """One thing that was said or seen, in one place."""

    form = models.CharField(max_length=12, choices=choices_of(Form))
    kind = models.CharField(max_length=20, choices=choices_of(Kind))
    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    text = models.TextField()
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    # When it happened or was heard; when it reached us.
    heard_at = models.DateTimeField()
    received_at = models.DateTimeField()
    # Whose word it is ("resident", a function, an officer), apart from who typed it.
    created_by = models.CharField(max_length=150)
    entered_by = models.CharField(max_length=150)
    rung = models.CharField(max_length=2, choices=choices_of(Rung), default=Rung.POTENTIAL)
    severity = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=12, choices=choices_of(Origin), default=Origin.REPORTED)
    source_grade = models.CharField(
        max_length=1, choices=choices_of(SourceGrade), default=SourceGrade.F
    )
    content_grade = models.CharField(
        max_length=1, choices=choices_of(ContentGrade), default=ContentGrade.SIX
    )
    # Signals of the same matter share a cluster; the same voice twice shares a source.
    cluster = models.CharField(max_length=64, blank=True)
    source_key = models.CharField(max_length=64, blank=True)
    # The record it came from, as in `outreach.visit:7`.
    came_from = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        max_length=10, choices=choices_of(SignalState), default=SignalState.NEW
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_until = models.DateTimeField(null=True)
    state_reason = models.TextField(blank=True)
    state_changed_at = models.DateTimeField(null=True)
    state_changed_by = models.CharField(max_length=150, blank=True)
    referred_to = models.CharField(max_length=20, choices=choices_of(ReferralTarget), blank=True)
    referral_number = models.CharField(max_length=60, blank=True)
    referred_on = models.DateField(null=True)
    # Name and contact of who reports, if he left any.
    seal = models.OneToOneField(
        "custody.Sealed", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # What was taken out of the text before it was stored, as how often by kind; and, where
    # something was, the whole text, sealed.
    taken_out = models.JSONField(default=dict)
    whole = models.OneToOneField(
        "custody.Sealed", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Whether somebody has looked for what tells persons: at all that comes in, first of all; at
    # what an earlier version kept, in the background.
    is_redacted = models.BooleanField(default=False)
    # Given by a sender who may send twice: a second one with the same key is the same signal.
    # Unique, so a missing one must be NULL and not "".
    idempotency_key = models.CharField(max_length=100, null=True, unique=True)  # noqa: DJ001

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signals_signal_severity_1_to_4", condition=Q(severity__range=(1, 4))
            ),
            models.CheckConstraint(
                name="signals_signal_known_state",
                condition=Q(state__in=[x.value for x in SignalState]),
            ),
            models.CheckConstraint(
                name="signals_signal_known_form", condition=Q(form__in=[x.value for x in Form])
            ),
            models.CheckConstraint(
                name="signals_signal_known_kind", condition=Q(kind__in=[x.value for x in Kind])
            ),
            models.CheckConstraint(
                name="signals_signal_taken_who_and_until_together",
                condition=Q(taken_by__isnull=True, taken_until__isnull=True)
                | Q(taken_by__isnull=False, taken_until__isnull=False),
            ),
            models.CheckConstraint(
                name="signals_signal_taken_is_in_a_hand",
                condition=~Q(state="taken") | Q(taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="signals_signal_changed_who_and_when_together",
                condition=Q(state_changed_at__isnull=True, state_changed_by="")
                | (Q(state_changed_at__isnull=False) & ~Q(state_changed_by="")),
            ),
            models.CheckConstraint(
                name="signals_signal_closed_with_reason",
                condition=Q(state__in=["new", "taken"]) | ~Q(state_reason=""),
            ),
            models.CheckConstraint(
                name="signals_signal_referral_is_whole",
                condition=~Q(state="referred")
                | (~Q(referred_to="") & ~Q(referral_number="") & Q(referred_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="signals_signal_point_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-received_at"], name="signals_signal_inbox"),
            models.Index(
                OrderBy(urgency(), descending=True),
                F("received_at"),
                F("id"),
                name="signals_signal_by_urgency",
                condition=Q(state__in=["new", "taken"]),
            ),
            models.Index(fields=["-received_at", "-id"], name="signals_signal_received"),
            models.Index(fields=["area", "heard_at"], name="signals_signal_area_heard"),
            models.Index(fields=["heard_at"], name="signals_signal_heard"),
            models.Index(fields=["came_from"], name="signals_signal_came_from"),
            # The others of a matter: few of many signals are in one.
            models.Index(
                fields=["cluster"], name="signals_signal_matter", condition=~Q(cluster="")
            ),
            models.Index(
                fields=["id"], name="signals_signal_not_redacted", condition=Q(is_redacted=False)
            ),
            GinIndex(SearchVector("text", config="indonesian"), name="signals_signal_words"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.area_id}"


class Receipt(models.Model):
    """The keyed hash of a 16-digit receipt. The digits themselves are shown once and not kept."""

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, related_name="receipt")
    digits_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"receipt of #{self.signal_id}"
