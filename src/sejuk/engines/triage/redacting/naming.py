"""Names of persons: after a title, where one says that a name follows, or known as names."""

from collections.abc import Iterator, Sequence

from sejuk.engines.triage.redacting.kinds import PLACEHOLDERS, Personal, PersonalKind
from sejuk.engines.triage.redacting.names import Cue, Names
from sejuk.engines.triage.redacting.reading import (
    APART,
    INITIAL,
    LIKE_A_NAME,
    VERY_LIKE,
    VOWEL,
    Reading,
)
from sejuk.engines.triage.redacting.signs import signs
from sejuk.engines.triage.redacting.tokens import Token

PLACE_WORDS = 3
"""So many words behind desa, jalan or masjid are its name; chosen."""
OF_FATHER = frozenset({"bin", "binti"})
OPEN = frozenset({":", "=", '"', "“", "'", "("})
SELF = frozenset({"saya", "aku", "sy", "gue", "sayo", "ini"})
OF_SELF = frozenset({"warga", "selaku", "umur", "tinggal", "asal", "wrg", "rt"})
FROM = frozenset({"dari", "dr"})
HOMES = frozenset({"desa", "ds", "dusun", "dsn", "kampung", "kel", "kec", "rt", "tps"})
YEARS = frozenset({"th", "thn", "tahun"})
AGE_DIGITS = 2
NUMBER = PLACEHOLDERS[PersonalKind.PHONE]


def names_in(tokens: Sequence[Token], names: Names) -> Iterator[Personal]:
    """
    Return the names of persons; offices, institutions and places are none.

    >>> from sejuk.engines.triage.redacting.names import standard_names
    >>> from sejuk.engines.triage.redacting.tokens import tokens_of
    >>> text = "pak tarmuji, Pak Kades; Bu Camat dan Budi Santoso hadir di Masjid Agung"
    >>> [text[one.start : one.end] for one in names_in(tokens_of(text), standard_names())]
    ['tarmuji', 'Budi Santoso']
    """
    reading = Reading(tokens, names)
    at = 0
    while at < len(tokens):
        begin, end, rule = _name_at(reading, at)
        if rule:
            yield Personal(PersonalKind.NAME, tokens[begin].start, tokens[end - 1].end, rule)
        at = max(end, at + 1)


def _name_at(reading: Reading, at: int) -> tuple[int, int, str]:
    """Return the name that this token announces: its first token, the one behind it, the rule."""
    token, names = reading.tokens[at], reading.names
    if not token.is_word:
        return _in_brackets(reading, at)
    if skipped := reading.phrase(at, names.phrases):
        return _nothing(at + skipped)
    if (number := reading.phrase(at, names.announced)) and reading.is_separate(at):
        return _announced(reading, at + number)
    if token.small in names.cues:
        return _titled(reading, at)
    if token.small in names.are_places:
        return _nothing(_place_end(reading, at))
    return _alone(reading, at)


def _nothing(at: int) -> tuple[int, int, str]:
    return at, at, ""


def _found(begin: int, end: int, rule: str) -> tuple[int, int, str]:
    return (begin, end, rule) if end > begin else _nothing(begin)


def _announced(reading: Reading, at: int) -> tuple[int, int, str]:
    while reading.small(at) in OPEN:
        at += 1
    while reading.small(at) in reading.names.cues or reading.is_dot_of_title(at):
        at += 1
    return _found(at, reading.name_after(at, Cue.TOLD), "announced name")


def _titled(reading: Reading, at: int) -> tuple[int, int, str]:
    cues, cue, first = reading.names.cues, Cue.CALLING, at
    is_office = False
    while (small := reading.small(at)) in cues or reading.is_dot_of_title(at):
        if small in cues:
            if at > first and reading.tokens[at].start - reading.tokens[at - 1].end > APART:
                break
            cue = _stronger(reading, at, cue, is_office=is_office)
            is_office = cues[small] in {Cue.OFFICE, Cue.CALLING}
        at += 1
    if not reading.is_beside(at):
        return _nothing(at)
    return _found(at, reading.name_after(at, cue), "title or kinship")


def _stronger(reading: Reading, at: int, cue: Cue, *, is_office: bool) -> Cue:
    """Return how surely a name follows this title behind those before it."""
    here = reading.names.cues[reading.small(at)]
    if here == Cue.CALLING and cue > Cue.SOFT:
        return Cue.OFFICE
    if here == Cue.SOFT and (reading.is_dot_of_title(at + 1) or (cue > here and not is_office)):
        return Cue.SURE
    return here


def _place_end(reading: Reading, at: int) -> int:
    """Return the token behind the name of a place, a road or a school."""
    behind = at + 1
    while reading.small(behind) == ".":
        behind += 1
    until = behind + PLACE_WORDS
    while behind < until and reading.is_beside(behind) and _is_of_place(reading, behind):
        behind += 1
    return behind


