"""Areas by Kemendagri code, the names they are searched by, and sites."""

from django.db import models
from django.db.models import Q

from sejuk.foundation.places.rules import BoundarySource, Level, SiteKind
from sejuk.kit.choices import choices_of


class Area(models.Model):
    """An administrative area. Its Kemendagri code is its key, so scopes are prefixes of it."""

    code = models.CharField(max_length=13, primary_key=True, db_collation="C")
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=12, choices=choices_of(Level))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    residents = models.PositiveIntegerField(null=True, blank=True)
    # A GeoJSON geometry (Polygon or MultiPolygon) in WGS 84.
    boundary = models.JSONField(null=True, blank=True)
    boundary_source = models.CharField(
        max_length=12, choices=choices_of(BoundarySource), default=BoundarySource.NONE
    )
    # The boundary made light for a map: few points, and borders that meet those of neighbours.
    outline = models.JSONField(null=True, blank=True)
    revised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="places_area_known_level", condition=Q(level__in=[x.value for x in Level])
            ),
            models.CheckConstraint(
                name="places_area_code_is_kemendagri",
                condition=Q(code__regex=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$"),
            ),
            models.CheckConstraint(
                name="places_area_point_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]
        indexes = [models.Index(fields=["level", "code"], name="places_area_level")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AreaName(models.Model):
    """A name, or a variant of one, with the key it is found by (see rules.search_keys)."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=100, db_collation="C")
    is_variant = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="places_areaname_once", fields=["area", "key", "name"])
        ]
        # With the area beside the key a search in one district reads the index alone.
        indexes = [models.Index(fields=["key", "area"], name="places_areaname_key")]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """An office, polling station, store or post."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=choices_of(SiteKind))
    name = models.CharField(max_length=120)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="sites")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="places_site_known_kind", condition=Q(kind__in=[x.value for x in SiteKind])
            ),
            models.CheckConstraint(
                name="places_site_point_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
