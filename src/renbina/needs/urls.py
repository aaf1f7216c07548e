from django.urls import path

from renbina.needs.views import heat, limits, priorities, proposals, report

app_name = "needs"
urlpatterns = [
    path("kebutuhan/bobot/", limits.limits, name="limits"),
    path("kebutuhan/bukti/kumpulkan/", priorities.collect, name="collect"),
    path("kebutuhan/cukup-bukti/", priorities.enough, name="enough"),
    path("kebutuhan/peta/", heat.heat, name="heat"),
    path("kebutuhan/prioritas/", priorities.ranking, name="ranking"),
    path("usulan/", proposals.proposal_list, name="proposal-list"),
    path("kebutuhan/laporan/", report.needs_report, name="report"),
    path("kebutuhan/laporan/pdf/", report.needs_report_file, {"form": "pdf"}, name="report-pdf"),
    path("kebutuhan/laporan/docx/", report.needs_report_file, {"form": "docx"}, name="report-docx"),
    path("kebutuhan/laporan/xlsx/", report.needs_report_file, {"form": "xlsx"}, name="report-xlsx"),
    # Last: whatever else stands below /kebutuhan/ comes first.
    path("kebutuhan/<str:unit_id>/<str:competency_id>/", priorities.need_detail, name="need"),
    path("kebutuhan/<str:unit_id>/<str:competency_id>/orang/", priorities.need_people, name="need-people"),
    path("kebutuhan/<str:unit_id>/<str:competency_id>/suara/", priorities.need_voices, name="need-voices"),
]
