from django.urls import path

from renbina.dashboards.views import bulk, correcting, home, me, people, quality, saving, siasn, timeline, units

app_name = "dashboards"
urlpatterns = [
    path("beranda/", home.home, name="home"),
    path("pembinaan-saya/", me.me, name="me"),
    path("pegawai/", people.employee_list, name="employee-list"),
    path("pegawai/tindakan/", bulk.people_bulk, name="people-bulk"),
    path("pegawai/saringan/", saving.filter_save, name="filter-save"),
    path("pegawai/saringan/<str:public_id>/", saving.filter_change, name="filter-change"),
    path("pegawai/<str:public_id>/", people.employee_detail, name="employee-detail"),
    path("siasn/", siasn.siasn, name="siasn"),
    path("siasn/berkas/", siasn.siasn_file, name="siasn-file"),
    path("pegawai/<str:public_id>/riwayat/", timeline.employee_timeline, name="employee-timeline"),
    path("pegawai/<str:public_id>/koreksi/", correcting.employee_correct, name="employee-correct"),
    path("mutu-data/", quality.quality, name="quality"),
    path("unit/", units.unit_list, name="unit-list"),
    path("unit/<str:public_id>/", units.unit_detail, name="unit-detail"),
]
