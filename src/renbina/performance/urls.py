from django.urls import path

from renbina.performance.views import coaching, mine, overview, recognition, team

app_name = "performance"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("periode/buka/", overview.period_open, name="period-open"),
    path("periode/<str:period_id>/tutup/", overview.period_close, name="period-close"),
    path("tim/", team.team, name="team"),
    path("tim/<str:period_id>/<str:employee_id>/", team.rate_person, name="rate"),
    path("saya/", mine.mine, name="mine"),
    path("saya/<str:rating_id>/tanggapan/", mine.answer, name="answer"),
    path("pembinaan/", coaching.coaching_list, name="coaching-list"),
    path("pembinaan/baru/<str:employee_id>/", coaching.coaching_new, name="coaching-new"),
    path("pembinaan/<str:plan_id>/", coaching.coaching, name="coaching"),
    path("pembinaan/<str:plan_id>/catatan/<str:check_in_id>/", coaching.check_in, name="check-in"),
    path("pembinaan/<str:plan_id>/selesai/", coaching.coaching_end, name="coaching-end"),
    path("penghargaan/", recognition.award_list, name="award-list"),
    path("penghargaan/usul/<str:employee_id>/", recognition.nominate, name="nominate"),
    path("penghargaan/<str:award_id>/", recognition.award, name="award"),
    path("penghargaan/<str:award_id>/ajukan/", recognition.propose, name="propose"),
    path("penghargaan/<str:award_id>/putuskan/", recognition.decide, name="decide"),
]
