"""What the book of a post says by itself, in Indonesian: it is a paper of the Indonesian police."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext, override

from sejuk.act.guard.models import Handover
from sejuk.act.guard.queries.handing import items_from, matters_from
from sejuk.act.guard.queries.shifts import Shift
from sejuk.act.guard.rules import EntryKind, Rung
from sejuk.act.guard.rules.handing import CountedItem
from sejuk.plan.deployment.queries.duties import StandingDuty
from sejuk.sense.signals.rules import LONGEST_TEXT


def opening_words(shift: Shift) -> str:
    """Return who stands in a shift that is opened, and how many of how many."""
    names = ", ".join(duty.person_title for duty in shift.placed)
    with override("id"):
        said = gettext("%(shift)s opened: %(placed)s of %(needed)s placed.") % {
            "shift": shift.band_name,
            "placed": len(shift.placed),
            "needed": len(shift.duties),
        }
    return f"{said} {names}."[:LONGEST_TEXT] if names else said


def attendance_words(kind: EntryKind, duty: StandingDuty) -> str:
    """Return who came to a shift, or left it."""
    words = {"person": duty.person_title, "shift": duty.band_name}
    with override("id"):
        if kind is EntryKind.ARRIVAL:
            return gettext("%(person)s is there (%(shift)s).") % words
        return gettext("%(person)s has left (%(shift)s).") % words


def alarm_words(rung: Rung, due_at: datetime) -> str:
    """Return since when a post has been silent, and who is called."""
    with override("id"):
        return gettext("No answer since %(at)s; called: %(whom)s.") % {
            "at": f"{timezone.localtime(due_at):%H.%M}",
            "whom": gettext(rung.label),
        }


def answered_words(answer: str) -> str:
    """Return what was found where a post had been silent."""
    with override("id"):
        found = answer or gettext("All is well (Aman)")
        return gettext("The alarm is answered: %(answer)s") % {"answer": found}


def handover_words(handover: Handover) -> str:
    """Return a signed handover as the book holds it; the whole stands on its sheet."""
    with override("id"):
        return "\n".join(_handover_lines(handover))[:LONGEST_TEXT]


def _handover_lines(handover: Handover) -> list[str]:
    names = {
        "giver": handover.giver,
        "taker": handover.taker or gettext("nobody: the guard ends here"),
        "people": handover.people_present,
    }
    lines = [
        gettext("Handed over by %(giver)s, taken by %(taker)s; %(people)s people present.") % names,
        handover.situation,
    ]
    lines += [_difference_line(item) for item in items_from(handover.items) if item.differs]
    for matter in matters_from(handover.open_matters):
        words = {"text": matter.text, "how": matter.how}
        lines.append(
            gettext("Settled: %(text)s (%(how)s)") % words
            if matter.is_settled
            else gettext("Still open: %(text)s") % words
        )
    return [*lines, handover.remarks] if handover.remarks else lines


def _difference_line(item: CountedItem) -> str:
    words = {
        "name": item.name,
        "counted": item.counted,
        "stated": item.stated,
        "remark": item.remark,
    }
    return gettext("%(name)s: %(counted)s counted, %(stated)s on the list. %(remark)s") % words
