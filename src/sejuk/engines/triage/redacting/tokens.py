"""A message as words, numbers and signs, each with its place."""

import re
from dataclasses import dataclass

TOKEN = re.compile(r"\[[A-Za-z]{2,9}\]|\d+|[^\W\d_]+(?:['’`][^\W\d_]+)*|\n|[^\s\w]|_")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign; `small` is the word in small letters."""

    text: str
    small: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def tokens_of(text: str) -> list[Token]:
    """
    Return words, numbers and signs in order; a placeholder and the end of a line are signs.

    >>> [token.text for token in tokens_of("H. Ma'ruf, 45 th [nama]")]
    ['H', '.', "Ma'ruf", ',', '45', 'th', '[nama]']
    """
    return [
        Token(found[0], found[0].casefold(), found.start(), found.end())
        for found in TOKEN.finditer(text)
    ]
