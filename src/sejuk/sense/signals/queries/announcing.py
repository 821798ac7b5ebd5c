"""Answers that were written under receipts: by which key each is known."""

from collections.abc import Collection

from django.urls import reverse

from sejuk.sense.signals.models import Entry

_BEGIN = "answer"


def announcement_key(signal_id: int, answer_id: int, mark: str) -> str:
    """Return the key of the entry that tells a reporter of one version of an answer."""
    return f"{_BEGIN}:{answer_id}:{mark}:{signal_id}"


def announced(keys: Collection[str]) -> set[str]:
    """Return which of these entries were written. One query."""
    return set(Entry.objects.filter(form_key__in=keys).values_list("form_key", flat=True))


def answer_link(form_key: str) -> str:
    """Return where the whole answer stands that an entry tells of; "" for any other entry."""
    begin, *rest = form_key.split(":")
    is_one = begin == _BEGIN and len(rest) == 3 and rest[0].isdecimal()  # noqa: PLR2004 - as above
    return reverse("response:public", args=[int(rest[0])]) if is_one else ""
