"""Layers of the map beside the temperature: its change, corrected, and what is told falsely."""

from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from sejuk.assess.risk.queries import Reading
from sejuk.assess.risk.rules import SEEING
from sejuk.assess.risk.web import words
from sejuk.engines.warning import band_of
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.layers import Cell, Layer, Picture, Step, Tone

WORTH_SHOWING = 20
"""From how many tenths on a change is shown. Chosen: two degrees are more than mere fading."""
RAMP = {"sejuk": Tone.LOW, "hangat": Tone.MILD, "panas": Tone.HIGH, "kritis": Tone.TOP}
STEPS_OF_FALSEHOODS = (100, 250)
"""Chosen: a rumour of severity 2 told freshly by one voice gives 9.9 degrees."""


def change_since_yesterday(actor: Actor, day: date, now: datetime) -> Picture:
    reading = Reading(actor.scope, day, now)
    after, before = reading.picture, reading.before
    changes = after.tenths.astype(int) - before.tenths
    cells = {}
    shown = zip(after.territory.codes, changes.tolist(), (~after.grey).tolist(), strict=True)
    for code, change, is_known in shown:
        step = 1 if abs(change) < WORTH_SHOWING else 2 if change > 0 else 0
        cells[code] = Cell(step, words.signed(change), value=change) if is_known else Cell(None, "")
    steps = (
        Step(Tone.COOLER, gettext("cooler by 2 degrees or more")),
        Step(Tone.STEADY, gettext("about the same")),
        Step(Tone.WARMER, gettext("warmer by 2 degrees or more")),
    )
    return Picture(steps, cells)


def corrected_temperature(actor: Actor, day: date, now: datetime) -> Picture:
    reading = Reading(actor.scope, day, now)
    picture = reading.picture
    corrected = reading.corrected()
    cells = {}
    shown = zip(picture.territory.codes, corrected.tolist(), (~picture.grey).tolist(), strict=True)
    for code, tenths, is_known in shown:
        step = list(RAMP).index(band_of(tenths).value)
        cells[code] = (
            Cell(step, words.degrees(tenths), value=tenths) if is_known else Cell(None, "")
        )
    bands = words.bands()
    ends = [start - 1 for _, start, _ in bands[1:]] + [100]
    steps = tuple(
        Step(RAMP[band], f"{word} ({start}–{end})")
        for (band, start, word), end in zip(bands, ends, strict=True)
    )
    return Picture(steps, cells)


def falsehoods(actor: Actor, day: date, now: datetime) -> Picture:
    reading = Reading(actor.scope, day, now)
    told = reading.falsehoods()
    picture = reading.picture
    cells = {}
    for code, grey in zip(picture.territory.codes, picture.grey.tolist(), strict=True):
        found = told.get(code)
        if found is None:
            cells[code] = Cell(None, "") if grey else Cell(0, gettext("none known"))
            continue
        count = len(found.matters)
        step = 1 + sum(found.tenths > least for least in STEPS_OF_FALSEHOODS)
        sentence = ngettext(
            "%(count)s matter, %(degrees)s", "%(count)s matters, %(degrees)s", count
        )
        cells[code] = Cell(
            step, sentence % {"count": count, "degrees": words.degrees(found.tenths)}
        )
    steps = (
        Step(Tone.LOW, gettext("none known")),
        Step(Tone.MILD, gettext("told")),
        Step(Tone.HIGH, gettext("told by several voices, or gravely")),
        Step(Tone.TOP, gettext("told widely")),
    )
    return Picture(steps, cells)


CHANGE = Layer(
    "perubahan",
    N_("Change since yesterday"),
    N_("How much warmer or cooler each village is than at the end of the day before."),
    SEEING,
    change_since_yesterday,
)
CORRECTED = Layer(
    "terkoreksi",
    N_("Corrected temperature"),
    N_("The temperature as it would be if every village reported as readily as its district."),
    SEEING,
    corrected_temperature,
)
FALSEHOODS = Layer(
    "hoaks",
    N_("Falsehoods that circulate"),
    N_("Rumours known to be false that are still told. They ask to be put right, not for patrols."),
    SEEING,
    falsehoods,
)
