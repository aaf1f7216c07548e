from django.urls import path

from renbina.organisation.views import handover, looking, roles, substitutions, superiors, tree, units

app_name = "organisation"
urlpatterns = [
    path("organisasi/", tree.tree, name="tree"),
    path("organisasi/unit/baru/", units.unit_new, name="unit-new"),
    path("organisasi/unit/<str:public_id>/", tree.unit, name="unit"),
    path("organisasi/unit/<str:public_id>/<str:what>/", units.unit_change, name="unit-change"),
    path("organisasi/atasan/", superiors.superior_list, name="superior-list"),
    path("organisasi/atasan/turunkan/", superiors.derive, name="derive"),
    path("organisasi/atasan/<str:public_id>/", superiors.superior, name="superior"),
    path("organisasi/pengganti/", substitutions.substitution_list, name="substitution-list"),
    path("organisasi/pengganti/baru/", substitutions.substitution_new, name="substitution-new"),
    path("organisasi/pengganti/<str:public_id>/akhiri/", substitutions.substitution_end, name="substitution-end"),
    path("peran/", roles.role_list, name="role-list"),
    path("peran/beri/", roles.role_give, name="role-give"),
    path("peran/orang/<str:public_id>/", roles.role_person, name="role-person"),
    path("peran/ubah/<str:public_id>/", roles.role_change, name="role-change"),
    path("peran/serah-terima/<str:public_id>/", handover.hand_over, name="hand-over"),
    path("peran/lihat-sebagai/", looking.look, name="look"),
    path("peran/lihat-sebagai/selesai/", looking.look_stop, name="look-stop"),
]
