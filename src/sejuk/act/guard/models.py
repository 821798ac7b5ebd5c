"""Duty as it is stood: arrivals, swaps, sickness, watches, the occurrence book, handovers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sejuk.act.guard.rules import Attendance, Decided, EntryKind, ItemKind, Method, Rung, SwapState
from sejuk.kit.choices import Choice, choices_of


def _known(column: str, words: type[Choice]) -> Q:
    return Q(**{f"{column}__in": [word.value for word in words]})


class PostCode(models.Model):
    """What the rotating code of a post is made from, beside the secret of the installation."""

    post = models.OneToOneField("deployment.Post", on_delete=models.CASCADE, related_name="+")
    salt = models.BinaryField(max_length=32)
    renewed_by = models.CharField(max_length=150)
    renewed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.post_id}"


class CheckIn(models.Model):
    """Somebody came to his duty, and left it. There is no position in it but the post."""

    # Who falls ill on duty has one, and who takes over from him has another.
    duty = models.ForeignKey("deployment.Duty", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("forces.Person", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=8, choices=choices_of(Method))
    arrived_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)
    # Made on the phone: what was kept without a network and sent twice counts once.
    key = models.UUIDField(unique=True)
    # Who was there and says that an arrival which was sent long afterwards was so.
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=150, blank=True)
    left_at = models.DateTimeField(null=True)
    left_recorded_at = models.DateTimeField(null=True)
    left_recorded_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guard_checkin_known_method", condition=_known("method", Method)
            ),
            models.CheckConstraint(
                name="guard_checkin_leaves_after_arriving",
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
            ),
            models.UniqueConstraint(name="guard_checkin_once", fields=["duty", "person"]),
        ]
        indexes = [models.Index(fields=["person", "-arrived_at"], name="guard_checkin_person")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.arrived_at}"


class WrongCode(models.Model):
    """Somebody gave a code that did not hold: who tries many is told to wait."""

    person = models.ForeignKey("forces.Person", on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "given_at"], name="guard_wrongcode_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.given_at}"


class Absence(models.Model):
    """The holder of a duty was late, or did not come: raised once, until a leader has seen it."""

    duty = models.ForeignKey("deployment.Duty", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("forces.Person", on_delete=models.PROTECT, related_name="+")
    # One of two words of rules.Attendance.
    kind = models.CharField(max_length=10, choices=choices_of(Attendance))
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="guard_absence_once", fields=["duty", "person", "kind"]),
            models.CheckConstraint(
                name="guard_absence_late_or_missing", condition=Q(kind__in=["late", "missing"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.kind}"


class HoursCorrection(models.Model):
    """A claim that a duty lasted otherwise than recorded, and what was decided."""

    duty = models.ForeignKey("deployment.Duty", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("forces.Person", on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField()
    reason = models.TextField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=choices_of(Decided), default=Decided.OPEN)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guard_hourscorrection_known_state", condition=_known("state", Decided)
            ),
            models.UniqueConstraint(
                name="guard_hourscorrection_one_open",
                fields=["duty", "person"],
                condition=Q(state="open"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.minutes}"


class Swap(models.Model):
    """A request to give a duty to a colleague, or to exchange two."""

    duty = models.ForeignKey("deployment.Duty", on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey("forces.Person", on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey("forces.Person", on_delete=models.PROTECT, related_name="+")
    # His duty in exchange; empty when he takes one more.
    in_exchange = models.ForeignKey(
        "deployment.Duty", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=choices_of(SwapState), default=SwapState.ASKED)
    # What the swap would break, as verified when it was asked: sentences.
    warnings = models.JSONField(default=list)
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guard_swap_known_state", condition=_known("state", SwapState)
            ),
            models.UniqueConstraint(
                name="guard_swap_one_open",
                fields=["duty"],
                condition=Q(state__in=["asked", "accepted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.asker_id} -> {self.colleague_id}"


class SickNotice(models.Model):
    """Somebody said that he is ill, from an instant until a day. What he has is not asked."""

    person = models.ForeignKey("forces.Person", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_on = models.DateField()
    told_by = models.CharField(max_length=150)
    told_at = models.DateTimeField()
    # The leave that it became in the records of the force.
    leave_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-told_at"], name="guard_sicknotice_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at}"


class FeedKey(models.Model):
    """The key in the address of a person's calendar; only its hash is kept."""

    person = models.OneToOneField("forces.Person", on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"


class Watch(models.Model):
    """The dead-man timer of a post: how often it must answer, and how long a silence is borne."""

    post = models.OneToOneField("deployment.Post", on_delete=models.CASCADE, related_name="+")
    period_minutes = models.PositiveIntegerField()
    grace_minutes = models.PositiveIntegerField()
    is_on = models.BooleanField(default=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    # Set when nobody looked for a while: what the installation slept through is no post's silence.
    counts_from = models.DateTimeField(null=True)
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guard_watch_sensible",
                condition=Q(period_minutes__range=(5, 1440), grace_minutes__range=(1, 720)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id}"


class Alarm(models.Model):
    """A post stayed silent past a rung: who was called, and who answered."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="alarms")
    # The silence it belongs to: the moment an answer was due.
    due_at = models.DateTimeField()
    rung = models.CharField(max_length=15, choices=choices_of(Rung))
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="guard_alarm_once", fields=["watch", "due_at", "rung"]),
            models.CheckConstraint(name="guard_alarm_known_rung", condition=_known("rung", Rung)),
        ]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.rung}"


class Book(models.Model):
    """The occurrence book of a post: its last number, counted on under a lock."""

    post = models.OneToOneField("deployment.Post", on_delete=models.PROTECT, related_name="+")
    last_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.post_id}"


class BookEntry(models.Model):
    """A line of the occurrence book (buku mutasi) of a post. It is never changed nor removed."""

    post = models.ForeignKey("deployment.Post", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=choices_of(EntryKind))
    happened_at = models.DateTimeField()
    text = models.TextField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    signal_id = models.BigIntegerField(null=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    author_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="guard_bookentry_number_once", fields=["post", "number"]),
            models.CheckConstraint(
                name="guard_bookentry_known_kind", condition=_known("kind", EntryKind)
            ),
            models.CheckConstraint(
                name="guard_bookentry_correction_names_what",
                condition=Q(kind="correction", corrects__isnull=False)
                | (~Q(kind="correction") & Q(corrects__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.number}"


class PostItem(models.Model):
    """Something that a post keeps and hands over: keys, equipment, books."""

    post = models.ForeignKey("deployment.Post", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=choices_of(ItemKind))
    name = models.CharField(max_length=120)
    count = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="guard_postitem_once", fields=["post", "name"]),
            models.CheckConstraint(
                name="guard_postitem_known_kind", condition=_known("kind", ItemKind)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Handover(models.Model):
    """One shift hands a post to the next, signed by both. Without it a shift does not close."""

    post = models.ForeignKey("deployment.Post", on_delete=models.PROTECT, related_name="+")
    # The shift that ends.
    day = models.DateField()
    band_code = models.CharField(max_length=20)
    ends_at = models.DateTimeField()
    giver = models.ForeignKey("forces.Person", on_delete=models.PROTECT, related_name="+")
    # Empty where the guard of a post ends for good.
    taker = models.ForeignKey(
        "forces.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    people_present = models.PositiveIntegerField()
    # For each item: name, kind, how many there should be (stated) and are (counted), a remark.
    items = models.JSONField(default=list)
    situation = models.TextField()
    # Each: text, since when (ISO day), whether it is settled, and how. The open ones go on.
    open_matters = models.JSONField(default=list)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    remarks = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="guard_handover_once", fields=["post", "day", "band_code"]
            ),
            models.CheckConstraint(
                name="guard_handover_two_sign",
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | (Q(taken_by__isnull=False, taken_at__isnull=False) & ~Q(taken_by=F("given_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.day} {self.band_code}"
