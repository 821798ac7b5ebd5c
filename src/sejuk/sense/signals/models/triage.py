"""What the machine suggested about a signal, and what a person decided. Both are only added to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sejuk.kit.choices import choices_of
from sejuk.sense.signals.models.signals import Signal
from sejuk.sense.signals.rules import Aspect


class Suggestion(models.Model):
    """What the engine would say about one aspect of a signal, how surely, and why."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="suggestions")
    aspect = models.CharField(max_length=10, choices=choices_of(Aspect))
    # A kind, the code of an area, a level of urgency 1 to 4, or the number of another signal.
    value = models.CharField(max_length=64)
    # Calibrated where the engine calibrates; else its score. 0 to 1.
    probability = models.FloatField()
    # As the engine told them: words and weights, candidates, shared phrases, conflicts.
    reasons = models.JSONField(default=list)
    # Which rules and which model spoke.
    engine = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="signals_suggestion_each_once",
                fields=["signal", "aspect", "value", "engine"],
            ),
            models.CheckConstraint(
                name="signals_suggestion_probability",
                condition=Q(probability__gte=0, probability__lte=1),
            ),
            models.CheckConstraint(
                name="signals_suggestion_known_aspect",
                condition=Q(aspect__in=[x.value for x in Aspect]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.aspect} {self.value}"


class Decision(models.Model):
    """What a person decided about one aspect of a signal, beside what was suggested to him."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="decisions")
    aspect = models.CharField(max_length=10, choices=choices_of(Aspect))
    # None where nothing had been suggested.
    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signals_decision_known_aspect",
                condition=Q(aspect__in=[x.value for x in Aspect]),
            ),
        ]
        indexes = [models.Index(fields=["aspect", "at"], name="signals_decision_learned")]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.aspect} {self.after}"
