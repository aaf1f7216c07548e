"""Import pages and the progress of jobs."""

from django.urls import path

from renbina.foundation.views import exports, imports, jobs

app_name = "foundation"
urlpatterns = [
    path("impor/", imports.import_list, name="import-list"),
    path("impor/unggah/", imports.import_upload, name="import-upload"),
    path("impor/jenis/", exports.import_kinds, name="import-kinds"),
    path("impor/jenis/<str:key>/templat.xlsx", exports.import_template, name="import-template"),
    path("impor/jenis/<str:key>/data/<str:shape>/", exports.import_data, name="import-data"),
    path("impor/<str:public_id>/", imports.import_detail, name="import-detail"),
    path("impor/<str:public_id>/perbaiki/", imports.import_fix, name="import-fix"),
    path("impor/<str:public_id>/terapkan/", imports.import_apply, name="import-apply"),
    path("impor/<str:public_id>/buang/", imports.import_discard, name="import-discard"),
    path("pekerjaan/<str:public_id>/", jobs.job, name="job"),
    path("pekerjaan/<str:public_id>/batal/", jobs.cancel, name="job-cancel"),
]
