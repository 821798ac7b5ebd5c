"""Addresses of alarms."""

from django.urls import path

from sejuk.assess.alarms.views import desk, exports, settings
from sejuk.foundation.places import web  # noqa: F401 - knows <area_code:…>

app_name = "alarms"
urlpatterns = [
    path("", desk.alarms, name="alarms"),
    path("posko/", desk.at_the_post, name="at_the_post"),
    path("aturan/", settings.rules, name="rules"),
    path("aturan/baru/", settings.set_rule, name="set_rule"),
    path("aturan/<int:rule_id>/akhiri/", settings.retire_rule, name="retire_rule"),
    path("kalibrasi/", settings.calibration, name="calibration"),
    path("kalibrasi/atur/", settings.calibrate, name="calibrate"),
    path("ekspor/", exports.exports, name="exports"),
    path("ekspor/<slug:what>/<slug:kind>/", exports.export, name="export"),
    path("desa/<area_code:area_code>/", desk.of_village, name="of_village"),
    path("<int:alarm_number>/", desk.alarm, name="alarm"),
    path("<int:alarm_number>/cap.xml", exports.cap_file, name="cap"),
    path("<int:alarm_number>/laporan/<int:report_id>/", desk.assess, name="assess"),
    path("<int:alarm_number>/<slug:deed>/", desk.move, name="move"),
]
