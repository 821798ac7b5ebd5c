"""The grades of a signal as somebody saw them: who grades must have seen what he overwrites."""

from dataclasses import astuple, dataclass, fields
from typing import Self

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision, Refused
from sejuk.sense.signals.rules.words import ContentGrade, Kind, Rung, SourceGrade

APART = "|"


@dataclass(frozen=True, slots=True)
class Grades:
    """All that one form of grading overwrites."""

    source_grade: SourceGrade
    content_grade: ContentGrade
    severity: int
    rung: Rung
    kind: Kind
    cluster: str

    @property
    def word(self) -> str:
        """
        Return them as a form carries them.

        >>> seen = Grades.of_word("F|6|1|PG|rumor|gudang|lama")
        >>> seen.kind, seen.cluster, seen.word
        (<Kind.RUMOUR: 'rumor'>, 'gudang|lama', 'F|6|1|PG|rumor|gudang|lama')
        """
        return APART.join(str(value) for value in astuple(self))

    @classmethod
    def of_word(cls, word: str) -> Self:
        """
        Return what a form carried.

        :raises ValueError: when no form carries such a word
        """
        parts = word.split(APART, len(fields(cls)) - 1)
        if len(parts) < len(fields(cls)):
            raise ValueError(word)
        source, content, severity, rung, kind, cluster = parts
        return cls(
            SourceGrade(source),
            ContentGrade(content),
            int(severity),
            Rung(rung),
            Kind(kind),
            cluster,
        )

    def changed_in(self, there: "Grades") -> tuple[str, ...]:
        """Return the names of what is otherwise by now."""
        names = (field.name for field in fields(self))
        return tuple(name for name in names if getattr(self, name) != getattr(there, name))


class Overtaken(Refused):
    """Somebody has graded it since it was seen; `there` is how it stands now."""

    def __init__(self, there: Grades) -> None:
        super().__init__(
            N_("Somebody has graded this signal since you opened the page. Look at what changed.")
        )
        self.there = there


def may_overwrite(seen: str | None, there: str, *, called: str = "") -> Decision:
    """
    Test whether what is to be decided anew still stands as it was seen; None: nobody says how.

    Where its name is another than its word, it is `called` so.

    >>> [may_overwrite(seen, "rumor").allowed for seen in ("rumor", None, "lain")]
    [True, True, False]
    """
    if seen is None or seen == there:
        return Decision.yes()
    if not there:
        return Decision.no(N_("Somebody has emptied this since you opened the page. Look again."))
    return Decision.no(
        N_("Somebody has changed this since you opened the page: it is “%(there)s” now."),
        there=called or there,
    )
