"""Writing a note: about which training, and the note itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.community import queries
from renbina.community.actions import change_note, write_note
from renbina.community.forms import ShareNoteForm
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request


@require_safe
def choose(request: Request) -> HttpResponse:
    """Trainings one finished and wrote nothing about yet."""
    return render(request, "community/note_choose.html", {"rows": queries.to_write_about(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, programme_id: str) -> HttpResponse:
    page = queries.new_note_form(request.actor, programme_id)
    written = queries.own_note_about(request.actor, programme_id)
    if written is not None:  # also the second of two quick taps
        messages.info(request, _("You have a note about this training already. You can change it."))
        return redirect("community:note", written.public_id)
    return _form(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, public_id: str) -> HttpResponse:
    return _form(request, queries.note_form(request.actor, public_id))


def _form(request: Request, page: queries.NoteForm) -> HttpResponse:
    form = ShareNoteForm(request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            if page.note is None:
                note = write_note(programme=page.programme, text=form.text(), by=request.actor, at=request.at)
            else:
                note = change_note(note=page.note, text=form.text(), by=request.actor, at=request.at)
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Thank you. Your colleagues can read it now."))
            return redirect("community:note", note.public_id)
    status = 422 if form.errors else 200
    return render(request, "community/note_write.html", {"form": form, "page": page}, status=status)
