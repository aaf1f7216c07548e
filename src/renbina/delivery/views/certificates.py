"""A certificate for its owner, and the public check of its code."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from renbina.delivery import documents, queries
from renbina.delivery.actions import revoke_certificate
from renbina.delivery.forms import reason_of
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.ui.qr import qr_svg
from renbina.ui.sheets import file_response


@require_safe
def certificate(request: Request, certificate_id: str) -> HttpResponse:
    """What it says, the file, and for who keeps the classes: revoking it."""
    page = queries.certificate_page(request.actor, certificate_id)
    address = _address(request, page.certificate.public_id)
    context = {
        "page": page,
        "certificate": page.certificate,
        "address": address,
        "qr": qr_svg(address, label=_("QR code that leads to the check of this certificate"), size=160),
    }
    return render(request, "delivery/certificate.html", context)


@require_safe
def certificate_pdf(request: Request, certificate_id: str) -> HttpResponse:
    page = queries.certificate_page(request.actor, certificate_id)
    address = _address(request, page.certificate.public_id)
    content = documents.certificate_pdf(page.certificate, address)
    return file_response(content, documents.file_name(page.certificate))


@require_POST
def revoke(request: Request, certificate_id: str) -> HttpResponse:
    page = queries.certificate_page(request.actor, certificate_id)
    try:
        revoke_certificate(
            certificate=page.certificate, reason=reason_of(request.POST), by=request.actor, at=request.at
        )
    except Refused as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The certificate is revoked; the public page says so from now on."))
    return redirect("delivery:certificate", certificate_id=certificate_id)


@never_cache
@login_not_required
@require_safe
def verify(request: Request, code: str = "") -> HttpResponse:
    """Anybody may check a code: name and programme, nothing else."""
    given = (code or request.GET.get("kode", "")).replace("\0", "")[:40].strip()
    proof = queries.verified(given) if given else None
    context = {"given": given, "proof": proof}
    return render(request, "delivery/verify.html", context, status=404 if given and proof is None else 200)


def _address(request: Request, code: str) -> str:
    return request.build_absolute_uri(reverse("delivery:verify-code", args=[code]))
