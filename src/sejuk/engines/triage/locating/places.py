"""
Places in a text: with misspellings, short forms and names that several areas share.

What stands there is compared with every spelling of the gazetteer, weighed with the words around
it, and answered with candidates: where two areas have one name, both are the answer, until the
kecamatan is named or the place of the reporter is known.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from math import exp
from typing import NamedTuple

from sejuk.engines.triage.locating.gazetteer import AreaName, Gazetteer
from sejuk.engines.triage.locating.mentions import (
    Candidate,
    Mention,
    PlaceClue,
    PlaceReason,
)
from sejuk.engines.triage.locating.place_words import Cue
from sejuk.engines.triage.locating.spelling import Spoken, spoken_words
from sejuk.engines.triage.locating.surroundings import (
    elsewhere_beside,
    elsewhere_in,
)
from sejuk.engines.triage.locating.weighing import Window, of_level, weighed_windows

# All chosen, and tried with `./sejuk bench triage --only places`.
ENOUGH = 6.0  # points from which a window is a place
CLOSE = 3.0  # a candidate so much weaker than the best is none
WORD_SAYS = 2.0
CLEAR = 2.0  # the best is so much stronger than the next: not ambiguous
PARENT_SAYS = 4.0
PARENT_BESIDE_SAYS = 7.0  # "Sukajadi, Ulu Ogan": not the other kecamatan that is named too
NEAR_SAYS = 3.0
NEIGHBOUR_SAYS = 4.5  # a noun in a row with places
UNSURE = 6.5  # with another district named beside it, whatever the letters say
UNLIKE = {PlaceClue.MISSPELLED, PlaceClue.SHORTENED}
VILLAGE_CUES = {Cue.VILLAGE, Cue.URBAN}
PARTS_TO_KECAMATAN = 3


class _Weighed(NamedTuple):
    area: AreaName
    points: float
    reason: PlaceReason
    further: tuple[PlaceReason, ...]


class _Named(NamedTuple):
    """Areas above villages that a text may name, and where."""

    first: int
    end: int
    codes: frozenset[str]
    is_announced: bool


# Of areas that are named alike one may be the mention itself; beside it stands the next but one at
# most, with a mention of one word between.
OF_EACH, AROUND = 2, 2
NOBODY = _Named(0, 0, frozenset(), is_announced=False)


def located(text: str, gazetteer: Gazetteer, *, near: str = "") -> tuple[Mention, ...]:
    """
    Return the places that a text names, in its order, each with its candidates.

    :param near: the code of an area that the text is known to come from or to be about. It decides
        between areas of one name; it never makes a place of a word.

    >>> areas = [AreaName("16.01.20", "Ulu Ogan", "kecamatan"),
    ...          AreaName("16.01.20.2006", "Sukajadi", "desa", "16.01.20"),
    ...          AreaName("16.01.14", "Baturaja Timur", "kecamatan"),
    ...          AreaName("16.01.14.1006", "Sukajadi", "kelurahan", "16.01.14")]
    >>> from sejuk.engines.triage.locating.gazetteer import gazetteer_of
    >>> known = gazetteer_of(areas)
    >>> one, = located("warga sukajdi resah", known)
    >>> one.words, one.is_ambiguous, [found.code for found in one.candidates]
    ('sukajdi', True, ['16.01.14.1006', '16.01.20.2006'])
    >>> one, _ = located("Ds Sukajadi kec. ulu ogan", known)
    >>> one.is_ambiguous, one.candidates[0].code, str(one.candidates[0].further[-1].clue)
    (False, '16.01.20.2006', 'parent_named')
    """
    words = spoken_words(text)
    if not words or not gazetteer.areas:
        return ()
    outside = elsewhere_in(words, gazetteer.elsewhere)
    windows = _outside_of(weighed_windows(words, text, gazetteer), outside)
    chosen = _chosen(_with_neighbours(windows, words, text, gazetteer))
    named = tuple(_areas_above(group, gazetteer) for group in chosen)
    context = _Context(gazetteer, words, text, _kecamatan_of(near), outside)
    mentions = map(context.mention, chosen, _others(named))
    return tuple(mention for mention in mentions if mention is not None)


def _kecamatan_of(code: str) -> str:
    return ".".join(code.split(".")[:PARTS_TO_KECAMATAN])


def _areas_above(group: Sequence[Window], gazetteer: Gazetteer) -> _Named:
    """Return the kecamatan, kabupaten and so on that a mention may mean."""
    best = max(group, key=lambda one: one.points)
    cue = best.announced.cue
    areas: Iterable[AreaName] = ()
    if best.points >= ENOUGH and cue not in VILLAGE_CUES:
        areas = (gazetteer.areas[at] for at in best.spelling.areas)
    codes = frozenset(area.code for area in areas if not area.is_village)
    return _Named(best.first, best.end, codes, is_announced=cue is Cue.SUBDISTRICT)


def _others(named: Sequence[_Named]) -> Iterator[list[_Named]]:
    """
    Return for each mention which areas are named elsewhere: those around it, of the rest each once.

    One that is not beside says the same however often it is named.
    """
    kept: dict[frozenset[str], list[int]] = {}
    for at, one in enumerate(named):
        same = kept.setdefault(one.codes, [])
        if len(same) < OF_EACH:
            same.append(at)
    far = {at for same in kept.values() for at in same}
    for at in range(len(named)):
        around = range(max(0, at - AROUND), min(len(named), at + AROUND + 1))
        yield [named[other] for other in far.union(around) if other != at]


def _outside_of(windows: Iterable[Window], outside: Sequence[tuple[int, int]]) -> list[Window]:
    """Leave out what is part of a place outside, or written otherwise than it: Tanjung Enim."""
    return [
        window
        for window in windows
        if not any(
            window.clue in UNLIKE or window.end - window.first < end - first
            for first, end in _overlapping(window, outside)
        )
    ]


def _overlapping(window: Window, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return which of ordered spans, each behind the one before it, a window shares words with."""
    behind = bisect_right(spans, window.first, key=lambda span: span[1])
    return takewhile(lambda span: span[0] < window.end, islice(spans, behind, None))


