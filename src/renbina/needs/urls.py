from django.urls import path

from renbina.needs.views import desk, gates, heat, home, limits, priorities, proposals, report, studies, talks

app_name = "needs"
urlpatterns = [
    path("kebutuhan/", home.home, name="home"),
    path("kebutuhan/bobot/", limits.limits, name="limits"),
    path("kebutuhan/bukti/kumpulkan/", priorities.collect, name="collect"),
    path("kebutuhan/cukup-bukti/", priorities.enough, name="enough"),
    path("kebutuhan/gerbang/", gates.gate_list, name="gate-list"),
    path("kebutuhan/gerbang/baru/", gates.gate_new, name="gate-new"),
    path("kebutuhan/gerbang/<str:public_id>/", gates.gate, name="gate"),
    path("kebutuhan/gerbang/<str:public_id>/jawab/", gates.gate_answer, name="gate-answer"),
    path("kebutuhan/kajian/", studies.study_list, name="study-list"),
    path("kebutuhan/kajian/baru/", studies.study_new, name="study-new"),
    path("kebutuhan/kutipan/", talks.said, name="said"),
    path("kebutuhan/laporan/", report.needs_report, name="report"),
    path("kebutuhan/laporan/pdf/", report.needs_report_file, {"form": "pdf"}, name="report-pdf"),
    path("kebutuhan/laporan/docx/", report.needs_report_file, {"form": "docx"}, name="report-docx"),
    path("kebutuhan/laporan/xlsx/", report.needs_report_file, {"form": "xlsx"}, name="report-xlsx"),
    path("kebutuhan/peta/", heat.heat, name="heat"),
    path("kebutuhan/prioritas/", priorities.ranking, name="ranking"),
    path("kebutuhan/serahan/", gates.handover_list, name="handover-list"),
    path("kebutuhan/siklus/<int:year>/", home.cycle, name="cycle"),
    path("kebutuhan/tahap/<str:public_id>/", home.stage, name="stage"),
    path("kebutuhan/wawancara/", talks.talk_list, name="talk-list"),
    path("kebutuhan/wawancara/baru/", talks.talk_new, name="talk-new"),
    path("kebutuhan/wawancara/<str:public_id>/", talks.talk, name="talk"),
    path("usulan/", proposals.proposal_list, name="proposal-list"),
    path("usulan/baru/", proposals.propose, name="propose"),
    path("usulan/meja/", desk.desk, name="proposal-desk"),
    path("usulan/saya/", proposals.my_proposals, name="my-proposals"),
    path("usulan/<str:public_id>/", proposals.proposal, name="proposal"),
    # Last: whatever else stands below /kebutuhan/ comes first.
    path("kebutuhan/<str:unit_id>/<str:competency_id>/", priorities.need_detail, name="need"),
    path("kebutuhan/<str:unit_id>/<str:competency_id>/orang/", priorities.need_people, name="need-people"),
    path("kebutuhan/<str:unit_id>/<str:competency_id>/suara/", priorities.need_voices, name="need-voices"),
]
