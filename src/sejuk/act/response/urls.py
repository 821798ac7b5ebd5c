"""Addresses of answers."""

from django.urls import path

from sejuk.act.response.views import carrying, desk, public, statistics

app_name = "response"
urlpatterns = [
    path("jawaban/", desk.answers, name="answers"),
    path("jawaban/baru/", desk.write, name="write"),
    path("jawaban/isu/<int:rumour_id>/", desk.of_rumour, name="of_rumour"),
    path("jawaban/periksa/", desk.check, name="check"),
    path("jawaban/statistik/survei/", statistics.survey, name="survey"),
    path("jawaban/statistik/", statistics.statistics, name="statistics"),
    path("jawaban/statistik/<slug:kind>/", statistics.export_statistics, name="export_statistics"),
    path("jawaban/<int:answer_id>/", desk.answer, name="answer"),
    path("jawaban/<int:answer_id>/ubah/", desk.edit, name="edit"),
    path("jawaban/<int:answer_id>/bawa/", carrying.assign, name="assign"),
    path("jawaban/<int:answer_id>/<slug:deed>/", desk.move, name="move"),
    path("bawa-jawaban/", carrying.carryings, name="carryings"),
    path("bawa-jawaban/<int:carrying_id>/", carrying.carrying, name="carrying"),
    path("bawa-jawaban/<int:carrying_id>/batal/", carrying.cancel, name="cancel"),
    path("cek-isu/", public.search, name="search"),
    path("cek-isu/atom.xml", public.feed, name="feed"),
    path("cek-isu/<int:number>/", public.public, name="public"),
    path("cek-isu/<int:number>/suara/", public.vote, name="vote"),
]