def _with_neighbours(
    windows: Sequence[Window], words: Sequence[Spoken], text: str, gazetteer: Gazetteer
) -> Iterator[Window]:
    """Strengthen nouns in a row with places: "Terusan dan Laya", "dari Merbau ke Laya"."""
    strong = [one for one in windows if one.points >= ENOUGH]
    begins, ends = {one.first for one in strong}, {one.end for one in strong}
    joining = gazetteer.words.joining

    def joins(at: int) -> bool:
        return 0 <= at < len(words) and words[at].key in joining

    for one in sorted(windows, key=lambda one: (one.first, one.end)):
        is_noun = one.clue is PlaceClue.EXACT and 0 < one.points < ENOUGH
        if is_noun and one.spelling.key not in gazetteer.words.elsewhere:
            follows = (one.first - 1 in ends and joins(one.first - 1)) or (
                one.first in ends and "," in text[words[one.first - 1].end : words[one.first].start]
            )
            if follows or (one.end + 1 in begins and joins(one.end)):
                ends.add(one.end)
                yield one._replace(points=one.points + NEIGHBOUR_SAYS)
                continue
        yield one


def _chosen(windows: Iterable[Window]) -> list[list[Window]]:
    """Return windows that do not overlap, the strongest first served, in the order of the text."""
    by_span: dict[tuple[int, int], list[Window]] = {}
    for window in windows:
        by_span.setdefault((window.first, window.end), []).append(window)
    ranked = sorted(
        by_span.items(),
        key=lambda item: (-_strength(item[1]), item[0][0] - item[0][1], item[0]),
    )
    chosen: list[tuple[int, int]] = []
    taken = bytearray(max((end for _, end in by_span), default=0))
    for (first, end), _ in ranked:
        if not any(taken[first:end]):
            taken[first:end] = b"\1" * (end - first)
            chosen.append((first, end))
    return [by_span[span] for span in sorted(chosen)]


def _strength(group: Sequence[Window]) -> float:
    """More words explained by a place are worth more: "Lubuk Batang Br" is not "Lubuk Batang"."""
    best = max(group, key=lambda one: one.points)
    more = best.end - best.first - 1 if best.points >= ENOUGH else 0
    return best.points + WORD_SAYS * more


