"""Pages of competency, under /kompetensi/."""

from django.urls import URLPattern, path

from renbina.competency.views import classes, dictionary, form_2a, person, raters, ready, standards, team

app_name = "competency"
urlpatterns: list[URLPattern] = [
    path("", dictionary.dictionary, name="dictionary"),
    path("kamus/baru/", dictionary.entry_new, name="entry-new"),
    path("kamus/siap/", ready.ready, name="ready"),
    path("kamus/<str:public_id>/", dictionary.entry, name="entry"),
    path("kamus/<str:public_id>/ubah/", dictionary.entry_edit, name="entry-edit"),
    path("formulir-2a/", form_2a.form_2a, name="form-2a"),
    path("kelas/", classes.classes, name="classes"),
    path("kelas/putusan/", classes.class_new, name="class-new"),
    path("kelas/<str:level>/<str:competency_id>/akhiri/", classes.class_end, name="class-end"),
    path("standar/", standards.standards, name="standards"),
    path("standar/<str:public_id>/", standards.standard, name="standard"),
    path("standar/<str:public_id>/tambah/", standards.standard_add, name="standard-add"),
    path("standar/<str:public_id>/<str:competency_id>/", standards.standard_edit, name="standard-edit"),
    path("saya/", person.mine, name="mine"),
    path("saya/<str:competency_id>/", person.assess, name="assess"),
    path("orang/<str:employee_id>/", person.person, name="person"),
    path("tim/", team.team, name="team"),
    path("tim/<str:competency_id>/", team.topic, name="topic"),
    path("penilai/", raters.raters, name="rater-list"),
    path("penilai/<str:lean_id>/", raters.rater, name="rater"),
]
