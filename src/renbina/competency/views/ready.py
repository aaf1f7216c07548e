"""Taking over entries of the ready dictionary."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from binacore.dictionary import ReadyCompetency, ready_dictionary, ready_entries
from renbina.competency.access import require
from renbina.competency.actions import Adopted, CompetencyRow, EnglishRow, adopt_entries, weigh_entries
from renbina.competency.enums import CompetencyKind
from renbina.foundation.http import Request
from renbina.organisation.access import own_agency
from renbina.ui import formats


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """An entry that may be taken over, in the reader's language; `state` is "new", "known" or "held", with why."""

    entry: ReadyCompetency
    name: str
    definition: str
    levels: tuple[tuple[str, tuple[str, ...]], ...]  # words and behaviours
    kind: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadyBlock:
    """A group with its lines, in the reader's language; `new` may still be taken over."""

    title: str
    note: str
    lines: tuple[ReadyLine, ...]
    new: int


@require_http_methods(["GET", "HEAD", "POST"])
def ready(request: Request) -> HttpResponse:
    """Groups of entries with tick boxes; what the agency has stays as it is."""
    require(request.actor, "load_dictionary")
    refusal = ""
    if request.method == "POST":
        known = ready_entries()
        chosen = [known[code] for code in request.POST.getlist("code") if code in known]
        if chosen:
            result = adopt_entries(rows=[_row(each) for each in chosen], by=request.actor, at=request.at)
            messages.success(request, _told(result))
            return redirect("competency:dictionary")
        refusal = _("Tick at least one competency.")
    blocks = _blocks(own_agency(request.actor))
    context = {"blocks": blocks, "any_new": any(block.new for block in blocks), "refusal": refusal}
    return render(request, "competency/ready.html", context, status=422 if refusal else 200)


def _told(result: Adopted) -> str:
    added = len(result.added)
    said = ngettext("%(n)s competency was added.", "%(n)s competencies were added.", added)
    words = [said % {"n": formats.number(added)}]
    left = len(result.known) + len(result.held)
    if left:
        said = ngettext("%(n)s was there already and stays.", "%(n)s were there already and stay.", left)
        words.append(said % {"n": formats.number(left)})
    return " ".join(words)


def _blocks(agency_id: int) -> list[ReadyBlock]:
    rows = [_row(each) for each in ready_entries().values()]
    weighed = weigh_entries(rows, agency_id)
    held, indonesian = dict(weighed.held), get_language() == "id"
    blocks = []
    for group in ready_dictionary():
        lines = tuple(
            ReadyLine(
                each, each.name if indonesian else each.name_en,
                each.definition if indonesian else each.definition_en,
                tuple((level.words, level.signs) if indonesian else (level.words_en, level.signs_en)
                      for level in each.levels),
                str(CompetencyKind(each.kind).label),
                "held" if each.code in held else "new" if each.code in weighed.added else "known",
                held.get(each.code, ""),
            )
            for each in group.competencies
        )  # fmt: skip
        title, note = (group.title_id, group.note_id) if indonesian else (group.title, group.note)
        blocks.append(ReadyBlock(title, note, lines, sum(line.state == "new" for line in lines)))
    return blocks


def _row(each: ReadyCompetency) -> CompetencyRow:
    return CompetencyRow(
        each.code, each.name, each.kind, each.family, tuple(level.words for level in each.levels), each.definition,
        tuple(level.signs for level in each.levels), each.by_class, each.origin,
        EnglishRow(
            each.name_en, each.family_en, each.definition_en, each.origin_en,
            tuple(level.words_en for level in each.levels), tuple(level.signs_en for level in each.levels),
        ),
    )  # fmt: skip
