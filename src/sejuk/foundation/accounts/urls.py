"""Addresses of accounts. Allauth's are listed one by one: what is not listed cannot be reached."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as authenticator
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from sejuk.foundation.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("saya/", views.me, name="me"),
    path("saya/keluar-semua/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("orang/", views.people, name="people"),
    path("orang/undang/", views.invite, name="invite"),
    path("orang/<int:user_id>/", views.person, name="person"),
    path("orang/<int:user_id>/peran/", views.grant_role, name="grant_role"),
    path("orang/<int:user_id>/tautan/", views.renew_access, name="renew_access"),
    path("orang/<int:user_id>/tutup/", views.deactivate, name="deactivate"),
    path("orang/<int:user_id>/buka/", views.activate, name="activate"),
    path("peran/<int:held_role_id>/cabut/", views.revoke_role, name="revoke_role"),
    path("undangan/<int:invitation_id>/tarik/", views.withdraw, name="withdraw"),
    path("undangan/<str:token>/", views.accept, name="accept"),
]

# Without a namespace: allauth knows its pages by these names.
sign_in: list[URLPattern] = [
    path("masuk/", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("tidak-aktif/", account.account_inactive, name="account_inactive"),
    path("pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("kata-sandi/", account.password_change, name="account_change_password"),
    path("faktor-kedua/", second_factor.index, name="mfa_index"),
    path("faktor-kedua/masuk/", second_factor.authenticate, name="mfa_authenticate"),
    path("faktor-kedua/pastikan/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("faktor-kedua/aplikasi/", authenticator.activate_totp, name="mfa_activate_totp"),
    path("faktor-kedua/aplikasi/lepas/", authenticator.deactivate_totp, name="mfa_deactivate_totp"),
    path("faktor-kedua/kode/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "faktor-kedua/kode/buat/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "faktor-kedua/kode/unduh/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("faktor-kedua/kunci/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("faktor-kedua/kunci/tambah/", keys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "faktor-kedua/kunci/pastikan/",
        keys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("faktor-kedua/kunci/<int:pk>/lepas/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("faktor-kedua/kunci/<int:pk>/ubah/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    # Allauth forgets to open it for who is not signed in yet.
    path(
        "faktor-kedua/kunci/masuk/",
        login_not_required(keys.login_webauthn),
        name="mfa_login_webauthn",
    ),
]
