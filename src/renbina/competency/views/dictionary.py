"""The dictionary: its list, one entry with its versions, and changing its words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.competency import queries
from renbina.competency.access import can, require
from renbina.competency.actions import CompetencyRefused, CompetencyRow, EnglishRow, NewWords, load_dictionary, reword
from renbina.competency.filters import DictionaryFilter
from renbina.competency.forms.words import EntryForm, WordsForm
from renbina.competency.models import Competency
from renbina.competency.tables.lists import dictionary_table
from renbina.competency.wording.words import said
from renbina.foundation.errors import NotFound
from renbina.foundation.http import Request, counts_once
from renbina.organisation.access import own_agency
from renbina.organisation.queries import day_for


def tabs(active: str) -> list[dict[str, object]]:
    """The three pages that belong together."""
    places = (
        ("dictionary", _("Dictionary")),
        ("standards", _("Standards of positions")),
        ("classes", _("Classes of positions")),
    )
    return [{"label": label, "url": reverse(f"competency:{name}"), "active": name == active} for name, label in places]


@require_safe
def dictionary(request: Request) -> HttpResponse:
    """All entries: sort, filter, search, export."""
    form = DictionaryFilter(request.GET, families=queries.families(request.actor))
    chosen = form.chosen()
    rows = queries.entries(request.actor, kind=chosen["kind"], family=chosen["family"])
    table = dictionary_table()
    export = table.export(request.GET, rows, filename=_("competencies"))
    if export is not None:
        return export
    page = table.page(request.GET, rows)
    context = {
        "filter": form,
        "keep": [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")],
        "table": page,
        "total": queries.entry_count(request.actor),
        "tabs": tabs("dictionary"),
        "may_write": can(request.actor, "load_dictionary"),
    }
    return render(request, "competency/dictionary.html", context)


@require_safe
def entry(request: Request, public_id: str) -> HttpResponse:
    """One competency in the words of today, or of the version asked for, with every other version."""
    found = queries.entry_for(request.actor, public_id)
    versions = queries.versions_of(found)
    on = day_for(request.actor)
    today = queries.version_on(versions, on)
    asked = request.GET.get("version", "")
    shown = next((each for each in versions if str(each.number) == asked), today)
    may_write = can(request.actor, "load_dictionary")
    context = {
        "entry": found,
        "shown": said(shown) if shown else None,
        "untranslated": shown.untranslated if shown and may_write else 0,
        "is_today": shown == today,
        "versions": [(each, each == shown, each.since > on, each.number == 1) for each in versions],
        "asked": queries.asked_of(found, on),
        "may_write": may_write,
    }
    return render(request, "competency/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: Request, public_id: str) -> HttpResponse:
    """Other words from a day on; who was assessed before keeps the words of that time."""
    found = queries.entry_for(request.actor, public_id)
    require(request.actor, "load_dictionary")
    words = next(iter(queries.versions_of(found)), None)
    family = found.family, found.family_en
    initial = {"since": day_for(request.actor), "name": found.name, "family": family[0], "family_en": family[1]}
    form = WordsForm(request.POST if request.method == "POST" else None, words=words, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = reword(
                competency=found, words=form.words(), since=data["since"], reason=data.get("reason", ""),
                family=(data["family"], data["family_en"]), by=request.actor, at=request.at,
            )  # fmt: skip
        except CompetencyRefused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(
                request,
                _told(made, before=words, after=form.words(), moved=family != (data["family"], data["family_en"])),
            )
            return redirect("competency:entry", public_id)
    context = {"form": form, "entry": found, "words": words}
    return render(request, "competency/entry_edit.html", context, status=422 if form.errors else 200)


def _told(made: object, *, before: queries.Words | None, after: NewWords, moved: bool) -> str:
    if made:
        return _("The new words are kept as a version; the earlier one stays.")
    standing = (
        NewWords(before.name, before.definition, before.levels, before.name_en, before.definition_en)
        if before
        else None
    )
    if standing is not None and after.english != standing.english:
        return _("The English is kept. No new version begins: nobody is assessed against a translation.")
    if moved:
        return _("The family is kept. Its words stay as they are, so no new version begins.")
    return _("Nothing changed.")


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("competency:dictionary")
def entry_new(request: Request) -> HttpResponse:
    """A competency of the agency's own."""
    require(request.actor, "load_dictionary")
    form = EntryForm(request.POST if request.method == "POST" else None, initial={"since": day_for(request.actor)})
    if request.method == "POST" and form.is_valid():
        made = _make(request, form)
        if made is not None:
            messages.success(request, _("Added to the dictionary."))
            return redirect("competency:entry", made.public_id)
    return render(request, "competency/entry_edit.html", {"form": form}, status=422 if form.errors else 200)


def _make(request: Request, form: EntryForm) -> Competency | None:
    """The new entry, or None with the form saying what is wrong."""
    data = form.cleaned_data
    if data["code"] in queries.codes_of(own_agency(request.actor)):
        form.add_error("code", _("This code is taken. Choose another one."))
        return None
    words = form.words()
    row = CompetencyRow(
        code=data["code"], name=words.name, kind=data["kind"], family=data["family"], definition=words.definition,
        levels=tuple(each.description for each in words.levels),
        indicators=tuple(tuple(text for _code, text in each.indicators) for each in words.levels),
        english=EnglishRow(
            name=words.name_en, family=data["family_en"], definition=words.definition_en,
            levels=tuple(each.description_en for each in words.levels),
            indicators=tuple(each.indicators_en for each in words.levels),
        ),
    )  # fmt: skip
    load_dictionary(rows=[row], since=data["since"], by=request.actor, at=request.at)
    found = Competency.objects.filter(agency_id=own_agency(request.actor), code=data["code"]).first()
    if found is None:
        raise NotFound
    return found
