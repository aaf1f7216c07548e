from django.urls import path

from renbina.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.programme_list, name="programme-list"),
    path("standar-biaya/", views.cost_list, name="cost-list"),
    path("<str:public_id>/", views.programme_detail, name="programme-detail"),
]
