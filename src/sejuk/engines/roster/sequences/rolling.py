"""A first roster over many days: some weeks at a time, each person at a steady pace."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from sejuk.engines.roster.sequences.diving import dive
from sejuk.engines.roster.sequences.lines import (
    OFF,
    Line,
    Lines,
    add_line,
    cover_of,
    cover_prices,
    keeps_terms,
)
from sejuk.engines.roster.sequences.masters import Master, Rounds
from sejuk.engines.roster.sequences.offers import Pricer, paced, priced, whole_stretch
from sejuk.engines.roster.sequences.pricing import NEVER, Floats

# Chosen by trial: weeks at a time, fewer where there are many kinds; and the week after, which is
# looked at so that no line ends in a corner.
DAYS_AT_ONCE, KINDS_DAYS, DAYS_AHEAD = 28, 230, 7
# Of asking for lines, first and in the dive; chosen: the last rounds bring next to nothing.
MOST_ROUNDS, DIVE_ROUNDS = 40, 6

IsOver = Callable[[], bool]
IsOverAt = Callable[[float], bool]  # whether a part of the time is over


def first_lines(lines: Lines, pricer: Pricer) -> list[Line]:
    """Return a line for each person, one after another, each the cheapest beside those before."""
    cover = np.zeros_like(lines.needed)
    roster = []
    for person in range(lines.people):
        prices = cover_prices(lines.needed - cover, lines.under, lines.over)
        roster.append(legal_line(lines, pricer, person, prices))
        add_line(cover, roster[-1])
    return roster


def legal_line(lines: Lines, pricer: Pricer, person: int, prices: Floats) -> Line:
    """Return the cheapest whole line of a person; days off where none is found."""
    stretch = whole_stretch(lines, person)
    offers = pricer.offers(stretch, priced(lines, stretch, prices))
    return offers.lines[0][1] if offers.lines else np.full(lines.days, OFF, dtype=np.int8)


def with_terms_that_can_be_kept(lines: Lines) -> Lines:
    """Return the lines with fewer units asked of those whose other terms leave no room for them."""
    pricer, terms = Pricer(lines), list(lines.terms)
    # At these prices more units are always better, and no line is dearer than none.
    prices = np.broadcast_to(-lines.lengths, lines.needed.shape)
    for person, own in enumerate(lines.terms):
        stretch = whole_stretch(lines, person)
        asked = np.where(lines.allowed[person], prices, NEVER).astype(np.float64)
        if pricer.offers(stretch, asked).lines:
            continue
        without = pricer.offers(replace(stretch, least_units=0), asked).lines
        most = int(-without[0][0]) if without else 0
        terms[person] = replace(own, least_units=min(most, own.least_units))
    return replace(lines, terms=tuple(terms))


def rolled_lines(lines: Lines, pricer: Pricer, is_over_at: IsOverAt) -> list[Line]:
    """Return whole lines made stretch by stretch, each with its share of the time."""
    at_once = max(7, min(DAYS_AT_ONCE, KINDS_DAYS // lines.kinds // 7 * 7))
    made = [np.empty(0, dtype=np.int8) for _ in range(lines.people)]
    for first in range(0, lines.days, at_once):
        until = first + at_once + DAYS_AHEAD
        # A short end would leave too few days to keep the terms in.
        until = lines.days if until + at_once // 2 > lines.days else until
        keep = lines.days if until == lines.days else first + at_once
        is_over = partial(is_over_at, until / lines.days)
        parts = _next_lines(lines, pricer, made, until, is_over)
        made = [
            np.concatenate((line, part[: keep - first]))
            for line, part in zip(made, parts, strict=True)
        ]
        if until == lines.days:
            break
    return mended(lines, pricer, made)


def mended(lines: Lines, pricer: Pricer, roster: list[Line]) -> list[Line]:
    """Return the lines with those that do not keep their terms made anew."""
    cover = cover_of(lines, roster)
    made = []
    for person, line in enumerate(roster):
        kept = line
        if not keeps_terms(lines, person, line):
            add_line(cover, line, -1)
            prices = cover_prices(lines.needed - cover, lines.under, lines.over)
            kept = legal_line(lines, pricer, person, prices)
            add_line(cover, kept)
        made.append(kept)
    return made


def _next_lines(
    lines: Lines, pricer: Pricer, made: list[Line], until: int, is_over: IsOver
) -> list[Line]:
    """Return the lines that follow on those made, up to a day."""
    first = len(made[0])
    window = slice(first, until)
    stretches, parts = [], {}
    needed = lines.needed[window].copy()
    for person, line in enumerate(made):
        stretch = paced(lines, person, line, until)
        prices = cover_prices(needed, lines.under[window], lines.over[window])
        offers = pricer.offers(stretch, priced(lines, stretch, prices))
        if not offers.lines:
            stretch = paced(lines, person, line, until, least_units=0)
            offers = pricer.offers(stretch, priced(lines, stretch, prices))
        if offers.lines:
            parts[person] = offers.lines[0][1]
            add_line(needed, parts[person], -1)
            stretches.append(stretch)
        else:
            parts[person] = np.full(until - first, OFF, dtype=np.int8)
    master = Master(lines, pricer, stretches, lines.needed[window])
    for person in master.stretches:
        master.add(person, parts[person])
    Rounds(master, most=MOST_ROUNDS).run(is_over)
    found = dive(lines, pricer, master, is_over, rounds=DIVE_ROUNDS)
    if found is not None:
        parts |= found.lines
    return [parts[person] for person in range(lines.people)]
