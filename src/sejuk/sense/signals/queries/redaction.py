"""What was taken out of texts because it tells who somebody is: counted by kind, told in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from sejuk.engines import triage
from sejuk.foundation.places.queries import known_names
from sejuk.kit.choices import N_
from sejuk.sense.signals.models import Signal

KINDS = {
    triage.PersonalKind.NAME: N_("name"),
    triage.PersonalKind.PHONE: N_("telephone number"),
    triage.PersonalKind.NIK: N_("identity number (NIK)"),
    triage.PersonalKind.KK: N_("family card number (KK)"),
    triage.PersonalKind.PLATE: N_("number plate"),
    triage.PersonalKind.HANDLE: N_("account name"),
    triage.PersonalKind.EMAIL: N_("e-mail address"),
    triage.PersonalKind.ACCOUNT: N_("bank account"),
    triage.PersonalKind.ADDRESS: N_("home address"),
    triage.PersonalKind.RECEIPT: N_("receipt number"),
}


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A kind of personal data, in the reader's language, and how often it was taken out."""

    kind: str
    count: int


def taken_out_of(plain: str) -> dict[str, int]:
    """
    Return how often each kind was taken out of a text, by what stands in its place.

    So a message that lost its names on the way here is counted like one that loses them now.

    >>> taken_out_of("Pak [nama] dan Bu [nama], hp [telepon]")
    {'name': 2, 'phone': 1}
    """
    counts = {kind.value: plain.count(placed) for kind, placed in triage.PLACEHOLDERS.items()}
    return {kind: count for kind, count in counts.items() if count}


def taken_out_words(counts: Mapping[str, int]) -> tuple[TakenOut, ...]:
    """Return what was taken out, in words."""
    return tuple(
        TakenOut(gettext(KINDS[triage.PersonalKind(kind)]), count) for kind, count in counts.items()
    )


def not_sealed_after(number: int, *, most: int) -> list[int]:
    """Return the next signals of which no whole text lies sealed, by their numbers."""
    rows = Signal.objects.filter(pk__gt=number, whole__isnull=True).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def not_redacted(*, most: int) -> list[int]:
    """Return signals that an earlier version kept and nobody has redacted, by their numbers."""
    rows = Signal.objects.filter(is_redacted=False).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def would_be_taken_out(numbers: Sequence[int], *, area_code: str) -> dict[str, int]:
    """Return how much would be taken out of signals, by kind; under "" of how many signals."""
    counts: Counter[str] = Counter()
    names = known_names(area_code)
    for text in Signal.objects.filter(pk__in=numbers).values_list("text", flat=True):
        found = triage.redacted(text, names=names).counts
        counts.update({kind.value: count for kind, count in found})
        counts.update({"": 1} if found else {})
    return dict(counts)
