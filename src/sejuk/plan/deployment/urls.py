"""Addresses of deployment."""

from django.urls import path

from sejuk.foundation.places import web  # noqa: F401 - knows <area_code:…>
from sejuk.plan.deployment.views import documents, stations

app_name = "deployment"
urlpatterns = [
    path("<int:roster_id>/sprin.pdf", documents.order, name="order"),
    path("<int:roster_id>/daftar-dinas.pdf", documents.sheet, name="sheet"),
    path("<int:roster_id>/kartu/<int:person_id>.pdf", documents.card, name="card"),
    path("tps/", stations.station_plans, name="stations"),
    path("tps/baru/", stations.new_station_plan, name="new_station_plan"),
    path("tps/<int:plan_id>/", stations.station_plan, name="station_plan"),
    path("tps/<int:plan_id>/hitung", stations.compute_station_plan, name="compute_station_plan"),
    path(
        "tps/<int:plan_id>/menjadi/<str:to>", stations.move_station_plan, name="move_station_plan"
    ),
    path("tps/<int:plan_id>/<area_code:code>/", stations.station_groups, name="station_groups"),
    path(
        "tps/<int:plan_id>/<area_code:code>/plotting.<str:kind>",
        stations.plotting,
        name="plotting",
    ),
]
