from django.urls import path

from renbina.evaluation.views import confirming, findings, home, programme, report_desk, reports, scores

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
    path("kelas/<str:batch_id>/nilai/", scores.scores, name="scores"),
    path("nilai-saya/", scores.mine, name="mine"),
    path("program/<str:programme_id>/<int:year>/", programme.programme, name="programme"),
    path("program/<str:programme_id>/<int:year>/sasaran/", programme.target, name="target"),
    path("program/<str:programme_id>/<int:year>/temuan/", findings.finding_new, name="finding-new"),
    path("temuan/<str:public_id>/", findings.finding, name="finding"),
    path("tindak-lanjut/", findings.follow_up_list, name="follow-up-list"),
    path("tindak-lanjut/<str:public_id>/", findings.follow_up, name="follow-up"),
]
