from django.urls import path

from renbina.delivery.views import attendance, batches, certificates, mine, naming, superior

app_name = "delivery"
urlpatterns = [
    path("kelas/", batches.batch_list, name="batch-list"),
    path("kelas/buka/<str:offer_id>/", batches.batch_open, name="batch-open"),
    path("kelas-saya/", mine.my_classes, name="mine"),
    path("kelas-saya/<str:registration_id>/ikut/", mine.confirm, name="confirm"),
    path("kelas-saya/<str:registration_id>/tolak/", mine.decline, name="decline"),
    path("kelas-tim/", superior.led_classes, name="led"),
    path("kelas-tim/<str:registration_id>/jawab/", superior.answer, name="led-answer"),
    path("kelas/sesi/<str:session_id>/hadir/", attendance.attendance, name="attendance"),
    path("kelas/sesi/<str:session_id>/lembar.pdf", attendance.sheet_pdf, name="attendance-sheet"),
    path("kelas/sesi/<str:session_id>/kode/", attendance.room_code, name="room-code"),
    path("hadir/<str:session_id>/", attendance.check_in, name="check-in"),
    path("kelas/sertifikat/<str:certificate_id>/", certificates.certificate, name="certificate"),
    path("kelas/sertifikat/<str:certificate_id>/unduh.pdf", certificates.certificate_pdf, name="certificate-pdf"),
    path("kelas/sertifikat/<str:certificate_id>/cabut/", certificates.revoke, name="certificate-revoke"),
    path("kelas/<str:public_id>/", batches.batch, name="batch"),
    path("kelas/<str:public_id>/undang/", batches.invite, name="batch-invite"),
    path("kelas/<str:public_id>/undang-nama/", naming.invite_named, name="batch-invite-named"),
    path("kelas/<str:public_id>/batal/", batches.cancel, name="batch-cancel"),
    path("kelas/<str:public_id>/tutup/", batches.close, name="batch-close"),
    path("sertifikat/", certificates.verify, name="verify"),
    path("sertifikat/<str:code>/", certificates.verify, name="verify-code"),
]
