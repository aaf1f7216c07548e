from django.urls import path

from renbina.surveys.views import answering, building, campaigns, instruments, monitoring, results

app_name = "surveys"
urlpatterns = [
    path("jawab/terima-kasih/", answering.thanks, name="thanks"),
    path("jawab/<str:token>/", answering.answer, name="answer"),
    path("kuesioner-saya/", answering.mine, name="mine"),
    path("kuesioner-saya/<str:public_id>/", answering.answer_named, name="answer-named"),
    path("kuesioner/", campaigns.campaign_list, name="campaign-list"),
    path("kuesioner/baru/", building.campaign_new, name="campaign-new"),
    path("kuesioner/instrumen/", instruments.instrument_list, name="instrument-list"),
    path("kuesioner/instrumen/siap-pakai/", instruments.instrument_load, name="instrument-load"),
    path("kuesioner/instrumen/baru/", instruments.instrument_new, name="instrument-new"),
    path("kuesioner/instrumen/<str:public_id>/", instruments.instrument, name="instrument"),
    path("kuesioner/instrumen/<str:public_id>/versi-baru/", instruments.instrument_revise, name="instrument-revise"),
    path("kuesioner/instrumen/<str:public_id>/bagian/", instruments.section_add, name="section-add"),
    path("kuesioner/bagian/<str:public_id>/hapus/", instruments.section_remove, name="section-remove"),
    path("kuesioner/bagian/<str:public_id>/butir/", instruments.item_add, name="item-add"),
    path("kuesioner/butir/<str:public_id>/", instruments.item_edit, name="item-edit"),
    path("kuesioner/butir/<str:public_id>/geser/", instruments.item_move, name="item-move"),
    path("kuesioner/butir/<str:public_id>/hapus/", instruments.item_remove, name="item-remove"),
    path("kuesioner/<str:public_id>/", campaigns.campaign, name="campaign"),
    path("kuesioner/<str:public_id>/tutup/", campaigns.campaign_close, name="campaign-close"),
    path("kuesioner/<str:public_id>/pantau/", monitoring.campaign_monitor, name="campaign-monitor"),
    path("kuesioner/<str:public_id>/ingatkan/", monitoring.campaign_remind, name="campaign-remind"),
    path("kuesioner/<str:public_id>/buka/", monitoring.campaign_open, name="campaign-open"),
    path("kuesioner/<str:public_id>/tarik/", monitoring.campaign_take_back, name="campaign-take-back"),
    path("kuesioner/<str:public_id>/hasil/", results.results, name="results"),
    path("kuesioner/<str:public_id>/hasil/unit/", results.units, name="results-units"),
    path("kuesioner/<str:public_id>/hasil/keandalan/", results.scales, name="results-scales"),
    path("kuesioner/<str:public_id>/hasil/kata/<str:code>/", results.words, name="words"),
    path("kuesioner/<str:public_id>/hasil/kata/<str:code>/tema/", results.theme_add, name="theme-add"),
    path("kuesioner/tema/<str:public_id>/hapus/", results.theme_remove, name="theme-remove"),
]
