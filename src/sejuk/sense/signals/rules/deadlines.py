"""By when the next step is owed. Public holidays count as working days: no list of them is kept."""

from datetime import date, datetime, time, timedelta, tzinfo

from sejuk.sense.signals.rules.words import SignalState

# SP4N-LAPOR! verifies and passes on within three working days; the day before that is ours.
TRIAGE_WITHIN = timedelta(hours=24)
ANSWER_WORKING_DAYS = 3
FRIDAY = 5


def answer_due_on(received_on: date) -> date:
    """
    Return the last working day on which an answer is in time.

    >>> answer_due_on(date(2024, 11, 22))  # from a Friday to the Wednesday
    datetime.date(2024, 11, 27)
    """
    due, left = received_on, ANSWER_WORKING_DAYS
    while left:
        due += timedelta(days=1)
        left -= due.isoweekday() <= FRIDAY
    return due


def oldest_in_time(today: date) -> date:
    """
    Return the first day of receipt whose answer is not late yet.

    >>> oldest_in_time(date(2024, 11, 27))
    datetime.date(2024, 11, 22)
    """
    day = today
    while answer_due_on(day - timedelta(days=1)) >= today:
        day -= timedelta(days=1)
    return day


def deadline_of(state: SignalState, received_at: datetime, zone: tzinfo) -> datetime | None:
    """Return by when the next step is owed: triage of what is new, an answer to what is taken."""
    if state is SignalState.NEW:
        return received_at + TRIAGE_WITHIN
    if state is SignalState.TAKEN:
        due_on = answer_due_on(received_at.astimezone(zone).date())
        return datetime.combine(due_on, time.max, zone)
    return None
