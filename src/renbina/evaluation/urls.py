from django.urls import path

from renbina.evaluation.views import confirming, home, report_desk, reports

app_name = "evaluation"
urlpatterns = [
    path("", home.home, name="home"),
    path("laporan/", report_desk.report_list, name="report-list"),
    path("laporan/<str:public_id>/", report_desk.report, name="report"),
    path("laporan-saya/", reports.my_reports, name="my-reports"),
    path("laporan-saya/<str:public_id>/", reports.my_report, name="my-report"),
    path("laporan-saya/<str:public_id>/bagikan/", reports.share, name="report-share"),
    path("laporan-saya/<str:public_id>/tarik/", reports.stop_sharing, name="report-unshare"),
    path("laporan-tim/", confirming.led_reports, name="led-reports"),
    path("laporan-tim/<str:public_id>/", confirming.led_report, name="led-report"),
]
