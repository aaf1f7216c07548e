from django.urls import path

from renbina.needs.views import proposals, report

app_name = "needs"
urlpatterns = [
    path("usulan/", proposals.proposal_list, name="proposal-list"),
    path("kebutuhan/laporan/", report.needs_report, name="report"),
    path("kebutuhan/laporan/pdf/", report.needs_report_file, {"form": "pdf"}, name="report-pdf"),
    path("kebutuhan/laporan/docx/", report.needs_report_file, {"form": "docx"}, name="report-docx"),
    path("kebutuhan/laporan/xlsx/", report.needs_report_file, {"form": "xlsx"}, name="report-xlsx"),
]
