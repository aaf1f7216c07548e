from django.urls import path

from renbina.evaluation.views import home

app_name = "evaluation"
urlpatterns = [
    path("", home.home, name="home"),
]
