from django.urls import path

from renbina.community.views import experts, notes, stories, writing

app_name = "community"
urlpatterns = [
    path("", notes.note_list, name="note-list"),
    path("catatan/<str:public_id>/", notes.note, name="note"),
    path("catatan/<str:public_id>/ubah/", writing.change, name="note-change"),
    path("catatan/<str:public_id>/tarik/", notes.withdraw, name="note-withdraw"),
    path("catatan/<str:public_id>/sembunyikan/", notes.hide, name="note-hide"),
    path("catatan/<str:public_id>/tampilkan/", notes.show, name="note-show"),
    path("tulis/", writing.choose, name="note-choose"),
    path("tulis/<str:programme_id>/", writing.write, name="note-write"),
    path("bisa-ditanya/", experts.expert_list, name="expert-list"),
    path("bisa-ditanya/saya/", experts.offer, name="offer"),
    path("kisah/", stories.story_list, name="story-list"),
    path("kisah/<str:public_id>/", stories.story, name="story"),
]
