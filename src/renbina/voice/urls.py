from django.urls import path

from renbina.voice.views import desk, door, forum_desk, forums, points, promises, public

app_name = "voice"
urlpatterns = [
    path("", door.door, name="door"),
    path("fkp/", forum_desk.forum_list, name="forum-list"),
    path("fkp/baru/", forum_desk.forum_new, name="forum-new"),
    path("fkp/<str:public_id>/", forum_desk.forum_desk, name="forum-desk"),
    path("fkp/<str:public_id>/ubah/", forum_desk.forum_edit, name="forum-edit"),
    path("forum/", forums.forums, name="forums"),
    path("forum/<str:public_id>/", forums.forum, name="forum"),
    path("hasil/", door.published, name="published"),
    path("janji/", promises.remedy_list, name="remedy-list"),
    path("kertas/<str:public_id>/", points.paper, name="paper"),
    path("lembar/<str:public_id>/", points.sheet, name="sheet"),
    path("kode/", public.receipt, name="receipt"),
    path("layanan/", points.service_list, name="service-list"),
    path("masukan/", desk.feedback_list, name="feedback-list"),
    path("masukan/<str:public_id>/", desk.feedback_detail, name="feedback-detail"),
    path("t/<str:public_id>/", public.answer, name="answer"),
]
