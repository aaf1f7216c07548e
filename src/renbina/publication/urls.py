from django.urls import path

from renbina.publication import views

app_name = "publication"
urlpatterns = [path("", views.front, name="front")]
