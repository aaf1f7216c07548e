from django.urls import path

from renbina.surveys.views import answering

app_name = "surveys"
urlpatterns = [
    path("jawab/terima-kasih/", answering.thanks, name="thanks"),
    path("jawab/<str:token>/", answering.answer, name="answer"),
    path("kuesioner-saya/", answering.mine, name="mine"),
    path("kuesioner-saya/<str:public_id>/", answering.answer_named, name="answer-named"),
]
