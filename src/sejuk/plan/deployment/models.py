"""Posts and what they need, rosters with their duties, and the plan of polling stations."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sejuk.foundation.forces.rules import Qualification
from sejuk.kit.choices import Choice, choices_of
from sejuk.plan.deployment.rules import (
    Cause,
    Posture,
    RosterState,
    SeatRole,
    SolveState,
    StationClass,
)


def _known(column: str, words: type[Choice], *, or_empty: bool = False) -> Q:
    values = [word.value for word in words]
    return Q(**{f"{column}__in": ["", *values] if or_empty else values})


class Pattern(models.Model):
    """A shift pattern as data, such as 3 x 8 hours: the bands that a day at a post has."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Band(models.Model):
    """A time of day in a pattern: when a shift begins, how long it lasts, what it asks after."""

    pattern = models.ForeignKey(Pattern, on_delete=models.CASCADE, related_name="bands")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    starts = models.TimeField()
    minutes = models.PositiveIntegerField()
    # Standby counts for less than its length; empty counts whole.
    counted_minutes = models.PositiveIntegerField(null=True, blank=True)
    rest_after_minutes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deployment_band_once", fields=["pattern", "code"]),
            models.CheckConstraint(
                name="deployment_band_lasts_up_to_two_days", condition=Q(minutes__range=(15, 2880))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostKind(models.Model):
    """A kind of post whose needs its posts inherit, such as the guard of an election office."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A place where people stand guard, a patrol sector, or the reserve."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.ForeignKey(PostKind, on_delete=models.PROTECT, related_name="posts")
    site = models.ForeignKey(
        "places.Site", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    # Its own pattern in place of its kind's.
    pattern = models.ForeignKey(
        Pattern, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deployment_post_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Need(models.Model):
    """
    How many of whom a post needs: set for the operation, a kind of post, or one post.

    The narrowest that speaks of a seat holds: a post's before its kind's before the operation's,
    and one for the running stage before one for all stages. A count of zero takes a seat away.
    """

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.ForeignKey(PostKind, on_delete=models.CASCADE, null=True, blank=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True)
    # Code of a stage of the operation; empty holds in all of them.
    stage_code = models.CharField(max_length=30, blank=True)
    # Code of a band of the post's pattern; empty holds in all of them.
    band_code = models.CharField(max_length=20, blank=True)
    posture = models.CharField(max_length=10, choices=choices_of(Posture), default=Posture.OVERT)
    role = models.CharField(max_length=12, choices=choices_of(SeatRole), default=SeatRole.MEMBER)
    qualification = models.CharField(max_length=20, choices=choices_of(Qualification), blank=True)
    organisation = models.ForeignKey(
        "forces.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_woman = models.BooleanField(default=False)
    by_squad = models.BooleanField(default=False)
    count = models.PositiveSmallIntegerField()
    # What an empty seat costs beside others: the seat that matters more is filled first.
    priority = models.PositiveIntegerField(default=1000)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deployment_need_for_a_kind_or_a_post",
                condition=Q(kind__isnull=True) | Q(post__isnull=True),
            ),
            models.CheckConstraint(
                name="deployment_need_known_words",
                condition=_known("posture", Posture)
                & _known("role", SeatRole)
                & _known("qualification", Qualification, or_empty=True),
            ),
            models.UniqueConstraint(
                name="deployment_need_once",
                fields=[
                    "operation", "kind", "post", "stage_code", "band_code", "posture", "role",
                    "qualification", "organisation", "is_woman",
                ],
                nulls_distinct=False,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.count} {self.role}"


class RuleSetting(models.Model):
    """A rule of the roster as this operation wants it, in place of the engine's default."""

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.CASCADE, related_name="+"
    )
    # engines.roster.RuleCode and Level
    code = models.CharField(max_length=30)
    level = models.CharField(max_length=5)
    amount = models.IntegerField(default=0)
    price = models.PositiveIntegerField(default=1)
    organisation = models.ForeignKey(
        "forces.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deployment_rulesetting_once",
                fields=["operation", "code", "organisation"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="deployment_rulesetting_known_level",
                condition=Q(level__in=["hard", "warn", "soft"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.level}"


class Squad(models.Model):
    """People who rotate together (regu, peleton)."""

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.CASCADE, related_name="+"
    )
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deployment_squad_once", fields=["operation", "code"])
        ]

    def __str__(self) -> str:
        return self.name


class SquadMember(models.Model):
    """A person in a squad; nobody is in two."""

    squad = models.ForeignKey(Squad, on_delete=models.CASCADE, related_name="members")
    person = models.OneToOneField("forces.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.squad_id} {self.person_id}"


class Wish(models.Model):
    """A day on which a person asks to be on or off duty. Why is nobody's business."""

    person = models.ForeignKey("forces.Person", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    is_off = models.BooleanField(default=True)
    band_code = models.CharField(max_length=20, blank=True)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deployment_wish_once", fields=["person", "day"])
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"


class Ban(models.Model):
    """A person who is not to stand at a post from a day until a day, and why."""

    person = models.ForeignKey("forces.Person", on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deployment_ban_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                name="deployment_ban_once", fields=["person", "post", "starts_on"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post_id}"


class Holiday(models.Model):
    """A public holiday, which fairness counts, and where it is said."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


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
                name="deployment_roster_known_state", condition=_known("state", RosterState)
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
                condition=_known("posture", Posture) & _known("role", SeatRole),
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
                name="deployment_substitution_known_cause", condition=_known("cause", Cause)
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
                name="deployment_solve_known_state", condition=_known("state", SolveState)
            ),
            models.UniqueConstraint(
                name="deployment_solve_one_at_a_time",
                fields=["roster"],
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id} {self.state}"


class StationGrade(models.Model):
    """The class of a polling station in an operation, with its source."""

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.CASCADE, related_name="+"
    )
    site = models.ForeignKey("places.Site", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=15, choices=choices_of(StationClass))
    source = models.CharField(max_length=200)
    graded_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deployment_stationgrade_once", fields=["operation", "site"]
            ),
            models.CheckConstraint(
                name="deployment_stationgrade_known_class", condition=_known("grade", StationClass)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.grade}"


class StationPlan(models.Model):
    """Which officers stand at which polling stations: a draft, or a published version."""

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120)
    day = models.DateField()
    state = models.CharField(
        max_length=10, choices=choices_of(RosterState), default=RosterState.DRAFT
    )
    # What the engine was asked: a pattern for each class, within what, how far, platoons.
    asked = models.JSONField()
    # Totals, bound, gap and shortfall by kecamatan as the engine gave them.
    figures = models.JSONField(default=dict)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deployment_stationplan_known_state", condition=_known("state", RosterState)
            ),
            models.CheckConstraint(
                name="deployment_stationplan_two_persons_publish",
                condition=Q(published_by__isnull=True)
                | (Q(proposed_by__isnull=False) & ~Q(published_by=F("proposed_by"))),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StationGroup(models.Model):
    """Polling stations that a pair or more of officers look after together."""

    plan = models.ForeignKey(StationPlan, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveIntegerField()
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=15, choices=choices_of(StationClass))
    officers = models.PositiveSmallIntegerField()
    linmas = models.PositiveSmallIntegerField()
    longest_minutes = models.FloatField(null=True)
    sites = models.ManyToManyField("places.Site", related_name="+")
    people = models.ManyToManyField("forces.Person", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deployment_stationgroup_once", fields=["plan", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class Padal(models.Model):
    """The officer in control (perwira pengendali) of a kecamatan in a plan of polling stations."""

    plan = models.ForeignKey(StationPlan, on_delete=models.CASCADE, related_name="padal")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "forces.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deployment_padal_once", fields=["plan", "area"])
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.area_id}"


class Platoon(models.Model):
    """A reserve platoon and where it waits."""

    plan = models.ForeignKey(StationPlan, on_delete=models.CASCADE, related_name="platoons")
    number = models.PositiveSmallIntegerField()
    site = models.ForeignKey("places.Site", on_delete=models.PROTECT, null=True, related_name="+")
    size = models.PositiveSmallIntegerField()
    longest_minutes = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deployment_platoon_once", fields=["plan", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"
