"""Marks of rows, by which what is kept in this process knows that it is still the same row."""

from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

Mark = tuple[int, int]
"""
The number of the row's table in PostgreSQL, and of the row in its table. When a demonstration is
made anew the rows count from 1 again, but their tables are others.
"""
NOTHING: Mark = (0, 0)
TABLE = RawSQL("tableoid::bigint", (), output_field=IntegerField())
