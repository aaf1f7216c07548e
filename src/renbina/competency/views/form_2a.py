"""AKPK form 2a: choosing competencies, and the forms made of them with what came of their answers."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from renbina.competency.access import require
from renbina.competency.actions import FormRefused, make_form_2a
from renbina.competency.enums import CompetencyKind
from renbina.competency.queries import form_2a as reads
from renbina.competency.queries.positions import choices
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.surveys.actions import FileRefused


@dataclass(frozen=True, slots=True)
class Block:
    """The competencies of one kind; of each whether it is ticked."""

    title: str
    lines: tuple[tuple[reads.Offered, bool], ...]


@require_http_methods(["GET", "HEAD", "POST"])
def form_2a(request: Request) -> HttpResponse:
    """`keluarga`: tick what positions of a family ask; `kompetensi`: tick these; `unit`: ask this unit afterwards."""
    require(request.actor, "record_assessments")
    on = day_for(request.actor)
    asked = request.POST if request.method == "POST" else request.GET
    ids, unit, refusal = asked.getlist("kompetensi"), asked.get("unit", ""), ""
    if request.method == "POST":
        try:
            version = make_form_2a(
                competencies=reads.chosen_entries(request.actor, ids), name=request.POST.get("nama", ""),
                by=request.actor, at=request.at,
            )  # fmt: skip
        except (FormRefused, FileRefused) as error:
            refusal = error.message
        else:
            if unit:
                address = {
                    "version": version.public_id,
                    "mode": "named",
                    "unit": unit,
                    "title": version.instrument.name,
                }
                return redirect(f"{reverse('surveys:campaign-new')}?{urlencode(address)}")
            messages.success(request, _("The form is ready. Look it over, then ask people."))
            return redirect("surveys:instrument", version.instrument.public_id)
    _levels, families = choices(request.actor)
    family = request.GET.get("keluarga", "") if request.GET.get("keluarga", "") in families else ""
    words = reads.all_words(request.actor)
    offered = reads.offered(request.actor, on, words, family=family)
    context = {
        "blocks": _blocks(offered, set(ids)),
        "any": any(each.questions for each in offered),
        "families": [(each, words, each == family) for each, words in families.items()],
        "forms": reads.made_forms(request.actor, on, words),
        "unit": unit,
        "name": request.POST.get("nama", ""),
        "refusal": refusal,
    }
    return render(request, "competency/form_2a.html", context, status=422 if refusal else 200)


def _blocks(offered: tuple[reads.Offered, ...], ids: set[str]) -> list[Block]:
    found = []
    for kind in CompetencyKind:
        lines = tuple(
            (each, bool(each.questions) and (each.competency.public_id in ids or each.asked))
            for each in offered
            if each.competency.kind == kind
        )
        if lines:
            found.append(Block(str(kind.label), lines))
    return found
