"""The official documents of a plan as downloads."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from renbina.foundation.http import Request
from renbina.planning import documents, queries
from renbina.planning.views.day import day_of
from renbina.ui.sheets import file_response


@require_safe
def document_pdf(request: Request, public_id: str) -> HttpResponse:
    """The plan as a tagged PDF."""
    plan = queries.plan_for(request.actor, public_id, in_force=request.GET.get("versi") == "berlaku")
    material = queries.document_material(request.actor, plan, day_of(plan.agency))
    return file_response(documents.plan_pdf(material), documents.file_name(material, "pdf"))


@require_safe
def document_xlsx(request: Request, public_id: str) -> HttpResponse:
    """The plan as a workbook with a sheet per table."""
    plan = queries.plan_for(request.actor, public_id, in_force=request.GET.get("versi") == "berlaku")
    material = queries.document_material(request.actor, plan, day_of(plan.agency))
    return file_response(documents.plan_xlsx(material), documents.file_name(material, "xlsx"))
