"""Files that somebody brought, kept until they are loaded or set aside."""

from django.db import models


class Upload(models.Model):
    """One file, the mapping of its columns, and what the last check of it found."""

    importer = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    # Emptied when the file is loaded.
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=list)
    # The first rows, cut short, to show what stands in a column.
    samples = models.JSONField(default=list)
    row_count = models.PositiveIntegerField()
    # What the reader decided by himself: [[msgid, {blank: text}]]
    notes = models.JSONField(default=list)
    # Name of a column of the importer -> header in the file.
    mapping = models.JSONField(default=dict)
    # What the last check found, see queries.Report; null before it.
    report = models.JSONField(null=True)
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["uploaded_by", "uploaded_at"], name="imports_upload_whose")]

    def __str__(self) -> str:
        return f"{self.importer} {self.file_name}"