@dataclass(frozen=True, slots=True)
class _Context:
    """The whole text, by which the candidates of one mention are judged."""

    gazetteer: Gazetteer
    words: Sequence[Spoken]
    text: str
    near: str
    outside: Sequence[tuple[int, int]]

    def mention(self, group: list[Window], others: Sequence[_Named]) -> Mention | None:
        """Return what the windows of one place mean; `others` are areas named elsewhere."""
        weighed = sorted(self._weighed(group, others), key=lambda one: (-one.points, one.area.code))
        weighed = [one for one in weighed if one.points >= weighed[0].points - CLOSE - PARENT_SAYS]
        if not weighed or weighed[0].points < ENOUGH:
            return None
        first, end = group[0].first, group[0].end
        start, stop = self.words[first].start, self.words[end - 1].end
        return Mention(
            start=start,
            end=stop,
            words=self.text[start:stop],
            candidates=tuple(_candidates(weighed)),
            is_ambiguous=_is_ambiguous(weighed),
        )

    def _weighed(self, group: list[Window], others: Sequence[_Named]) -> Iterator[_Weighed]:
        best = max(window.points for window in group)
        seen: set[str] = set()
        for window in sorted(group, key=lambda one: -one.points):
            if window.points < best - CLOSE:
                return
            for at in window.spelling.areas:
                area = self.gazetteer.areas[at]
                if area.code not in seen:
                    seen.add(area.code)
                    yield self._moved(area, window, others)

    def _moved(self, area: AreaName, window: Window, others: Sequence[_Named]) -> _Weighed:
        """Return an area with what the text and the place of the reporter say about it."""
        points, further = window.points, []
        cue = window.announced
        if cue.cue.value > 0:
            further.append(PlaceReason(PlaceClue.ANNOUNCED, cue.words))
        if level := of_level(cue.cue, area.level):
            points += level
            if level < 0:
                further.append(PlaceReason(PlaceClue.OTHER_LEVEL, cue.words))
        outside = elsewhere_beside(window.end, self.outside)
        if outside is not None:
            first, end = outside
            words = self.text[self.words[first].start : self.words[end - 1].end]
            points = min(points, UNSURE)
            further.append(PlaceReason(PlaceClue.ELSEWHERE, words))
        if self.near and area.code.startswith(self.near):
            points += 0 if window.points < ENOUGH else NEAR_SAYS
            further.append(PlaceReason(PlaceClue.NEAR, self._name(self.near)))
        says, code = max(self._parent(area, window, one) for one in (*others, NOBODY))
        if says:
            points += says
            further.append(PlaceReason(PlaceClue.PARENT_NAMED, self._name(code)))
        return _Weighed(area, points, PlaceReason(window.clue, area.name), tuple(further))

    def _parent(self, area: AreaName, window: Window, named: _Named) -> tuple[float, str]:
        """Return what a named area says for a village in it, and which area it is."""
        above = self.gazetteer.above[area.code] & named.codes
        if not above:
            return 0.0, ""
        is_beside = max(named.first - window.end, window.first - named.end) <= 1
        if window.points < ENOUGH and not (is_beside and named.is_announced):
            return 0.0, ""  # "harga durian di Peninjauan" is no village
        return (PARENT_BESIDE_SAYS if is_beside else PARENT_SAYS), max(above)

    def _name(self, code: str) -> str:
        area = self.gazetteer.by_code.get(code)
        return area.name if area is not None else code


def _is_ambiguous(weighed: Sequence[_Weighed]) -> bool:
    if any(reason.clue is PlaceClue.ELSEWHERE for reason in weighed[0].further):
        return True
    return len(weighed) > 1 and weighed[1].points > weighed[0].points - CLEAR


def _candidates(weighed: Sequence[_Weighed]) -> Iterator[Candidate]:
    best = weighed[0].points
    shares = [exp(one.points - best) for one in weighed]
    is_place = 1 / (1 + exp(UNSURE - best))
    for one, share in zip(weighed, shares, strict=True):
        score = round(is_place * share / sum(shares), 4)
        yield Candidate(one.area.code, score, one.reason, one.further)
