"""Which questions staff was asked, what was learnt from decisions, and which model speaks."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sejuk.kit.choices import choices_of
from sejuk.sense.signals.models.signals import Signal
from sejuk.sense.signals.rules.learning import ModelDeed, Why


class Question(models.Model):
    """That staff was asked on a day of which kind a signal is, and why of this one."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="questions")
    day = models.DateField()
    # Its place in the day's queue.
    number = models.PositiveIntegerField()
    why = models.CharField(max_length=10, choices=choices_of(Why))
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signals_question_once_a_day", fields=["day", "signal"]),
            models.UniqueConstraint(name="signals_question_numbered", fields=["day", "number"]),
            models.CheckConstraint(
                name="signals_question_known_why",
                condition=Q(why__in=[one.value for one in Why]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.number}"


class ModelVersion(models.Model):
    """
    What was learnt on a night, and how it did on decisions it had not seen. Never changed.

    The model itself is kept where it took the place of another: one that was refused can be made
    anew from the same decisions.
    """

    # The hash of the content, as the engine gives it.
    version = models.CharField(max_length=64)
    content = models.TextField(blank=True)
    trained_on = models.PositiveIntegerField()
    trained_until = models.DateField()
    # Decisions left out, as something personal was still found in the text.
    left_out = models.PositiveIntegerField()
    # What it was compared with; "" stands for the rules alone.
    compared_with = models.CharField(max_length=64, blank=True)
    # Both evaluations as the engine gave them.
    figures = models.JSONField()
    figures_before = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.version[:12]


class ModelTurn(models.Model):
    """That a model was refused, or speaks from then on; without a model the rules speak alone."""

    model = models.ForeignKey(
        ModelVersion, on_delete=models.PROTECT, null=True, related_name="turns"
    )
    deed = models.CharField(max_length=12, choices=choices_of(ModelDeed))
    # The engine's verdict, for what was decided by figures.
    verdict = models.CharField(max_length=20, blank=True)
    difference = models.FloatField(default=0.0)
    # A person's reason, for what he decided.
    reason = models.TextField(blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signals_modelturn_known_deed",
                condition=Q(deed__in=[one.value for one in ModelDeed]),
            ),
            models.CheckConstraint(
                name="signals_modelturn_model_unless_stopped",
                condition=Q(deed="stopped", model__isnull=True)
                | (~Q(deed="stopped") & Q(model__isnull=False)),
            ),
            models.CheckConstraint(
                name="signals_modelturn_by_figures_or_with_a_reason",
                condition=Q(deed__in=["replaced", "refused"]) & ~Q(verdict="")
                | (Q(deed__in=["brought_back", "stopped"]) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.at:%Y-%m-%d}"
