"""What views, templates and others take from rumours: rows, pages, drawings, the map's layer."""

from sejuk.assess.rumours.web.clocks import ShownReferral, shown_referrals
from sejuk.assess.rumours.web.drawing import Drawn, drawn, spread_words
from sejuk.assess.rumours.web.layer import LAYER
from sejuk.assess.rumours.web.listing import (
    Column,
    PostRumours,
    Row,
    SignalToLink,
    SimilarRow,
    columns_of,
    found_signals,
    row_of,
    rows_of,
    rows_with_words,
    rumours_at_the_post,
    second_of,
    similar_rows,
)
from sejuk.assess.rumours.web.page import RumourPage, ShownCheck, rumour_page

__all__ = [
    "LAYER",
    "Column",
    "Drawn",
    "PostRumours",
    "Row",
    "RumourPage",
    "ShownCheck",
    "ShownReferral",
    "SignalToLink",
    "SimilarRow",
    "columns_of",
    "drawn",
    "found_signals",
    "row_of",
    "rows_of",
    "rows_with_words",
    "rumour_page",
    "rumours_at_the_post",
    "second_of",
    "shown_referrals",
    "similar_rows",
    "spread_words",
]
