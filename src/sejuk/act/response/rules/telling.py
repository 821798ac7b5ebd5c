"""What a message says of an answer: short where it is paid by the piece."""

from sejuk.act.response.rules.writing import Wording
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

# One SMS of GSM 03.38.
ONE_SMS = 160


def as_message(
    words: Wording, *, opening: str, source_word: str, local_word: str, is_short: bool
) -> str:
    """
    Return an answer as one message; `opening` says that it corrects, or nothing.

    `local_word` says in which language the rendering for the place is.

    >>> from dataclasses import replace
    >>> words = Wording("Pemungutan tetap 27 November.", "Tidak ada penundaan.", "", "KPU OKU",
    ...                 "Surat 12", "Datang pukul 07.00.")
    >>> said = {"source_word": "Sumber", "local_word": "Dalam bahasa Ogan:"}
    >>> as_message(words, opening="", is_short=True, **said)
    'Pemungutan tetap 27 November. Sumber: KPU OKU'
    >>> words = replace(words, local="Milihnyo tetap.")
    >>> print(as_message(words, opening="RALAT.", is_short=False, **said))
    RALAT. Pemungutan tetap 27 November.
    <BLANKLINE>
    Tidak ada penundaan.
    <BLANKLINE>
    Dalam bahasa Ogan: Milihnyo tetap.
    <BLANKLINE>
    Datang pukul 07.00.
    <BLANKLINE>
    Sumber: KPU OKU, Surat 12
    """
    head = f"{opening} {words.title}".strip()
    if not is_short:
        local = f"{local_word} {words.local}".strip() if words.local else ""
        parts = [head, words.fact, local, words.warning, words.change, words.advice]
        parts.append(f"{source_word}: {words.source}, {words.reference}")
        return "\n\n".join(part for part in parts if part)
    whole = f"{head} {source_word}: {words.source}"
    return whole if len(whole) <= ONE_SMS else head


def may_go_out(whole: str, *, most: int) -> Decision:
    """
    Test whether an answer, as it goes out, is one message of at most so many characters.

    >>> bool(may_go_out("Segel utuh.", most=11)), may_go_out("Segel utuh.", most=9).values["count"]
    (True, 2)
    """
    too_many = len(whole) - most
    if too_many <= 0:
        return Decision.yes()
    return Decision.no(
        N_("All parts together are %(count)s characters too long: one message takes %(limit)s."
           " Shorten the fact, the warning, the advice or what is in the language of the place."),
        where="fact",
        count=too_many,
        limit=most,
    )  # fmt: skip
