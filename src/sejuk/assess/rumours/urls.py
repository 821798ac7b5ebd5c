"""Addresses of rumours."""

from django.urls import path

from sejuk.assess.rumours.views import desk, exports, shifting, telling
from sejuk.foundation.places import web  # noqa: F401 - knows <area_code:…>

app_name = "rumours"
urlpatterns = [
    path("", desk.board, name="board"),
    path("posko/", desk.at_the_post, name="at_the_post"),
    path("unduh.<slug:kind>", exports.rumours, name="export"),
    path("sebaran.<slug:kind>", exports.sightings, name="export_sightings"),
    path("baru/", telling.write, name="write"),
    path("sinyal/<int:signal_id>/", telling.of_signal, name="of_signal"),
    path("sinyal/<int:signal_id>/baru/", telling.begin_from_signal, name="begin_from_signal"),
    path("sinyal/<int:signal_id>/<int:rumour_id>/", telling.link_signal, name="link_signal"),
    path("desa/<area_code:area_code>/", desk.of_village, name="of_village"),
    path("<int:rumour_id>/", desk.rumour, name="rumour"),
    path("<int:rumour_id>/dengar/", telling.tell, name="tell"),
    path("<int:rumour_id>/sinyal/", telling.link, name="link"),
    path("<int:rumour_id>/gabung/", shifting.merge, name="merge"),
    path("<int:rumour_id>/pisah/", shifting.split, name="split"),
    path("<int:rumour_id>/cabut/<int:sighting_id>/", desk.withdraw, name="withdraw"),
    path("<int:rumour_id>/jawab/<int:check_id>/", desk.note_answer, name="note_answer"),
    path("<int:rumour_id>/<slug:deed>/", desk.move, name="move"),
]
