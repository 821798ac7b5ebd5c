"""Addresses of deployment."""

from django.urls import path

from sejuk.foundation.places import web  # noqa: F401 - knows <area_code:…>
from sejuk.plan.deployment.views import (
    board,
    board_changes,
    documents,
    figures,
    posts,
    roster_files,
    rosters,
    shortage,
    solving,
    stations,
    why,
)

app_name = "deployment"
urlpatterns = [
    path("", rosters.rosters, name="rosters"),
    path("baru/", rosters.new_roster, name="new_roster"),
    path("<int:roster_id>/usulkan/", rosters.propose, name="propose"),
    path("<int:roster_id>/terbitkan/", rosters.publish, name="publish"),
    path("<int:roster_id>/kembalikan/", rosters.return_roster, name="return_roster"),
    path("<int:roster_id>/batalkan/", rosters.drop, name="drop"),
    path("<int:roster_id>/perbaiki/", rosters.repair, name="repair"),
    path("<int:roster_id>/perbaikan/", rosters.repaired, name="repaired"),
    path("<int:roster_id>/kurang/", shortage.shortage, name="shortage"),
    path("<int:roster_id>/mengapa/<int:duty_id>/", why.why, name="why"),
    path("pos/", posts.posts, name="posts"),
    path("pos/baru/", posts.new_post, name="new_post"),
    path("pos/<int:post_id>/", posts.post, name="post"),
    path("pos/<int:post_id>/kebutuhan/", posts.set_need, name="set_need"),
    path("pos/<int:post_id>/kebutuhan/<int:need_id>/cabut/", posts.drop_need, name="drop_need"),
    path("pos/jenis/baru/", posts.new_kind, name="new_kind"),
    path("pola/", posts.shift_patterns, name="patterns"),
    path("pola/baru/", posts.new_pattern, name="new_pattern"),
    path("pola/lazim/", posts.take_patterns, name="take_patterns"),
    path("aturan/", posts.roster_rules, name="rules"),
    path("aturan/<int:setting_id>/bawaan/", posts.reset_rule, name="reset_rule"),
    path("bandingkan/", figures.compare, name="compare"),
    path("<int:roster_id>/papan/", board.board, name="board"),
    path("<int:roster_id>/papan/isi.json", board.board_cells_json, name="board_cells"),
    path("<int:roster_id>/papan/putusan/", board_changes.verdict, name="verdict"),
    path("<int:roster_id>/papan/pindah/", board_changes.move, name="move"),
    path("<int:roster_id>/papan/pin/", board_changes.pin, name="pin"),
    path("<int:roster_id>/hitung/", solving.solve, name="solve"),
    path("<int:roster_id>/hitung/kemajuan/", solving.progress, name="progress"),
    path("<int:roster_id>/hitung/henti/", solving.stop_solve, name="stop_solve"),
    path("<int:roster_id>/impor/", roster_files.import_roster, name="import_roster"),
    path("<int:roster_id>/impor/simpan/", roster_files.keep_import, name="keep_import"),
    path("<int:roster_id>/unduh.<str:kind>", roster_files.export_roster, name="export_roster"),
    path("<int:roster_id>/keadilan/", figures.fairness_page, name="fairness"),
    path(
        "<int:roster_id>/keadilan/unduh.<str:kind>", figures.export_fairness, name="export_fairness"
    ),
    path("<int:roster_id>/versi/", figures.versions, name="versions"),
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
