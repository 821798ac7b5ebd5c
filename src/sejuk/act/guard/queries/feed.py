"""A person's duties as a calendar that his phone subscribes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext
from icalendar import Calendar, Event

from sejuk.act.guard.models import FeedKey
from sejuk.kit.exports import INVENTED
from sejuk.plan.deployment.queries.changes import order_numbers
from sejuk.plan.deployment.queries.duties import StandingDuty, published_duties

# Chosen: a month back for one's own hours, and as far ahead as the longest roster.
SHOWN_BACK, SHOWN_AHEAD = timedelta(days=31), timedelta(days=200)
PRODUCT = "-//Sejuk//Dinas//ID"


def feed_key_of(person_id: int) -> FeedKey | None:
    return FeedKey.objects.filter(person_id=person_id).first()


def feed_called(token: str) -> FeedKey | None:
    """Return whose calendar an address is; None for an address that opens nothing."""
    found = FeedKey.objects.filter(key_hash=hash_of(token), person__is_active=True)
    return found.select_related("person").first()


def hash_of(token: str) -> str:
    """Return what is kept of a key. It has 256 random bits: nobody finds it by trying."""
    return sha256(token.encode()).hexdigest()


def calendar_of(feed: FeedKey, *, is_invented: bool, now: datetime) -> bytes:
    """
    Return a person's published duties as an iCalendar file (RFC 5545).

    The same duties give the same bytes, so that a phone that has them is told "nothing new". A
    duty in plain clothes says neither where nor with what: calendars travel to foreign servers.
    """
    duties = published_duties(
        starts_at=now - SHOWN_BACK,
        ends_at=now + SHOWN_AHEAD,
        person_id=feed.person_id,
        covert=True,
    )
    orders = order_numbers({duty.roster_id for duty in duties})
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    title = gettext("Duties")
    calendar.add("x-wr-calname", f"{INVENTED} · {title}" if is_invented else title)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    for duty in duties:
        calendar.add_component(_event(duty, orders.get(duty.roster_id, ""), feed.made_at))
    if duties:
        calendar.add_missing_timezones(
            first_date=duties[0].starts_at.date(), last_date=(now + SHOWN_AHEAD).date()
        )
    return bytes(calendar.to_ical())


def _event(duty: StandingDuty, order: str, stamped_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"duty-{duty.duty_id}@sejuk")
    # Not the time of asking: that would make each answer differ from the one before.
    event.add("dtstamp", stamped_at)
    event.add("dtstart", localtime(duty.starts_at))
    event.add("dtend", localtime(duty.ends_at))
    if duty.is_covert:
        event.add("summary", gettext("Duty"))
        event.add("class", "CONFIDENTIAL")
        return event
    event.add("summary", f"{gettext('Duty')}: {duty.post_name} ({duty.band_name})")
    event.add("location", duty.post_name)
    lines = [gettext(duty.role.label), order]
    event.add("description", "\n".join(line for line in lines if line))
    event.add("class", "PRIVATE")
    return event


def tag_of(content: bytes) -> str:
    """Return the entity tag of a calendar."""
    return f'"{sha256(content).hexdigest()[:32]}"'
