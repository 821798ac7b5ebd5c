"""Views of the inbox that people keep under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class SavedView(models.Model):
    """A filter of the inbox under a name: somebody's own, or shown to colleagues of an area."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    # The query of the address, as the filter writes it.
    address = models.CharField(max_length=1_000)
    is_shared = models.BooleanField(default=False)
    # For whom: those who work in this area or above it; "" is everywhere.
    area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    # Opened when the owner opens the inbox.
    is_default = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="signals_savedview_name_once"),
            models.UniqueConstraint(
                name="signals_savedview_one_default",
                fields=["owner"],
                condition=Q(is_default=True),
            ),
            models.CheckConstraint(
                name="signals_savedview_area_of_shared",
                condition=Q(is_shared=True) | Q(area_code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
