from django.urls import path

from renbina.planning.views import (
    approval,
    documents,
    goal_asks,
    goal_edits,
    goals,
    people,
    plan,
    plans,
    runs,
)

app_name = "planning"
urlpatterns = [
    path("", plans.plan_list, name="plan-list"),
    path("tujuan/", goals.goal_tree, name="goal-tree"),
    path("tujuan/baru/", goal_edits.goal_new, name="goal-new"),
    path("tujuan/indikator/<str:public_id>/", goal_edits.indicator, name="indicator"),
    path("tujuan/kompetensi/<str:public_id>/", goal_asks.goal_competency, name="goal-competency"),
    path("tujuan/<str:public_id>/", goals.goal, name="goal"),
    path("tujuan/<str:public_id>/ubah/", goal_edits.goal_edit, name="goal-edit"),
    path("tujuan/<str:public_id>/indikator/", goal_edits.indicator_new, name="indicator-new"),
    path("tujuan/<str:public_id>/kompetensi/", goal_asks.goal_competency_new, name="goal-competency-new"),
    path("<str:public_id>/", plan.plan, name="plan"),
    path("<str:public_id>/susun/", runs.run_request, name="run-request"),
    path("<str:public_id>/persetujuan/", approval.plan_approval, name="plan-approval"),
    path("<str:public_id>/realisasi/", plans.plan_history, name="plan-history"),
    path("<str:public_id>/peserta/", people.plan_people, name="plan-people"),
    path("<str:public_id>/program/<str:programme_id>/", people.plan_programme, name="plan-programme"),
    path("<str:public_id>/alasan/", people.person_reasons, name="person-reasons"),
    path("<str:public_id>/dokumen.pdf", documents.document_pdf, name="document-pdf"),
    path("<str:public_id>/dokumen.xlsx", documents.document_xlsx, name="document-xlsx"),
]
