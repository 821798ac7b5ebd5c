"""Proposed visits: which village next, by whom, and why; and the note that a visit took place."""

from django.db import models
from django.db.models import Q

from sejuk.kit.choices import choices_of
from sejuk.plan.programme.rules import ProposalState, Turn


class Proposal(models.Model):
    """A village proposed to an officer for a week, with its reasons and what was decided."""

    week_starts_on = models.DateField()
    officer = models.ForeignKey("forces.Person", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    turn = models.CharField(max_length=15, choices=choices_of(Turn), default=Turn.SCORE)
    score_tenths = models.IntegerField()
    # [{"code": "temperature", "tenths": 232, "value": 58.0, "hint": "panas"}] as the engine gave
    # them; they sum to the score. The hint is the band, or from where a distance was counted.
    reasons = models.JSONField(default=list)
    # The chance with which the village was chosen, which whoever draws conclusions from visits must
    # divide by; the seed that chose it; and P(at least one incident) as it was known. None where
    # nothing was drawn: before there were draws.
    selection_probability = models.FloatField(null=True)
    draw_seed = models.BigIntegerField(null=True)
    chance = models.FloatField(null=True)
    state = models.CharField(
        max_length=10, choices=choices_of(ProposalState), default=ProposalState.PROPOSED
    )
    # The day and officer that a person settled on; they may differ from what was proposed.
    planned_on = models.DateField(null=True, blank=True)
    planned_officer = models.ForeignKey(
        "forces.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="programme_proposal_once", fields=["week_starts_on", "officer", "area"]
            ),
            models.CheckConstraint(
                name="programme_proposal_known_state",
                condition=Q(state__in=[x.value for x in ProposalState]),
            ),
            models.CheckConstraint(
                name="programme_proposal_known_turn",
                condition=Q(turn__in=[x.value for x in Turn]),
            ),
            models.CheckConstraint(
                name="programme_proposal_drawn_whole",
                condition=Q(selection_probability__isnull=True, draw_seed__isnull=True)
                | Q(selection_probability__range=(0, 1), draw_seed__isnull=False),
            ),
            models.CheckConstraint(
                name="programme_proposal_planned_day_and_officer_together",
                condition=Q(state__in=["proposed", "refused"])
                | Q(planned_on__isnull=False, planned_officer__isnull=False),
            ),
            models.CheckConstraint(
                name="programme_proposal_who_and_when_together",
                condition=Q(decided_at__isnull=True, decided_by="")
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            ),
            models.CheckConstraint(
                name="programme_proposal_refused_or_changed_with_reason",
                condition=~Q(state__in=["refused", "changed"]) | ~Q(decision_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "week_starts_on"], name="programme_proposal_area"),
            models.Index(fields=["planned_on", "area"], name="programme_proposal_planned"),
        ]

    def __str__(self) -> str:
        return f"{self.week_starts_on} {self.officer_id} {self.area_id}"


class VisitNote(models.Model):
    """
    That a village was visited on a day: what planning and coverage need of a visit.

    The visit itself is kept by outreach, which planning cannot see; outreach leaves this note.
    """

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    visit_id = models.BigIntegerField(unique=True)
    has_photo = models.BooleanField(default=False)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["area", "-held_on"], name="programme_visitnote_area"),
            models.Index(fields=["held_on", "area"], name="programme_visitnote_held"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.held_on}"


class FeedbackAudit(models.Model):
    """
    Whether visits have begun to feed themselves: the figures of two weeks, as they were computed.

    Rows are added, never changed: computed again, a week has a newer row beside the old one.
    """

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    # The Monday of the later of the two weeks.
    week_starts_on = models.DateField()
    # As the engine gave them (engines.warning.FeedbackAudit); the page reads all but these from it.
    figures = models.JSONField()
    gini = models.FloatField()
    never_visited = models.PositiveIntegerField()
    # None where all villages stood alike.
    shadow_correlation = models.FloatField(null=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programme_feedbackaudit_gini_0_to_1", condition=Q(gini__range=(0, 1))
            ),
            models.CheckConstraint(
                name="programme_feedbackaudit_correlation_within",
                condition=Q(shadow_correlation__isnull=True) | Q(shadow_correlation__range=(-1, 1)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["area", "-week_starts_on", "-id"], name="programme_feedbackaudit_last"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.week_starts_on}"
