from django.urls import path

from renbina.organisation.views import handover, looking, roles

app_name = "organisation"
urlpatterns = [
    path("peran/", roles.role_list, name="role-list"),
    path("peran/beri/", roles.role_give, name="role-give"),
    path("peran/orang/<str:public_id>/", roles.role_person, name="role-person"),
    path("peran/ubah/<str:public_id>/", roles.role_change, name="role-change"),
    path("peran/serah-terima/<str:public_id>/", handover.hand_over, name="hand-over"),
    path("peran/lihat-sebagai/", looking.look, name="look"),
    path("peran/lihat-sebagai/selesai/", looking.look_stop, name="look-stop"),
]
