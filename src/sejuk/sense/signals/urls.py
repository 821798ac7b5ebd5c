"""Addresses of signals."""

from django.urls import path

from sejuk.sense.signals.views import (
    bulk,
    desk,
    dialogue,
    flood,
    inbox,
    keys,
    own_data,
    photos,
    portal,
    public,
    public_figures,
    saved,
    triage,
)

app_name = "signals"
urlpatterns = [
    path("lapor/", public.report, name="report"),
    path("lapor/wilayah/", public.areas, name="report_areas"),
    path("lapor/status/", public.receipt, name="receipt"),
    path("lapor/status/tulis/", dialogue.write, name="thread_write"),
    path("lapor/status/survei/", dialogue.survey, name="survey"),
    path("lapor/ikuti/<int:matter_id>/", portal.follow, name="follow"),
    path("lapor/data-saya/", own_data.own_data, name="own_data"),
    path("wilayah-saya/", public_figures.area, name="area"),
    path("wilayah-saya/berkas/<str:kind>/", public_figures.export, name="export_area"),
    path("sinyal/", inbox.inbox, name="inbox"),
    path("sinyal/ekspor/<str:kind>/", desk.export, name="export"),
    path("sinyal/banjir/", flood.flood, name="flood"),
    path("sinyal/baru/", desk.enter, name="enter"),
    path("sinyal/banyak/", bulk.move, name="many"),
    path("sinyal/banyak/<int:deed_id>/urung/", bulk.undo, name="undo_many"),
    path("sinyal/tampilan/", saved.views, name="views"),
    path("sinyal/tampilan/<int:view_id>/", saved.view, name="view"),
    path("sinyal/tampilan/<int:view_id>/ubah/", saved.change, name="change_view"),
    path("sinyal/tampilan/<int:view_id>/hapus/", saved.remove, name="remove_view"),
    path("sinyal/kunci/", keys.keys, name="keys"),
    path("sinyal/kunci/<int:key_id>/cabut/", keys.revoke, name="revoke_key"),
    path("sinyal/<int:signal_id>/", desk.signal, name="signal"),
    path("sinyal/<int:signal_id>/dialog/", dialogue.desk, name="dialogue"),
    path("sinyal/<int:signal_id>/portal/", portal.publish, name="publish"),
    path("sinyal/<int:signal_id>/foto/<int:number>/", photos.photo, name="photo"),
    path("sinyal/<int:signal_id>/foto/<int:number>/gambar/", photos.picture, name="picture"),
    path("sinyal/foto/<uuid:seal_id>/kembalikan/", photos.restore, name="restore_photo"),
    path("sinyal/<int:signal_id>/putuskan/", triage.decide, name="decide"),
    path("sinyal/<int:signal_id>/<slug:deed>/", desk.move, name="move"),
]
