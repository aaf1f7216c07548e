"""Loads what an agency has before any roster: units, positions, catalogue."""

from datetime import datetime

from binacity.records import City
from renbina.catalogue.actions import AudienceRow, EffectRow, OfferRow, PartnerRow, ProgrammeRow, load_catalogue
from renbina.catalogue.models import Programme
from renbina.config.demo import past
from renbina.config.demo.keys import SET_UP, Keys
from renbina.foundation.actor import Actor
from renbina.organisation.actions import NewPosition, NewUnit, add_positions, add_units, create_agency


def load_agency(city: City, *, at: datetime) -> Keys:
    """The agency with its unit tree and positions."""
    agency = create_agency(
        name=city.agency.name,
        short_name=city.agency.short_name,
        kind=city.agency.kind,
        timezone=city.agency.timezone,
        population=city.agency.population,
        regional_spending=city.agency.regional_spending,
        is_demonstration=True,
        by=Actor.system(None, SET_UP),
        at=at,
    )
    by = Actor.system(agency.pk, SET_UP)
    keys = Keys(agency=agency)
    before = {unit.unit: (unit.old_name, unit.old_short_name) for unit in city.past.renamed}
    keys.units = add_units(
        agency=agency,
        units=[
            NewUnit(
                key=unit.key,
                parent=unit.parent,
                name=before.get(unit.key, (unit.name,))[0],
                short_name=before.get(unit.key, ("", unit.short_name))[1],
                kind=unit.kind,
                code=unit.code,
                away_max=unit.away_max,
                minimum_staff_note=unit.minimum_staff_note,
                aliases=unit.aliases,
            )
            for unit in city.units
        ],
        by=by,
        at=at,
    )
    past.load_units(city, keys, by=by, at=at)
    keys.positions = add_positions(
        agency=agency,
        positions=[NewPosition(p.key, p.title, p.kind, p.level, p.family) for p in city.positions],
        by=by,
        at=at,
    )
    return keys


def load_programmes(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    partners = {partner.key: partner.name for partner in city.partners}
    load_catalogue(
        partners=[
            PartnerRow(p.name, p.kind, p.agreement_number, p.agreement_from, p.agreement_until) for p in city.partners
        ],
        programmes=[
            ProgrammeRow(
                code=p.code,
                name=p.name,
                form=p.form,
                area=p.area,
                hours=p.hours,
                days=p.days,
                delivery=p.delivery,
                synchronous=p.synchronous,
                capacity=p.capacity,
                batch_min=p.batch_min,
                cost_per_person=p.cost_per_person,
                cost_per_batch=p.cost_per_batch,
                prerequisite=p.prerequisite,
                partner=partners.get(p.partner or ""),
                note=p.note,
            )
            for p in city.programmes
        ],
        effects=[EffectRow(e.programme, e.competency, e.lift, e.ceiling) for e in city.effects],
        audiences=[
            AudienceRow(
                programme=a.programme,
                employments=a.employments,
                position_kinds=a.position_kinds,
                levels=a.levels,
                families=a.families,
                excluded_families=a.excluded_families,
                units=tuple(keys.units[unit].code for unit in a.units),
            )
            for a in city.audiences
        ],
        offers=[OfferRow(o.programme, o.year, o.month, o.batches_max, o.own_class) for o in city.offers],
        by=by,
        at=at,
    )
    keys.programmes = dict(Programme.objects.filter(agency=keys.agency).values_list("code", "pk"))
