from django.urls import path

from renbina.publication.views import front, publish, results

app_name = "publication"
urlpatterns = [
    path("", front.front, name="front"),
    path("hasil/", results.results, name="results"),
    path("hasil/<str:public_id>/", results.result, name="result"),
    path("terbitkan/", publish.publish, name="publish"),
]
