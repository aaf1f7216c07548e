"""The progress of long work."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from renbina.foundation import jobs
from renbina.foundation.http import Request


@require_safe
def job(request: Request, public_id: str) -> HttpResponse:
    """The page, or only its moving part; a finished job leads to its result."""
    page = jobs.job_page(request.actor, public_id)
    if page.result_url:
        return HttpResponseClientRedirect(page.result_url) if request.htmx else redirect(page.result_url)
    return render(request, "foundation/job_part.html" if request.htmx else "foundation/job.html", {"page": page})


@require_POST
def cancel(request: Request, public_id: str) -> HttpResponse:
    """Ask the work to stop."""
    jobs.cancel_job(job=jobs.job_for(request.actor, public_id), by=request.actor, at=request.at)
    return redirect("foundation:job", public_id=public_id)
