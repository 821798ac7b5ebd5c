"""Let the engine read signals after they came in, and keep what it says."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.sense.signals.models import Suggestion
from sejuk.sense.signals.queries import suggesting

SUGGEST = "signals.suggest"
# Chosen: some seconds of work, which a kill may cost.
MOST_AT_ONCE = 200

log = logging.getLogger(__name__)


@traced
def suggest_about(*, signal_ids: Sequence[int], actor: Actor, now: datetime) -> int:
    """
    Keep what the engine suggests about signals, each once; return how many it could not read.

    Killed and run again it makes the same rows: what was read is not read again.
    """
    reader = suggesting.reader(now)
    made: list[Suggestion] = []
    failed = 0
    todo = suggesting.heard_in(suggesting.unread(signal_ids))
    for heard in todo:
        try:
            made += reader.suggestions_about(heard)
        except Exception as error:
            # Without its words and its trace, which may repeat the message.
            log.error("signal %s was not read: %s", heard.number, type(error).__name__)
            failed += 1
    Suggestion.objects.bulk_create(made, ignore_conflicts=True)
    record(
        verb="signals.suggestions.made",
        subject="signals.suggestions",
        actor=actor,
        now=now,
        detail={"signals": len(todo) - failed, "suggestions": len(made), "failed": failed},
    )
    return failed
