"""Take personal data out of texts that were kept before reception did so."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody.rules import Part, SealedKind
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.foundation.places.queries import without_persons
from sejuk.kit.actors import Actor
from sejuk.sense.signals import queries
from sejuk.sense.signals.models import Signal

# How the key of a row of a file began that was a plain hash of its text.
PLAIN_KEY = "file:"


@traced
def redact_signals(*, numbers: Sequence[int], actor: Actor, now: datetime) -> dict[str, int]:
    """
    Seal these signals' whole texts where something must be taken out; return how much by kind.

    Under "" stands in how many signals. What is redacted already stays as it is.
    """
    area_code = queries.operation_bounds(now).area_code
    counts: Counter[str] = Counter()
    rows = Signal.objects.filter(pk__in=numbers).order_by("pk")
    for signal in rows.select_for_update():
        plain = without_persons(signal.text, area_code=area_code)
        if not plain.found:
            continue
        # What an earlier version sealed holds all of it already.
        signal.whole_id = signal.whole_id or custody.seal_words(
            kind=SealedKind.WHOLE,
            words={Part.TEXT: signal.text},
            about=subject_of(signal),
            area_code=signal.area_id,
            actor=actor,
            now=now,
        )
        signal.text, signal.taken_out = plain.text, queries.taken_out_of(plain.text)
        if (key := signal.idempotency_key or "").startswith(PLAIN_KEY):
            signal.idempotency_key = queries.row_key(key)
        signal.save(update_fields=["text", "taken_out", "whole", "idempotency_key"])
        counts.update({kind.value: count for kind, count in plain.counts} | {"": 1})
    Signal.objects.filter(pk__in=numbers, is_redacted=False).update(is_redacted=True)
    record(
        verb="signals.texts.redacted",
        subject="signals.texts",
        actor=actor,
        now=now,
        detail={"signals": counts[""], "of": len(numbers)},
    )
    return dict(counts)
