"""Pages of competency, under /kompetensi/."""

from django.urls import URLPattern, path

from renbina.competency.views import person, team

app_name = "competency"
urlpatterns: list[URLPattern] = [
    path("saya/", person.mine, name="mine"),
    path("saya/<str:competency_id>/", person.assess, name="assess"),
    path("orang/<str:employee_id>/", person.person, name="person"),
    path("tim/", team.team, name="team"),
    path("tim/<str:competency_id>/", team.topic, name="topic"),
]
