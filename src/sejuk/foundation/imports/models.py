"""Files that somebody brought, kept until they are loaded or set aside."""

from django.db import models


class Upload(models.Model):
    """One file, the mapping of its columns, and what the last check of it found."""

    importer = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=list)
    row_count = models.PositiveIntegerField()
    # Field name -> column name of the file.
    mapping = models.JSONField(default=dict)
    # What the last check found:
    # errors as row, column, value and why; counts of new, changed and same rows.
    report = models.JSONField(null=True)
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.importer} {self.file_name}"
