from django.urls import path

from renbina.dashboards.views import home, me, people, siasn, units

app_name = "dashboards"
urlpatterns = [
    path("beranda/", home.home, name="home"),
    path("pembinaan-saya/", me.me, name="me"),
    path("pegawai/", people.employee_list, name="employee-list"),
    path("pegawai/<str:public_id>/", people.employee_detail, name="employee-detail"),
    path("siasn/", siasn.siasn, name="siasn"),
    path("siasn/berkas/", siasn.siasn_file, name="siasn-file"),
    path("unit/", units.unit_list, name="unit-list"),
    path("unit/<str:public_id>/", units.unit_detail, name="unit-detail"),
]
