"""Questions about rumours: which somebody sees, one with all about it, what is due."""

from sejuk.assess.rumours.queries.details import (
    Details,
    Told,
    answers_among,
    answers_of,
    rumour_details,
)
from sejuk.assess.rumours.queries.linking import (
    FoundSignal,
    signals_like,
    signals_with_words,
)
from sejuk.assess.rumours.queries.listing import (
    Filter,
    Shown,
    Similar,
    Totals,
    described,
    listed_rumours,
    similar_rumours,
    totals,
)
from sejuk.assess.rumours.queries.nameless import personal_kinds
from sejuk.assess.rumours.queries.spread import (
    HeardLately,
    RumourDay,
    heard_lately,
    rumour_day,
    rumours_of,
)
from sejuk.assess.rumours.queries.statistics import (
    Heard,
    RumourCounts,
    heard_in,
    rumour_counts,
)
from sejuk.assess.rumours.queries.visibility import (
    merged_into,
    operation_now,
    rumour_called,
    rumour_of_signal,
    rumour_to_work_on,
    rumours_in,
    rumours_to_work_on,
    sightings_of,
    standing_of,
)
from sejuk.assess.rumours.queries.working import (
    answered_check,
    check_called,
    chosen_sightings,
    due_rumours,
    merge_to_undo,
    signal_read_by,
    signals_to_link,
)

__all__ = [
    "Details",
    "Filter",
    "FoundSignal",
    "Heard",
    "HeardLately",
    "RumourCounts",
    "RumourDay",
    "Shown",
    "Similar",
    "Told",
    "Totals",
    "answered_check",
    "answers_among",
    "answers_of",
    "check_called",
    "chosen_sightings",
    "described",
    "due_rumours",
    "heard_in",
    "heard_lately",
    "listed_rumours",
    "merge_to_undo",
    "merged_into",
    "operation_now",
    "personal_kinds",
    "rumour_called",
    "rumour_counts",
    "rumour_day",
    "rumour_details",
    "rumour_of_signal",
    "rumour_to_work_on",
    "rumours_in",
    "rumours_of",
    "rumours_to_work_on",
    "sightings_of",
    "signal_read_by",
    "signals_like",
    "signals_to_link",
    "signals_with_words",
    "similar_rumours",
    "standing_of",
    "totals",
]
