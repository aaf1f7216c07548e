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
from renbina.surveys.access import token_typed, typed_code
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
    if not page.campaign.is_anonymous:
        people = queries.asked_people(request.actor, page.campaign)
        if (export := asked_table(public_id).export(request.GET, people, filename=_("people"))) is not None:
            return export
    return _paper(request, page)


def _paper(request: Request, page: queries.PaperPage, code: str = "", fault: str = "") -> HttpResponse:
    """`code`: what was typed as the code of a sheet, with what is wrong about it."""
    campaign = page.campaign
    people = queries.asked_people(request.actor, campaign)
    table = None if campaign.is_anonymous else asked_table(campaign.public_id).page(request.GET, people)
    context = {"page": page, "table": table, "code": code, "fault": fault}
    return render(request, "surveys/paper.html", context, status=422 if fault else 200)


@require_POST
def paper_print(request: Request, public_id: str) -> HttpResponse:
    """The sheets: one with the names of nobody for those who are known, one for each ticket of a unit for the rest."""
    page = queries.paper_page(request.actor, public_id)
    campaign = page.campaign
    addresses, typed = [absolute(reverse("surveys:answer-named", args=[campaign.public_id]))], [""]
    if campaign.is_anonymous:
        try:
            group, _colon, bundle = request.POST.get("group", "").partition(":")
            number = int(bundle) if bundle.isascii() and bundle.isdigit() and len(bundle) < 6 else 0
            tokens = actions.paper_tickets(
                campaign=campaign, group=group, number=number, by=request.actor, at=request.at
            )  # fmt: skip
        except Refused as error:
            messages.error(request, error.message)
            return redirect("surveys:paper", public_id=public_id)
        addresses = [absolute(reverse("surveys:answer", args=[token])) for token in tokens]
        typed = [typed_code(token) for token in tokens]
    sheet = documents.Paper(campaign.title, campaign.agency.name, addresses, campaign.is_anonymous, typed)
    content = documents.paper_pdf(page.version, sheet, at=request.at)
    return file_response(content, documents.file_name(campaign.title, "pdf"))


@require_POST
def paper_scan(request: Request, public_id: str) -> HttpResponse:
    """From the code on a sheet without a name, scanned or typed, to the page on which it is keyed in."""
    page = queries.paper_page(request.actor, public_id)
    code = request.POST.get("code", "").strip()
    try:
        found = resolve(urlsplit(code).path)
    except (Resolver404, ValueError):
        found = None
    token = token_typed(page.campaign, code)
    if token:
        return redirect(reverse("surveys:answer", args=[token]) + "?cara=semua&kertas=1")
    if found is None or found.view_name != "surveys:answer":
        return _paper(
            request, page, code, _("This is not the code of a sheet. Scan it once more, or type all 32 characters.")
        )
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
