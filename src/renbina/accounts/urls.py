"""Only the pages of allauth that we use, each named; the names are allauth's own, because it reverses them."""

from django.urls import path, re_path

from renbina.accounts import views

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("akun/keluar/", views.logout, name="account_logout"),
    path("akun/nonaktif/", views.account_inactive, name="account_inactive"),
    path("akun/konfirmasi/", views.reauthenticate, name="account_reauthenticate"),
    path("akun/kata-sandi/", views.password_change, name="account_change_password"),
    path("akun/lupa-kata-sandi/", views.password_reset, name="account_reset_password"),
    path("akun/lupa-kata-sandi/terkirim/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^akun/lupa-kata-sandi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "akun/lupa-kata-sandi/selesai/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
