"""Rosters with their duties, what was changed in them, and how they were computed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sejuk.foundation.forces.rules import Qualification
from sejuk.kit.choices import choices_of
from sejuk.plan.deployment.models.posts import Post
from sejuk.plan.deployment.models.words import known
from sejuk.plan.deployment.rules import (
    Cause,
    Posture,
    RosterState,
    SeatRole,
    SolveState,
)


class Roster(models.Model):
    """
    Who stands where from a day until a day: a draft, or one of the published versions.

    One person proposes, another publishes. A published roster of later days or a new version of
    the same days supersedes; nothing that was published is changed but by Substitution.
    """

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=choices_of(RosterState), default=RosterState.DRAFT
    )
    # Counted over the operation when published.
    version = models.PositiveIntegerField(null=True, blank=True)
    made_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Grows with each change on the board: who judged an older one is told so.
    revision = models.PositiveIntegerField(default=0)
    # engines.roster.Figures of the last verdict, kept beside the roster for lists.
    figures = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    # From when until when its duties are those that are stood: a later version begins where it
    # was published, and what began before then stays with the earlier one. Empty: no bound.
    holds_from = models.DateTimeField(null=True)
    holds_until = models.DateTimeField(null=True)
    order = models.ForeignKey(
        "operations.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deployment_roster_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="deployment_roster_known_state", condition=known("state", RosterState)
            ),
            models.UniqueConstraint(
                name="deployment_roster_version_once", fields=["operation", "version"]
            ),
            models.CheckConstraint(
                name="deployment_roster_two_persons_publish",
                condition=Q(state__in=["draft", "proposed", "dropped"], published_by__isnull=True)
                | (
                    Q(
                        state__in=["published", "superseded"],
                        version__isnull=False,
                        proposed_by__isnull=False,
                        published_by__isnull=False,
                        published_at__isnull=False,
                    )
                    & ~Q(published_by=F("proposed_by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """One seat of a roster: where, when, as what; and who, once somebody is placed on it."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="duties")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    # The engine's Demand.id, and which of its equal seats.
    demand = models.CharField(max_length=200)
    seat = models.PositiveSmallIntegerField()
    day = models.DateField()
    band_code = models.CharField(max_length=20)
    band_name = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    counted_minutes = models.PositiveIntegerField()
    rest_after_minutes = models.PositiveIntegerField(default=0)
    posture = models.CharField(max_length=10, choices=choices_of(Posture))
    role = models.CharField(max_length=12, choices=choices_of(SeatRole))
    qualification = models.CharField(max_length=20, choices=choices_of(Qualification), blank=True)
    organisation = models.ForeignKey(
        "forces.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_woman = models.BooleanField(default=False)
    by_squad = models.BooleanField(default=False)
    priority = models.PositiveIntegerField(default=1000)
    person = models.ForeignKey(
        "forces.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_pinned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deployment_duty_seat_once", fields=["roster", "demand", "seat"]
            ),
            models.CheckConstraint(
                name="deployment_duty_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="deployment_duty_pin_holds_a_person",
                condition=Q(is_pinned=False) | Q(person__isnull=False),
            ),
            models.CheckConstraint(
                name="deployment_duty_known_words",
                condition=known("posture", Posture) & known("role", SeatRole),
            ),
        ]
        indexes = [
            models.Index(fields=["roster", "day"], name="deployment_duty_day"),
            models.Index(fields=["person", "starts_at"], name="deployment_duty_person"),
            models.Index(fields=["post", "starts_at"], name="deployment_duty_post"),
        ]

    def __str__(self) -> str:
        return f"{self.demand}#{self.seat}"


class Override(models.Model):
    """A warning that a named commander published in spite of, and his reason."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="overrides")
    rule = models.CharField(max_length=30)
    # engines.roster.Sentence as {"text": ..., "values": {...}}, for all breaches of the rule.
    sentences = models.JSONField(default=list)
    breaches = models.PositiveIntegerField()
    reason = models.TextField()
    overridden_by = models.CharField(max_length=150)
    overridden_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deployment_override_once", fields=["roster", "rule"]),
            models.CheckConstraint(
                name="deployment_override_has_a_reason", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id} {self.rule}"


class Substitution(models.Model):
    """A published duty that changed hands: what was, what is, why, and who decided."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="substitutions")
    was = models.ForeignKey(
        "forces.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    now = models.ForeignKey(
        "forces.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cause = models.CharField(max_length=10, choices=choices_of(Cause))
    reason = models.TextField(blank=True)
    # Sentences of the warnings that were accepted with it.
    warnings = models.JSONField(default=list)
    decided_by = models.CharField(max_length=150)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deployment_substitution_known_cause", condition=known("cause", Cause)
            )
        ]
        indexes = [models.Index(fields=["decided_at"], name="deployment_substitution_when")]

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.was_id} -> {self.now_id}"


class Solve(models.Model):
    """The computing of a draft in the background, with what it has reached."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="solves")
    state = models.CharField(
        max_length=10, choices=choices_of(SolveState), default=SolveState.WAITING
    )
    seed = models.PositiveIntegerField()
    workers = models.PositiveSmallIntegerField(default=1)
    seconds = models.PositiveIntegerField()
    # Times it was begun: more than one when a worker was killed in the middle.
    attempts = models.PositiveSmallIntegerField(default=0)
    is_stop_asked = models.BooleanField(default=False)
    # engines.roster.Progress, oldest first; thinned so that a long run stays short.
    progress = models.JSONField(default=list)
    # The best roster so far, as numbers of people in the order of the seats; a worker that takes
    # over goes on from it.
    best = models.JSONField(default=list)
    # What came of it, as {"text": a msgid, "values": {...}}.
    message = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    # By the real clock: a silent one has lost its worker.
    alive_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deployment_solve_known_state", condition=known("state", SolveState)
            ),
            models.UniqueConstraint(
                name="deployment_solve_one_at_a_time",
                fields=["roster"],
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id} {self.state}"
