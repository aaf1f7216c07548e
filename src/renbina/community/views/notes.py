"""Notes of colleagues: the list one searches, one note, withdrawing and hiding."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renbina.community import queries
from renbina.community.actions import hide_note, show_note, withdraw_note
from renbina.community.forms import HideForm, SearchForm
from renbina.community.wording import tabs
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for

PER_PAGE = 12


@require_safe
def note_list(request: Request) -> HttpResponse:
    """Everything colleagues wrote down, newest first."""
    form = SearchForm(request.GET, competencies=queries.competencies_spoken_of(request.actor))
    words, competency = form.words(), form.chosen()
    rows = queries.note_rows(request.actor, day_for(request.actor), words=words, competency=competency)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "total": page.paginator.count,
        "narrowed": bool(words or competency),
        "tabs": tabs("note-list"),
        "may_write": request.actor.employee_id is not None,
        "hidden": queries.hidden_own_notes(request.actor),
    }
    return render(request, "community/note_list.html", context)


@require_safe
def note(request: Request, public_id: str) -> HttpResponse:
    page = queries.note_page(request.actor, public_id, day_for(request.actor))
    return render(request, "community/note.html", {"page": page, "note": page.note})


@require_POST
def withdraw(request: Request, public_id: str) -> HttpResponse:
    found = queries.note_page(request.actor, public_id, day_for(request.actor))
    withdraw_note(note=found.note, by=request.actor, at=request.at)
    messages.success(request, _("The note is withdrawn; its words are deleted."))
    return redirect("community:note-list")


@require_POST
def hide(request: Request, public_id: str) -> HttpResponse:
    found = queries.note_page(request.actor, public_id, day_for(request.actor))
    form = HideForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        hide_note(note=found.note, reason=reason, by=request.actor, at=request.at)
    except Refused as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The note is hidden. Its author reads your reason."))
    return redirect("community:note", public_id)


@require_POST
def show(request: Request, public_id: str) -> HttpResponse:
    found = queries.note_page(request.actor, public_id, day_for(request.actor))
    show_note(note=found.note, by=request.actor, at=request.at)
    messages.success(request, _("Everybody can read the note again."))
    return redirect("community:note", public_id)
