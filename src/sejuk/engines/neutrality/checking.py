"""The check of a text before it is released: what names, praises or blames contestants."""

from collections.abc import Sequence

from sejuk.engines.neutrality.hits import Contestant, Hit, HitKind
from sejuk.engines.neutrality.judging import (
    Subject,
    campaign_hits,
    judgement_hits,
    role_subjects,
)
from sejuk.engines.neutrality.naming import all_names, name_hits, spelled_names
from sejuk.engines.neutrality.numbering import finger_hits, number_hits
from sejuk.engines.neutrality.sloganeering import slogan_hits
from sejuk.engines.neutrality.tokens import tokens_of
from sejuk.engines.neutrality.words import NeutralityWords, standard_neutrality_words


def neutrality_hits(
    text: str,
    contestants: Sequence[Contestant],
    *,
    officials: Sequence[str] = (),
    words: NeutralityWords | None = None,
) -> tuple[Hit, ...]:
    """
    Return what in a text is not neutral, in the order of the text, each with its reason.

    :param contestants: who stands for election. Without them numbers, fingers, offices and phrases
        of campaigns are still found.
    :param officials: names beside which praise and blame count too; to name them is no hit.
    :param words: the lists to judge by; without them those that come with Sejuk.

    >>> pair = Contestant(2, ("Budi Santoso", "BERSERI"), ("Maju Bersama Budi",))
    >>> for hit in neutrality_hits("Coblos nomor 2, Pak Budi amanah ✌🏽", [pair]):
    ...     print(hit.kind, hit.words, "|", hit.reason.code, hit.reason.words)
    number Coblos nomor 2 | number_to_vote 2
    name Budi | part_of_name Budi Santoso
    praise amanah | praise_beside Budi
    finger_sign ✌🏽 | fingers_shown 2
    >>> neutrality_hits("Gunakan hak pilih Anda di TPS 2 pukul 07.00", [pair])
    ()
    """
    known = words or standard_neutrality_words()
    tokens = tokens_of(text)
    numbers = frozenset(contestant.number for contestant in contestants)
    hits = list(name_hits(tokens, text, spelled_names(all_names(contestants), known), known))
    hits += number_hits(tokens, text, numbers, known)
    subjects = [Subject(hit.start, hit.end, hit.words) for hit in hits]
    named = name_hits(tokens, text, spelled_names(officials, known), known)
    subjects += [Subject(hit.start, hit.end, hit.words) for hit in named]
    subjects += role_subjects(tokens, text, known)
    hits += slogan_hits(tokens, text, contestants, known)
    hits += finger_hits(tokens, text)
    hits += judgement_hits(tokens, text, subjects, known)
    hits += campaign_hits(tokens, text, known)
    order = list(HitKind)
    return tuple(sorted(set(hits), key=lambda hit: (hit.start, hit.end, order.index(hit.kind))))
