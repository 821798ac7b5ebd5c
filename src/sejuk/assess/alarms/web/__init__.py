"""What views, templates and others take from alarms: rows, pages, drawings, the map's layer."""

from sejuk.assess.alarms.web.exports import EXPORTS, Export, export_called
from sejuk.assess.alarms.web.files import Format, open_file, shown_exports
from sejuk.assess.alarms.web.layer import LAYER
from sejuk.assess.alarms.web.listing import (
    PostAlarms,
    Row,
    VillageAlarms,
    alarms_at_the_post,
    alarms_of_village,
    rows_of,
)
from sejuk.assess.alarms.web.page import AlarmPage, alarm_page
from sejuk.assess.alarms.web.setting import (
    CalibrationPage,
    RulesPage,
    calibration_page,
    rules_page,
)
from sejuk.assess.alarms.web.standards import Origin, cap_message

__all__ = [
    "EXPORTS",
    "LAYER",
    "AlarmPage",
    "CalibrationPage",
    "Export",
    "Format",
    "Origin",
    "PostAlarms",
    "Row",
    "RulesPage",
    "VillageAlarms",
    "alarm_page",
    "alarms_at_the_post",
    "alarms_of_village",
    "calibration_page",
    "cap_message",
    "export_called",
    "open_file",
    "rows_of",
    "rules_page",
    "shown_exports",
]
