"""Import pages and the progress of jobs."""

from django.urls import path

from renbina.foundation.views import decisions, exports, imports, jobs

app_name = "foundation"
urlpatterns = [
    path("impor/", imports.import_list, name="import-list"),
    path("impor/unggah/", imports.import_upload, name="import-upload"),
    path("impor/jenis/", exports.import_kinds, name="import-kinds"),
    path("impor/jenis/<str:key>/templat.xlsx", exports.import_template, name="import-template"),
    path("impor/jenis/<str:key>/data/<str:shape>/", exports.import_data, name="import-data"),
    path("impor/ingatan/", imports.import_memory, name="import-memory"),
    path("impor/<str:public_id>/", imports.import_detail, name="import-detail"),
    path("impor/<str:public_id>/jawab/", imports.import_answer, name="import-answer"),
    path("impor/<str:public_id>/tertahan.xlsx", imports.import_held, name="import-held"),
    path("impor/<str:public_id>/perbaiki/", decisions.import_fix, name="import-fix"),
    path("impor/<str:public_id>/perbaiki-serupa/", decisions.import_fix_alike, name="import-fix-alike"),
    path("impor/<str:public_id>/terapkan/", decisions.import_apply, name="import-apply"),
    path("impor/<str:public_id>/batalkan/", decisions.import_undo, name="import-undo"),
    path("impor/<str:public_id>/buang/", decisions.import_discard, name="import-discard"),
    path("pekerjaan/<str:public_id>/", jobs.job, name="job"),
    path("pekerjaan/<str:public_id>/batal/", jobs.cancel, name="job-cancel"),
]
