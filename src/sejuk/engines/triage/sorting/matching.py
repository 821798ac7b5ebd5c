"""
Which rules a message meets, with its own words as the reason.

The method
----------
1.  The message is cut into words, each in the form by which spellings of it are the same.
2.  Words in harmless phrases ("ayam bakar", "Pulau Jawa") are passed over.
3.  A term hits alone. A pair hits when one of each part stands at most `within` words from the
    other; a full stop counts as five words.
4.  A denial right before a term or a part takes the hit away ("tidak ada pemukulan", "tolak
    politik uang"), save for rules that are about what is missing ("surat suara belum ada").
5.  A hit of SARA is taken away by counter-speech around it ("jangan terprovokasi", "kita
    bersaudara"). Where the words are somebody else's ("ada spanduk bertuliskan …") it stays, as the
    act is what is to be known, and its rule ends in `.reported`: the sender is not the one who said
    it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sejuk.engines.triage.sorting.categories import Category
from sejuk.engines.triage.sorting.rulebooks import Frames, Part, Rule, Rulebook, standard_rulebook
from sejuk.engines.triage.sorting.words import Word, words_of

REPORTED = ".reported"
BETWEEN_PARTS = " … "


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that a message meets: for which category, by which of its words, how strongly."""

    category: Category
    words: str
    rule: str
    weight: float


@dataclass(frozen=True, slots=True)
class Span:
    """Words from number `first` to before number `end`."""

    first: int
    end: int


Spans = tuple[Span, ...]


def sorted_by_rules(text: str, rulebook: Rulebook | None = None) -> tuple[RuleHit, ...]:
    """
    Return which rules speak for which category, in the order of the text.

    Weights are log odds (5 strong, 3.5 usual, 1.5 weak; chosen). Each rule hits once.

    >>> [(str(hit.category), hit.words) for hit in sorted_by_rules("Ado wong bagike amplop di TPS")]
    [('politik_uang', 'bagike … amplop')]
    >>> [hit.rule for hit in sorted_by_rules("Ada spanduk bertuliskan usir pendatang")]
    ['sara.group_and_predicate.reported']
    >>> [str(hit.category) for hit in sorted_by_rules("Tidak ada politik uang di sini")]
    []
    """
    book = rulebook or standard_rulebook()
    words = words_of(text)
    if not words:
        return ()
    found = _phrases_in(words, book)
    around = _Around(words, book.frames)
    hits: dict[str, tuple[int, RuleHit]] = {}
    for rule, spans in _candidates(words, book, found):
        if rule.code in hits or not around.stands(rule, spans):
            continue
        reported = REPORTED if rule.is_sara and around.is_reported(spans) else ""
        told = BETWEEN_PARTS.join(
            text[words[span.first].start : words[span.end - 1].end] for span in spans
        )
        hit = RuleHit(rule.category, told, rule.code + reported, rule.weight)
        hits[rule.code] = (spans[0].first, hit)
    return tuple(hit for _, hit in sorted(hits.values(), key=lambda one: (one[0], one[1].rule)))


def is_counter_speech(text: str) -> bool:
    """
    Return whether somebody in a message calls for calm or speaks against provocation.

    >>> is_counter_speech("jangan mau diadu domba"), is_counter_speech("usir mereka")
    (True, False)
    """
    return bool(spans_of(words_of(text), standard_rulebook().frames.counter_speech))


Found = dict[tuple[int, Part], list[Span]]


def _phrases_in(words: Sequence[Word], book: Rulebook) -> Found:
    """Return where the parts of which rules stand; of several at one place the longest."""
    passed_over = _covered(words, book.frames.harmless)
    by_form = book.by_first_form
    found: Found = {}
    for number, word in enumerate(words):
        if number in passed_over:
            continue
        phrases = by_form.get(word.form, ())
        if word.stem != word.form:
            phrases += by_form.get(word.stem, ())
        for phrase in phrases:
            if stands_at(words, number, phrase.forms):
                spans = found.setdefault((phrase.rule, phrase.part), [])
                if not spans or spans[-1].first != number:
                    spans.append(Span(number, number + len(phrase.forms)))
    return found


def stands_at(words: Sequence[Word], number: int, forms: Sequence[str]) -> bool:
    """Whether the words from a number on, of which the first fits, are these forms in a row."""
    last = number + len(forms) - 1
    if last == number:
        return True
    if last >= len(words) or words[last].place - words[number].place != len(forms) - 1:
        return False
    for step in range(1, len(forms)):
        word = words[number + step]
        if forms[step] != word.form and forms[step] != word.stem:
            return False
    return True


Phrases = tuple[tuple[str, ...], ...]


def spans_of(words: Sequence[Word], phrases: Phrases) -> list[Span]:
    """Return where any of the phrases stands."""
    by_form = _by_first_form(phrases)
    return [
        Span(number, number + len(forms))
        for number, word in enumerate(words)
        for key in ((word.form,) if word.form == word.stem else (word.form, word.stem))
        if key in by_form
        for forms in by_form[key]
        if stands_at(words, number, forms)
    ]


@lru_cache(maxsize=256)
def _by_first_form(phrases: Phrases) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for forms in phrases:
        found.setdefault(forms[0], []).append(forms)
    return found


def _covered(words: Sequence[Word], phrases: Phrases) -> set[int]:
    return {n for span in spans_of(words, phrases) for n in range(span.first, span.end)}


def _candidates(
    words: Sequence[Word], book: Rulebook, found: Found
) -> Iterable[tuple[Rule, Spans]]:
    for (number, part), spans in sorted(found.items()):
        rule = book.rules[number]
        if part is Part.ALONE:
            for span in spans:
                yield rule, (span,)
        elif part is Part.FIRST:
            for one in spans:
                for other in found.get((number, Part.SECOND), ()):
                    pair = (one, other) if one.first <= other.first else (other, one)
                    if 0 < _words_between(words, *pair) <= rule.within:
                        yield rule, pair


def _words_between(words: Sequence[Word], one: Span, other: Span) -> int:
    """Return how many words further the second begins after the first ends; at least 1 apart."""
    return words[other.first].place - words[one.end - 1].place


class _Around:
    """The frames of one message."""

    def __init__(self, words: Sequence[Word], frames: Frames) -> None:
        self.words = words
        self.frames = frames
        self.denials = spans_of(words, frames.denials)

    def stands(self, rule: Rule, spans: Spans) -> bool:
        """Whether nothing around takes the hit away."""
        if not rule.is_even_denied and any(self._is_denied(span, spans) for span in spans):
            return False
        return not (rule.is_sara and self._is_countered(spans))

    def is_reported(self, spans: Spans) -> bool:
        return any(
            self._is_before(frame, spans[0], self.frames.reported_before)
            for frame in spans_of(self.words, self.frames.reported_speech)
        )

    def _is_denied(self, span: Span, spans: Spans) -> bool:
        return any(
            self._is_before(denial, span, self.frames.denied_within)
            and not any(one.first < denial.end and denial.first < one.end for one in spans)
            for denial in self.denials
        )

    def _is_countered(self, spans: Spans) -> bool:
        last = spans[-1]
        return any(
            self._is_before(frame, spans[0], self.frames.counter_before)
            or self._is_before(last, frame, self.frames.counter_after)
            or spans[0].first <= frame.first < last.first
            for frame in spans_of(self.words, self.frames.counter_speech)
        )

    def _is_before(self, one: Span, other: Span, within: int) -> bool:
        return one.end <= other.first and _words_between(self.words, one, other) <= within
