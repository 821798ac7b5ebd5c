"""Every address, capability by capability."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from sejuk.foundation.accounts.urls import sign_in
from sejuk.foundation.accounts.web import cookieless
from sejuk.project.api import addresses

handler400 = "sejuk.project.faults.unreadable"
handler403 = "sejuk.project.faults.not_yours"
handler404 = "sejuk.project.faults.missing"
# Told in words while the database is away.
handler500 = "sejuk.project.faults.broken"

urlpatterns = [
    path("api/v1/", addresses()),
    # A resident without an account chooses his language too.
    path("bahasa/", cookieless(login_not_required(set_language)), name="set_language"),
    path("akun/", include(sign_in)),
    path("akun/", include("sejuk.foundation.accounts.urls")),
    path("wilayah/", include("sejuk.foundation.places.urls")),
    path("kekuatan/", include("sejuk.foundation.forces.urls")),
    path("mitra/", include("sejuk.foundation.partners.urls")),
    path("operasi/", include("sejuk.foundation.operations.urls")),
    path("saluran/", include("sejuk.foundation.channels.urls")),
    path("", include("sejuk.foundation.custody.urls")),
    path("atur/", include("sejuk.foundation.imports.urls")),
    path("", include("sejuk.sense.signals.urls")),
    path("", include("sejuk.assess.risk.urls")),
    path("pijar/", include("sejuk.assess.alarms.urls")),
    path("isu/", include("sejuk.assess.rumours.urls")),
    path("", include("sejuk.assess.forecast.urls")),
    path("", include("sejuk.plan.programme.urls")),
    path("penugasan/", include("sejuk.plan.deployment.urls")),
    path("", include("sejuk.act.outreach.urls")),
    path("dinas/", include("sejuk.act.guard.urls")),
    path("", include("sejuk.act.response.urls")),
    path("laporan-harian/", include("sejuk.review.sitreps.urls")),
    path("buku-besar/", include("sejuk.review.audit.urls")),
]
