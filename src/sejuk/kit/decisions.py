"""The answer a rule gives: yes, or no with a reason that a person can read."""

from dataclasses import dataclass, field


class Refused(Exception):
    """
    Raised when an action goes against a rule.

    `message` is a msgid fit for the user and `values` fill its blanks; the edge translates it.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class NotYours(Exception):
    """Raised when a record does not exist for this actor: absent, or outside his scope."""


@dataclass(frozen=True, slots=True)
class Decision:
    """
    A yes, or a no that says why.

    >>> Decision.no("A %(state)s signal cannot be taken.", state="settled").reason
    'A settled signal cannot be taken.'
    >>> bool(Decision.yes())
    True
    """

    allowed: bool
    message: str = ""
    values: dict[str, object] = field(default_factory=dict)

    @classmethod
    def yes(cls) -> "Decision":
        return cls(allowed=True)

    @classmethod
    def no(cls, message: str, **values: object) -> "Decision":
        return cls(allowed=False, message=message, values=values)

    @property
    def reason(self) -> str:
        return self.message % self.values if self.values else self.message

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self) -> None:
        """
        Pass on a yes.

        :raises Refused: with the reason, when the answer is no.
        """
        if not self.allowed:
            raise Refused(self.message, **self.values)