def _is_of_place(reading: Reading, at: int) -> bool:
    small, names = reading.small(at), reading.names
    if small in names.cues or reading.phrase(at, names.announced):
        return False
    return small in names.are_given or small in names.are_doubtful or reading.is_capital(at)


def _alone(reading: Reading, at: int) -> tuple[int, int, str]:
    """Return a name that no title announces."""
    small, names = reading.small(at), reading.names
    if small in SELF or small in signs().reached_by:
        return _beside(reading, at)
    if _is_name(reading, at):
        end = reading.name_after(at, Cue.SURE)
        return _found(_before(reading, at), end, "known name") if end > at else _nothing(at)
    if reading.is_capital(at):
        end = reading.name_after(at, Cue.TOLD)
        if end > at and _has_age(reading, end):
            return at, end, "name with age"
    if names.spared and _sounds_like_a_name(reading, at):
        return _found(at, reading.name_after(at, Cue.SURE), "sounds like a name")
    return _nothing(at)


def _sounds_like_a_name(reading: Reading, at: int) -> bool:
    """Test an unknown word: with a capital inside a sentence, or before another that sounds so."""
    names, small = reading.names, reading.small(at)
    if reading.is_titled or names.is_placelike(small) or reading.tokens[at].text.isupper():
        return False
    before = reading.tokens[at - 1] if at else None
    if reading.is_capital(at) and before and before.is_word and not before.is_capital:
        return names.sounds(small) > LIKE_A_NAME
    if not reading.is_beside(at + 1) or names.is_placelike(reading.small(at + 1)):
        return False
    both = names.sounds(small), names.sounds(reading.small(at + 1))
    return min(both) > VERY_LIKE / 2 and sum(both) / 2 > VERY_LIKE


def _beside(reading: Reading, at: int) -> tuple[int, int, str]:
    """Return the name of the one who writes, or of the one to be called: saya X dari desa Y."""
    if reading.is_beside(at + 1):
        end = reading.name_after(at + 1, Cue.SURE)
        if end > at + 1 and reading.small(at) in SELF and _is_of_self(reading, end):
            return at + 1, end, "name of the one who writes"
        if end > at + 1 and NUMBER in {reading.small(end), reading.small(end + 1)}:
            return at + 1, end, "name beside a number"
    return _nothing(at)


def _is_of_self(reading: Reading, at: int) -> bool:
    """Test whether one who wrote his name goes on with where he belongs."""
    if reading.small(at) in FROM:
        home = reading.small(at + 1)
        return home in HOMES or (bool(home) and reading.names.is_placelike(home))
    return reading.small(at) in OF_SELF


def _is_name(reading: Reading, at: int) -> bool:
    """Test whether this is a name by itself, by the father's name behind it, or by the next one."""
    small, names = reading.small(at), reading.names
    if reading.small(at + 1) in OF_FATHER:
        return small in names.are_given or not names.is_word(small)
    return names.is_known(small) or _is_doubled(reading, at)


def _is_doubled(reading: Reading, at: int) -> bool:
    """Test whether two words stand here that are names as well, both with capitals."""
    doubtful = reading.names.are_doubtful
    return (
        reading.small(at) in doubtful
        and reading.is_beside(at + 1)
        and reading.is_capital(at)
        and reading.is_capital(at + 1)
        and reading.small(at + 1) not in reading.names.place_ends
        and (reading.small(at + 1) in doubtful or reading.names.is_known(reading.small(at + 1)))
    )


def _before(reading: Reading, at: int) -> int:
    """Return where the name begins: an initial or one unknown word with a capital before it."""
    if reading.is_initial(at - INITIAL):
        return at - INITIAL
    if at == 0 or reading.is_titled or not reading.is_beside(at):
        return at
    if not (reading.is_capital(at - 1) and reading.is_capital(at)):
        return at
    small, names = reading.small(at - 1), reading.names
    is_other = small in names.cues or names.is_placelike(small) or names.is_word(small)
    return at if is_other or not VOWEL.search(small) else at - 1


def _has_age(reading: Reading, at: int) -> bool:
    if reading.small(at) not in {"(", ","}:
        return False
    number, behind = reading.small(at + 1), reading.small(at + 2)
    if not (number.isdigit() and len(number) == AGE_DIGITS):
        return False
    return behind in YEARS or (reading.small(at) == "(" and behind == ")")


def _in_brackets(reading: Reading, at: int) -> tuple[int, int, str]:
    """Return a name in brackets behind a telephone number: 0812... (Tarmuji)."""
    if reading.small(at) == "(" and reading.small(at - 1) == NUMBER:
        end = reading.name_after(at + 1, Cue.SURE)
        if end > at + 1 and reading.small(end) == ")":
            return at + 1, end, "name beside a number"
    return _nothing(at)
