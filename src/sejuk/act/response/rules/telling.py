"""What a message says of an answer: short where it is paid by the piece."""

from sejuk.act.response.rules.writing import Wording

# One SMS of GSM 03.38.
ONE_SMS = 160


def as_message(words: Wording, *, opening: str, source_word: str, is_short: bool) -> str:
    """
    Return an answer as one message; `opening` says that it corrects, or nothing.

    >>> words = Wording("Pemungutan tetap 27 November.", "Tidak ada penundaan.", "", "KPU OKU",
    ...                 "Surat 12", "Datang pukul 07.00.")
    >>> as_message(words, opening="", source_word="Sumber", is_short=True)
    'Pemungutan tetap 27 November. Sumber: KPU OKU'
    >>> print(as_message(words, opening="RALAT.", source_word="Sumber", is_short=False))
    RALAT. Pemungutan tetap 27 November.
    <BLANKLINE>
    Tidak ada penundaan.
    <BLANKLINE>
    Datang pukul 07.00.
    <BLANKLINE>
    Sumber: KPU OKU, Surat 12
    """
    head = f"{opening} {words.title}".strip()
    if not is_short:
        parts = [head, words.fact, words.local, words.warning, words.change, words.advice]
        parts.append(f"{source_word}: {words.source}, {words.reference}")
        return "\n\n".join(part for part in parts if part)
    whole = f"{head} {source_word}: {words.source}"
    return whole if len(whole) <= ONE_SMS else head
