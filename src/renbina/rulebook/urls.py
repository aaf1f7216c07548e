"""Pages of the rulebook."""

from django.urls import path

from renbina.rulebook import views

app_name = "rulebook"
urlpatterns = [path("aturan/", views.rule_list, name="rule-list")]
