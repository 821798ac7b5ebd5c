"""Alarms with their reports and steps; rules set by hand, calibrations, and looks at the day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sejuk.assess.alarms.rules import AlarmState, Deed, Finder, Stream, Verdict
from sejuk.kit.actors import Role
from sejuk.kit.choices import choices_of


class Calibration(models.Model):
    """
    The thresholds at which the watch alarms, for an alarm budget. Only added to.

    The newest of an operation holds; those before stay, so that it can be read why an alarm rang.
    """

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.PROTECT, related_name="+"
    )
    # As the engine writes them; `thresholds_from_json` reads them again.
    thresholds = models.JSONField()
    # One false alarm in so many quiet days, over all detectors and streams together.
    budget_days = models.FloatField()
    seed = models.BigIntegerField()
    # How many days of records it rests on: four to six weeks are needed for good thresholds.
    days_seen = models.PositiveIntegerField()
    reason = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="alarms_calibration_budget_above_0", condition=Q(budget_days__gt=0)
            )
        ]
        indexes = [models.Index(fields=["operation", "-id"], name="alarms_calibration_newest")]

    def __str__(self) -> str:
        return f"one in {self.budget_days:g} days, {self.made_at:%Y-%m-%d}"


class SetRule(models.Model):
    """A rule of the Nyss kind: so many cases within days and kilometres. Only ever retired."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    # "" counts all streams together.
    stream = models.CharField(max_length=20, choices=choices_of(Stream), blank=True)
    count = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    kilometres = models.FloatField()
    reason = models.TextField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    retired_by = models.CharField(max_length=150, blank=True)
    retired_at = models.DateTimeField(null=True)
    retired_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="alarms_setrule_count_above_1", condition=Q(count__gte=2)),
            models.CheckConstraint(
                name="alarms_setrule_known_stream",
                condition=Q(stream__in=["", *(x.value for x in Stream)]),
            ),
            models.CheckConstraint(
                name="alarms_setrule_retired_who_when_why_together",
                condition=Q(retired_at__isnull=True, retired_by="", retired_reason="")
                | (Q(retired_at__isnull=False) & ~Q(retired_by="") & ~Q(retired_reason="")),
            ),
            # A name in force stands for one rule; the alarm says by which it was raised.
            models.UniqueConstraint(
                name="alarms_setrule_name_once",
                fields=["area", "name"],
                condition=Q(retired_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WatchRun(models.Model):
    """One look at the day: which evidence it saw, and what it found. Only added to."""

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField()
    # The last ledger entry about signals that it knew; a later one is a reason to look again.
    evidence_sequence = models.BigIntegerField(default=0)
    evidence_hash = models.CharField(max_length=64, blank=True)
    calibration = models.ForeignKey(
        Calibration, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cases = models.PositiveIntegerField()
    raised = models.PositiveIntegerField()
    run_by = models.CharField(max_length=150)
    run_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["operation", "-id"], name="alarms_watchrun_newest")]

    def __str__(self) -> str:
        return f"{self.day}: {self.raised}"


class Alarm(models.Model):
    """
    Something unusual in some villages: what was counted, what was expected, and how it stands.

    What was found never changes; only how it stands does, and with whom it is.
    """

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.PROTECT, related_name="+"
    )
    detector = models.CharField(max_length=12, choices=choices_of(Finder))
    stream = models.CharField(max_length=20, choices=choices_of(Stream), blank=True)
    rule = models.ForeignKey(SetRule, on_delete=models.PROTECT, null=True, related_name="+")
    calibration = models.ForeignKey(
        Calibration, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The village in the middle; of an alarm for the whole district the district itself.
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    # As the engine counts: capped, and what we came upon ourselves at its lesser weight.
    count = models.FloatField()
    expected = models.FloatField()
    score = models.FloatField()
    # Once in so many quiet days; None for a rule and a grave incident, which do not recur.
    once_in_days = models.FloatField(null=True)
    # What else noticed the same, and the engine's references of the cases, as it gave them.
    also = models.JSONField(default=list)
    references = models.JSONField(default=list)
    raised_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=choices_of(AlarmState), default=AlarmState.RAISED
    )
    steps_taken = models.PositiveIntegerField(default=0)
    last_step_by = models.CharField(max_length=150, blank=True)
    last_step_at = models.DateTimeField(null=True)
    # With whom it waits, and until when; None once somebody has decided.
    with_role = models.CharField(max_length=30, choices=choices_of(Role), default=Role.OPERATOR)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="alarms_alarm_known_state",
                condition=Q(state__in=[x.value for x in AlarmState]),
            ),
            models.CheckConstraint(
                name="alarms_alarm_known_detector",
                condition=Q(detector__in=[x.value for x in Finder]),
            ),
            models.CheckConstraint(
                name="alarms_alarm_ends_after_start", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="alarms_alarm_last_step_who_and_when_together",
                condition=Q(last_step_at__isnull=True, last_step_by="")
                | (Q(last_step_at__isnull=False) & ~Q(last_step_by="")),
            ),
            models.CheckConstraint(
                name="alarms_alarm_undecided_has_a_deadline",
                condition=~Q(state__in=["raised", "assessed"]) | Q(due_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-raised_at"], name="alarms_alarm_listed"),
            models.Index(fields=["operation", "-last_day"], name="alarms_alarm_recent"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.detector} {self.area_id}"


class AlarmArea(models.Model):
    """A village that an alarm is about, with how many cases were counted there."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="areas")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    # 0 is the one in the middle.
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="alarms_alarmarea_once", fields=["alarm", "area"])
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.area_id}"


class AlarmReport(models.Model):
    """A signal that an alarm rests on, and what somebody found when he looked at it."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="reports")
    signal = models.ForeignKey("signals.Signal", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=choices_of(Verdict), blank=True)
    assessed_by = models.CharField(max_length=150, blank=True)
    assessed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="alarms_alarmreport_once", fields=["alarm", "signal"]),
            models.CheckConstraint(
                name="alarms_alarmreport_known_verdict",
                condition=Q(verdict__in=["", *(x.value for x in Verdict)]),
            ),
            models.CheckConstraint(
                name="alarms_alarmreport_verdict_who_and_when_together",
                condition=Q(verdict="", assessed_by="", assessed_at__isnull=True)
                | (~Q(verdict="") & ~Q(assessed_by="") & Q(assessed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id} #{self.signal_id}"


class Step(models.Model):
    """Something that was done with an alarm. The database refuses to change it."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=20, choices=choices_of(Deed))
    # Of which report, and what was found; only for that deed.
    report = models.ForeignKey(AlarmReport, on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=12, choices=choices_of(Verdict), blank=True)
    # To whom it went; for what is handed on or escalated.
    to_role = models.CharField(max_length=30, choices=choices_of(Role), blank=True)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="alarms_step_numbered_once", fields=["alarm", "number"]),
            models.CheckConstraint(
                name="alarms_step_known_deed", condition=Q(deed__in=[x.value for x in Deed])
            ),
            models.CheckConstraint(
                name="alarms_step_decided_with_reason",
                condition=~Q(deed__in=["escalated", "dismissed", "closed"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id}.{self.number} {self.deed}"
