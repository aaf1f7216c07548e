"""Paper: forms to print, and what was written on them to key in."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.foundation.links import absolute
from renbina.organisation.queries import agency_of
from renbina.surveys import actions, documents, queries
from renbina.surveys.forms import AnswerForm
from renbina.surveys.tables import PAPERS, asked_table
from renbina.ui.sheets import file_response


@require_safe
def instrument_paper(request: Request, public_id: str) -> HttpResponse:
    """The newest version as a form to fill in by hand, without a code."""
    page = queries.instrument_page(request.actor, public_id)
    paper = documents.Paper(page.content.name, agency_of(request.actor).name)
    content = documents.paper_pdf(page.version, paper, at=request.at)
    return file_response(content, documents.file_name(page.instrument.name, "pdf"))


@require_safe
def paper_list(request: Request) -> HttpResponse:
    """The open questionnaires whose sheets the reader may key in; an operator's own units only."""
    rows = queries.papers_listed(request.actor)
    if (export := PAPERS.export(request.GET, rows, filename=_("questionnaires"))) is not None:
        return export
    table = PAPERS.page(request.GET, rows)
    return render(request, "surveys/paper_list.html", {"table": table, "waiting": table.total})


@require_safe
def paper(request: Request, public_id: str) -> HttpResponse:
    """What can be printed for a campaign, and whose sheet is keyed in next."""
    page = queries.paper_page(request.actor, public_id)
    people = queries.asked_people(request.actor, page.campaign)
    if page.campaign.is_anonymous:
        return render(request, "surveys/paper.html", {"page": page, "table": None})
    table = asked_table(page.campaign.public_id)
    if (export := table.export(request.GET, people, filename=_("people"))) is not None:
        return export
    return render(request, "surveys/paper.html", {"page": page, "table": table.page(request.GET, people)})


@require_POST
def paper_print(request: Request, public_id: str) -> HttpResponse:
    """The sheets: one with the names of nobody for those who are known, one for each ticket of a unit for the rest."""
    page = queries.paper_page(request.actor, public_id)
    campaign = page.campaign
    addresses = [absolute(reverse("surveys:answer-named", args=[campaign.public_id]))]
    if campaign.is_anonymous:
        try:
            group = request.POST.get("group", "")
            tokens = actions.paper_tickets(campaign=campaign, group=group, by=request.actor, at=request.at)
        except Refused as error:
            messages.error(request, error.message)
            return redirect("surveys:paper", public_id=public_id)
        addresses = [absolute(reverse("surveys:answer", args=[token])) for token in tokens]
    sheet = documents.Paper(campaign.title, campaign.agency.name, addresses, is_anonymous=campaign.is_anonymous)
    content = documents.paper_pdf(page.version, sheet, at=request.at)
    return file_response(content, documents.file_name(campaign.title, "pdf"))


@require_POST
def paper_scan(request: Request, public_id: str) -> HttpResponse:
    """From the code on a sheet without a name to the page on which it is keyed in."""
    queries.paper_page(request.actor, public_id)
    try:
        found = resolve(urlsplit(request.POST.get("code", "").strip()).path)
    except (Resolver404, ValueError):
        found = None
    if found is None or found.view_name != "surveys:answer":
        messages.error(request, _("This is not the code of a sheet. Scan it once more, all of it."))
        return redirect("surveys:paper", public_id=public_id)
    return redirect(reverse("surveys:answer", kwargs=found.kwargs) + "?cara=semua&kertas=1")


@require_http_methods(["GET", "HEAD", "POST"])
def paper_enter(request: Request, public_id: str, person_id: str) -> HttpResponse:
    """One person's sheet, all questions on one page."""
    page = queries.paper_page(request.actor, public_id)
    person = queries.asked_person(request.actor, page.campaign, person_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, items=queries.items_of(page.version.pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_from_paper(
                campaign=page.campaign, employee=person, answers=form.answers(), by=request.actor, at=request.at
            )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _taken(page.campaign.hides_names) % {"name": person.name})
            return redirect("surveys:paper", public_id=public_id)
    context = {"page": page, "person": person, "form": form}
    return render(request, "surveys/paper_enter.html", context, status=422 if form.errors else 200)


def _taken(hides_names: bool) -> str:
    """Of a confidential campaign the same words whether or not the person had answered: who has is not told."""
    if hides_names:
        return _("The sheet of %(name)s is taken; had they sent an answer themselves, that one stays. Next one?")
    return _("The sheet of %(name)s is stored. Next one?")
