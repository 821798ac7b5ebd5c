"""What is said of a text that is not what it should be."""

from sejuk.engines.roster.asked.sentences import Sentence


class RosterUnreadable(ValueError):
    """
    A text that cannot be read, with a sentence for each thing wrong in it.

    >>> str(RosterUnreadable((Sentence("Line 3 is empty."), Sentence("Line 9 too."))))
    'Line 3 is empty. Line 9 too.'
    """

    def __init__(self, sentences: tuple[Sentence, ...]) -> None:
        super().__init__(" ".join(str(sentence) for sentence in sentences))
        self.sentences = sentences
