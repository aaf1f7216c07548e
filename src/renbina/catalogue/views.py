"""Pages of the catalogue: parse, one call, render."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.catalogue import queries, wording
from renbina.catalogue.access import LOAD, can
from renbina.catalogue.filters import CostFilter, ProgrammeFilter
from renbina.catalogue.tables import COSTS, PROGRAMMES
from renbina.foundation.http import Request
from renbina.ui import formats
from renbina.ui.shapes import Level


@dataclass(frozen=True, slots=True)
class MonthLine:
    """An offer in words: when, how many classes and seats."""

    label: str
    batches: int
    seats: int
    own_class: bool
    told: str


@require_safe
def programme_list(request: Request) -> HttpResponse:
    """All programmes: sort, filter, search, export."""
    form = ProgrammeFilter(request.GET)
    chosen = form.chosen()
    rows = queries.programme_rows(request.actor, area=chosen["area"], form=chosen["form"], delivery=chosen["delivery"])
    export = PROGRAMMES.export(request.GET, rows, filename=_("programmes"))
    if export is not None:
        return export
    keep = [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")]
    context = {
        "filter": form, "keep": keep, "table": PROGRAMMES.page(request.GET, rows), "total": len(rows),
        "may_load": can(request.actor, LOAD),
    }  # fmt: skip
    return render(request, "catalogue/programme_list.html", context)


@require_safe
def cost_list(request: Request) -> HttpResponse:
    """What items may cost, with year, source and how sure one is."""
    form = CostFilter(request.GET, years=queries.cost_years(request.actor))
    rows = queries.cost_standards(request.actor, year=form.chosen())
    export = COSTS.export(request.GET, rows, filename=_("cost standards"))
    if export is not None:
        return export
    keep = [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")]
    context = {
        "filter": form,
        "keep": keep,
        "table": COSTS.page(request.GET, rows),
        "may_load": can(request.actor, LOAD),
    }
    return render(request, "catalogue/cost_list.html", context)


@require_safe
def programme_detail(request: Request, public_id: str) -> HttpResponse:
    """What a programme raises, whom it is for, what it costs and when it is on offer."""
    page = queries.programme_page(request.actor, public_id)
    context = {
        "page": page,
        "programme": page.programme,
        "effects": [(effect, Level(held=None, planned=effect.ceiling)) for effect in page.effects],
        "offers": [_line(offer) for offer in page.offers],
        "audiences": [_audience(audience, page) for audience in page.audiences],
    }
    return render(request, "catalogue/programme_detail.html", context)


def _audience(audience: queries.AudienceRow, page: queries.ProgrammePage) -> queries.AudienceRow:
    """The same with words for its levels and families."""
    return replace(
        audience,
        levels=wording.level_names(audience.levels),
        families=_family_names(audience.families, page),
        excluded_families=_family_names(audience.excluded_families, page),
    )


def _family_names(families: tuple[str, ...], page: queries.ProgrammePage) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wording.family_name(family, page.titles[family]) for family in families))


def _line(offer: queries.OfferRow) -> MonthLine:
    label = formats.month(date(2000, offer.month, 1)).rsplit(" ", 1)[0] if offer.month else _("Any time, self-paced")
    days = [formats.day(each) for each in (offer.starts_on, offer.ends_on) if each]
    told = " · ".join(filter(None, (" – ".join(days), offer.place, offer.partner)))
    return MonthLine(label, offer.batches_max, offer.seats, offer.own_class, told)
