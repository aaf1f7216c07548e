from django.urls import path

from renbina.needs.views import proposals

app_name = "needs"
urlpatterns = [
    path("usulan/", proposals.proposal_list, name="proposal-list"),
]
