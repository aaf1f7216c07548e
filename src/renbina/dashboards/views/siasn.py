"""Files for SIASN: what is ready, what is left out and why, and who took which file."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renbina.dashboards.actions import take_for_siasn
from renbina.dashboards.enums import SiasnKind
from renbina.dashboards.filters import SiasnForm, siasn_choice
from renbina.dashboards.queries.siasn import count_for_siasn, siasn_files, units_to_choose
from renbina.dashboards.tables import siasn_table
from renbina.dashboards.wording import reasons
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.ui.sheets import FORMATS, file_response
from renbina.ui.tables import EXPORTS


@require_safe
def siasn(request: Request) -> HttpResponse:
    """Choose a kind, a period and a unit; see the counts; take the file."""
    on = day_for(request.actor)
    choice = siasn_choice(request.GET, on.year)
    found = count_for_siasn(request.actor, choice, on)
    files = siasn_files(request.actor)
    table = siasn_table()
    export = table.export(request.GET, files, filename=_("files for SIASN"))
    if export is not None:
        return export
    context = {
        "kind": SiasnKind(choice.kind),
        "choice": choice,
        "found": found,
        "left_out": reasons.left_out_rows(found.left_out),
        "total": found.ready + sum(found.left_out.values()),
        "takes": found.ready - found.sent if choice.only_new else found.ready,
        "tabs": [
            {
                "label": each.label,
                "url": f"{reverse('dashboards:siasn')}?{urlencode({'kind': each.value, 'unit': choice.unit})}",
                "active": each.value == choice.kind,
            }
            for each in SiasnKind
        ],
        "filter": SiasnForm(
            {"year": choice.year, "quarter": choice.quarter or "", "unit": choice.unit,
             "which": "new" if choice.only_new else "all"},
            kind=choice.kind, units=units_to_choose(request.actor), year=on.year,
        ),
        "keep": [("kind", choice.kind)],
        "shapes": EXPORTS,
        "table": table.page(request.GET, files),
    }  # fmt: skip
    return render(request, "dashboards/siasn.html", context)


@require_POST
def siasn_file(request: Request) -> HttpResponse:
    """The file itself; taking it is written down."""
    choice = siasn_choice(request.POST, day_for(request.actor).year)
    shape = request.POST.get("shape", "")
    made = take_for_siasn(choice=choice, shape=shape if shape in FORMATS else "xlsx", by=request.actor, at=request.at)
    period = choice.period.replace("/", "-TW")
    name = "-".join(part for part in ("siasn", choice.kind, period) if part)
    return file_response(made.content, f"{name}.{made.ending}")
