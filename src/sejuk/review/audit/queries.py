"""Questions about the ledger, within the areas of who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import make_aware
from django.utils.translation import gettext

from sejuk.foundation.accounts import queries as accounts
from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import EVERYWHERE, RESIDENT, Actor
from sejuk.kit.scoping import within
from sejuk.review.audit import rules
from sejuk.review.audit.models import Verification

if TYPE_CHECKING:
    from sejuk.foundation.ledger.models import Entry

A_PAGE = 50
SYSTEM = "system:"


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; empty fields look for everything."""

    verb: str = ""
    actor_name: str = ""
    area_code: str = ""
    subject: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it stands in the ledger, with the name of its area and who signed in."""

    sequence: int
    at: datetime
    actor_name: str
    # What the account signs in with today; "" when none acted.
    account: str
    verb: str
    subject: str
    area: str
    detail: dict[str, object]
    hash: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Lines newest first, and the numbers at which the neighbouring pages begin."""

    lines: tuple[Line, ...]
    older_than: int | None
    newer_than: int | None


def ledger_page(
    *, actor: Actor, filters: Filters, before: int | None = None, after: int | None = None
) -> LedgerPage:
    """
    Return a page of what `actor` may read, beside the entry `before` or `after`.

    Pages are cut by number, never by counting: the thousandth page costs what the first one does.
    """
    found = ledger.entries().filter(_readable_by(actor), _matching(filters))
    if after is not None:
        nearest = found.filter(sequence__gt=after).order_by("sequence")[: A_PAGE + 1]
        entries = list(nearest)
        more, entries = len(entries) > A_PAGE, entries[:A_PAGE][::-1]
        has_older, has_newer = True, more
    else:
        older = found.filter(sequence__lt=before) if before is not None else found
        entries = list(older[: A_PAGE + 1])
        has_older, has_newer = len(entries) > A_PAGE, before is not None
        entries = entries[:A_PAGE]
    lines = _lines(entries)
    return LedgerPage(
        lines,
        older_than=lines[-1].sequence if lines and has_older else None,
        newer_than=lines[0].sequence if lines and has_newer else None,
    )


def _lines(entries: Sequence["Entry"]) -> tuple[Line, ...]:
    labels = places.area_labels({entry.area_code for entry in entries} - {EVERYWHERE})
    signed_in = accounts.user_names({entry.actor_user_id or 0 for entry in entries})
    return tuple(
        Line(
            sequence=entry.sequence,
            at=entry.at,
            actor_name=entry.actor_name,
            account=signed_in.get(entry.actor_user_id or 0, ""),
            verb=entry.verb,
            subject=entry.subject,
            area=labels.get(entry.area_code, entry.area_code),
            detail=entry.detail,
            hash=entry.hash,
        )
        for entry in entries
    )


def last_verification() -> Verification | None:
    """Return what was found when the chain was last verified."""
    return Verification.objects.order_by("-id").first()


def last_that_held() -> Verification | None:
    """Return the last verification that found a whole chain with anything in it."""
    return Verification.objects.filter(holds=True, count__gt=0).order_by("-id").first()


def _readable_by(actor: Actor) -> Q:
    rows = within(actor.only(*rules.READERS).scope, "area_code")
    return rows | Q(area_code=EVERYWHERE) if rules.sees_entries_without_area(actor) else rows


def _done_by(name: str) -> Q:
    """
    Return what somebody did, as the page calls him, or as he signs in.

    An account is found by its number: whatever it was called when it acted.
    """
    if name == gettext("A resident"):
        return Q(actor_name=RESIDENT)
    if name == gettext("Sejuk itself"):
        return Q(actor_name__startswith=SYSTEM)
    before, _job, after = gettext("The system (%(job)s)").partition("%(job)s")
    if name.startswith(before) and name.endswith(after):
        return Q(actor_name=SYSTEM + name.removeprefix(before).removesuffix(after))
    meant = accounts.accounts_called(name)
    return Q(actor_user_id__in=[one.pk for one in meant]) if meant else Q(actor_name=name)


def _matching(filters: Filters) -> Q:
    rows = Q()
    if filters.verb:
        rows &= Q(verb=filters.verb)
    if filters.actor_name:
        rows &= _done_by(filters.actor_name)
    if filters.area_code:
        rows &= within((filters.area_code,), "area_code")
    if filters.subject:
        rows &= Q(subject=filters.subject)
    if filters.day:
        begins = make_aware(datetime.combine(filters.day, time.min))
        rows &= Q(at__gte=begins, at__lt=begins + timedelta(days=1))
    return rows
