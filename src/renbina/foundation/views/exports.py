"""What can be brought in, with a template for each kind; and everything of a kind taken out again."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.foundation import clock
from renbina.foundation.errors import Forbidden
from renbina.foundation.http import Request
from renbina.foundation.imports import exports, queries
from renbina.foundation.imports.access import kind_for
from renbina.ui.sheets import FORMATS, file_response, xlsx_bytes
from renbina.ui.tables import EXPORTS


@require_safe
def import_kinds(request: Request) -> HttpResponse:
    """Every kind that the actor may import: what it is, its template, its data."""
    cards = queries.kind_cards(request.actor)
    if not cards:
        raise Forbidden
    return render(request, "foundation/import_kinds.html", {"cards": cards, "shapes": EXPORTS})


@require_safe
def import_template(request: Request, key: str) -> HttpResponse:
    """The empty file of a kind with its explanations."""
    kind = kind_for(request.actor, key)
    content = xlsx_bytes(exports.template_sheets(kind), title=str(kind.label))
    return file_response(content, _("template %(kind)s.xlsx") % {"kind": kind.label})


@require_safe
def import_data(request: Request, key: str, shape: str) -> HttpResponse:
    """Everything stored of a kind, as its import reads it."""
    kind = kind_for(request.actor, key)
    if shape not in FORMATS:
        raise Http404
    ending, written = FORMATS[shape]
    on = clock.today(settings.TIME_ZONE)  # the day with which imports are compared
    return file_response(written(exports.data_sheet(kind, request.actor, on)), f"{kind.label} {on}.{ending}")
