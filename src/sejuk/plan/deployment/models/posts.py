"""Posts and what they need; rules, squads, wishes and bans."""

from django.db import models
from django.db.models import F, Q

from sejuk.foundation.forces.rules import Qualification
from sejuk.kit.choices import choices_of
from sejuk.plan.deployment.models.words import known
from sejuk.plan.deployment.rules import (
    Posture,
    SeatRole,
)


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
                condition=known("posture", Posture)
                & known("role", SeatRole)
                & known("qualification", Qualification, or_empty=True),
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
    """A person in a squad; nobody is in two of one operation."""

    # The squad's: beside the person it keeps him out of a second one.
    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.CASCADE, related_name="+"
    )
    squad = models.ForeignKey(Squad, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("forces.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deployment_squadmember_once", fields=["operation", "person"]
            )
        ]

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
