"""From numbers to what pages show, in the reader's language."""

from sejuk.assess.risk.web.area import AreaPage, area_page
from sejuk.assess.risk.web.asked import asked_by, calendar_of, day_asked
from sejuk.assess.risk.web.drawing import DrawnMap, drawn_map
from sejuk.assess.risk.web.index import IndexPage, index_page
from sejuk.assess.risk.web.index_layer import INDEX_LAYER
from sejuk.assess.risk.web.known import KnownPage, known_page
from sejuk.assess.risk.web.layers import ShownLayer, layers_for, sent_layer, shown_layer
from sejuk.assess.risk.web.maps import SentMap, sent_areas, sent_temperatures
from sejuk.assess.risk.web.post import Asked, Calendar, CommandPost, command_post
from sejuk.assess.risk.web.village_index import VillageIndexPage, village_index
from sejuk.assess.risk.web.warm_layers import CHANGE, CORRECTED, FALSEHOODS
from sejuk.assess.risk.web.weighing import ShownEffect, shown_effect
from sejuk.assess.risk.web.why import Why, why_this_warm

__all__ = [
    "CHANGE",
    "CORRECTED",
    "FALSEHOODS",
    "INDEX_LAYER",
    "AreaPage",
    "Asked",
    "Calendar",
    "CommandPost",
    "DrawnMap",
    "IndexPage",
    "KnownPage",
    "SentMap",
    "ShownEffect",
    "ShownLayer",
    "VillageIndexPage",
    "Why",
    "area_page",
    "asked_by",
    "calendar_of",
    "command_post",
    "day_asked",
    "drawn_map",
    "index_page",
    "known_page",
    "layers_for",
    "sent_areas",
    "sent_layer",
    "sent_temperatures",
    "shown_effect",
    "shown_layer",
    "village_index",
    "why_this_warm",
]
