"""What views, templates and others take from alarms: rows, pages, drawings, the map's layer."""

from sejuk.assess.alarms.web.exports import (
    EXPORTS,
    Export,
    day_field,
    export_called,
    village_fields,
)
from sejuk.assess.alarms.web.files import Format, formats_of, open_file, shown_exports
from sejuk.assess.alarms.web.layer import LAYER
from sejuk.assess.alarms.web.listing import (
    PostAlarms,
    Row,
    alarms_at_the_post,
    kecamatan_of,
    marks_of,
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
    "alarm_page",
    "alarms_at_the_post",
    "calibration_page",
    "cap_message",
    "day_field",
    "export_called",
    "formats_of",
    "kecamatan_of",
    "marks_of",
    "open_file",
    "rows_of",
    "rules_page",
    "shown_exports",
    "village_fields",
]
