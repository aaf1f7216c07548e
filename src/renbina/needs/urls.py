from django.urls import path

from renbina.needs import views

app_name = "needs"
urlpatterns = [path("", views.proposal_list, name="proposal-list")]
