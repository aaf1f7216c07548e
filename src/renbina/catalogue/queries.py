"""Reads of the catalogue, access included. Rows are frozen; templates never ask the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from renbina.catalogue.access import VIEW, own_agency, require, visible_programmes
from renbina.catalogue.enums import Area, Delivery, Form
from renbina.catalogue.models import Audience, CostStandard, Effect, Offer, Programme
from renbina.competency.models import Competency
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.enums import Employment, PositionKind
from renbina.organisation.models import Position
from renbina.ui.spoken import Spoken


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One line of the list. `seats` is what is on offer in the year (None: any number, self-paced without limit)."""

    public_id: str
    code: str
    name: str
    form: str
    area: str
    delivery: str
    hours: float
    days: float
    cost_per_person: int
    cost_per_batch: int
    cost_per_seat: int
    seats: int
    months: tuple[int, ...]
    raises: int


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What a programme can raise: by `lift` levels, at most up to `ceiling`."""

    competency: Spoken
    kind: str
    family: Spoken
    lift: int
    ceiling: int


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """One way to belong to the audience; empty tuples ask nothing. Families are the agency's own short words."""

    employments: tuple[str, ...]
    position_kinds: tuple[str, ...]
    levels: tuple[str, ...]
    families: tuple[str, ...]
    excluded_families: tuple[str, ...]
    units: tuple[str, ...]

    @property
    def everybody(self) -> bool:
        return not any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class OfferRow:
    month: int | None
    batches_max: int
    seats: int
    own_class: bool
    partner: str
    place: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """Everything the programme's own page shows: catalogue facts only."""

    programme: Programme
    form: str
    area: str
    delivery: str
    year: int | None
    effects: tuple[EffectRow, ...]
    audiences: tuple[AudienceRow, ...]
    offers: tuple[OfferRow, ...]
    cost_per_seat: int
    titles: Mapping[str, tuple[str, ...]]  # of positions, by the families that the audiences name

    @property
    def seats(self) -> int:
        return sum(offer.seats for offer in self.offers)


def latest_offer_year(actor: Actor) -> int | None:
    """The last year for which anything is on offer in the agency."""
    require(actor, VIEW)
    found = Offer.objects.filter(programme__agency_id=own_agency(actor)).aggregate(year=Max("year"))
    year: int | None = found["year"]
    return year


def programme_rows(
    actor: Actor, *, year: int | None = None, area: str = "", form: str = "", delivery: str = ""
) -> list[ProgrammeRow]:
    """The programmes with what is on offer in `year` (default: the latest). Four queries whatever the length."""
    wanted = visible_programmes(actor).filter(retired_on__isnull=True)
    chosen = {"area": area, "form": form, "delivery": delivery}
    programmes = list(wanted.filter(**{name: value for name, value in chosen.items() if value}).order_by("code"))
    ids = [programme.pk for programme in programmes]
    chosen_year = year or latest_offer_year(actor) or 0
    on_offer = defaultdict(list)
    for offer in Offer.objects.filter(programme__in=ids, year=chosen_year).order_by("month"):
        on_offer[offer.programme_id].append(offer)
    raised: dict[int, int] = defaultdict(int)
    for programme_id in Effect.objects.filter(programme__in=ids).values_list("programme_id", flat=True):
        raised[programme_id] += 1
    return [_row(programme, on_offer[programme.pk], raised[programme.pk]) for programme in programmes]


def programme_page(actor: Actor, public_id: str) -> ProgrammePage:
    """One programme. NotFound outside the actor's agency."""
    programme = visible_programmes(actor).select_related("partner", "prerequisite").filter(public_id=public_id).first()
    if programme is None:
        raise NotFound(public_id)
    year = latest_offer_year(actor)
    offers = _offers_of(programme, year) if year else ()
    effects = Effect.objects.filter(programme=programme).select_related("competency").order_by("competency__code")
    audiences = tuple(
        _audience(audience)
        for audience in Audience.objects.filter(programme=programme).prefetch_related("units").order_by("pk")
    )
    return ProgrammePage(
        programme=programme,
        form=str(Form(programme.form).label),
        area=str(Area(programme.area).label),
        delivery=str(Delivery(programme.delivery).label),
        year=year,
        effects=tuple(_effect(effect, effect.competency) for effect in effects),
        audiences=audiences,
        offers=tuple(_offer(offer, programme) for offer in offers),
        cost_per_seat=seat_cost(programme),
        titles=_titles(programme, audiences),
    )


def _offers_of(programme: Programme, year: int) -> QuerySet[Offer]:
    return Offer.objects.filter(programme=programme, year=year).select_related("partner").order_by("month")


def _offer(offer: Offer, programme: Programme) -> OfferRow:
    return OfferRow(
        month=offer.month,
        batches_max=offer.batches_max,
        seats=offer.batches_max * programme.capacity,
        own_class=offer.own_class,
        partner=offer.partner.name if offer.partner else "",
        place=offer.place,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
    )


def cost_standards(actor: Actor, *, year: int | None = None) -> QuerySet[CostStandard]:
    """What items may cost, of one year or of all; for a table that pages in the database."""
    require(actor, VIEW)
    found = CostStandard.objects.filter(agency_id=own_agency(actor)).order_by("-year", "code", "item", "pk")
    return found.filter(year=year) if year else found


def cost_years(actor: Actor) -> list[int]:
    """Years with cost standards, the newest first."""
    require(actor, VIEW)
    found = CostStandard.objects.filter(agency_id=own_agency(actor)).order_by("-year")
    return list(found.values_list("year", flat=True).distinct())


def _titles(programme: Programme, audiences: Iterable[AudienceRow]) -> dict[str, tuple[str, ...]]:
    """Titles of positions by family, for the families asked for; one query, none without families."""
    wanted = {family for each in audiences for family in (*each.families, *each.excluded_families)}
    if not wanted:
        return {}
    found: dict[str, tuple[str, ...]] = dict.fromkeys(wanted, ())
    positions = Position.objects.filter(agency_id=programme.agency_id, family__in=wanted).order_by("title")
    for family, title in positions.values_list("family", "title"):
        found[family] += (title,)
    return found


def seat_cost(programme: Programme) -> int:
    """Rupiah a seat costs in a full batch, rounded half up."""
    return programme.cost_per_person + (programme.cost_per_batch + programme.capacity // 2) // programme.capacity


def _row(programme: Programme, offers: list[Offer], raises: int) -> ProgrammeRow:
    return ProgrammeRow(
        public_id=programme.public_id,
        code=programme.code,
        name=programme.name,
        form=str(Form(programme.form).label),
        area=str(Area(programme.area).label),
        delivery=str(Delivery(programme.delivery).label),
        hours=programme.hours,
        days=programme.days,
        cost_per_person=programme.cost_per_person,
        cost_per_batch=programme.cost_per_batch,
        cost_per_seat=seat_cost(programme),
        seats=sum(offer.batches_max for offer in offers) * programme.capacity,
        months=tuple(sorted({offer.month for offer in offers if offer.month})),
        raises=raises,
    )


def _effect(effect: Effect, competency: Competency) -> EffectRow:
    return EffectRow(
        competency.said_name, competency.get_kind_display(), competency.said_family, effect.lift, effect.ceiling
    )


def _audience(audience: Audience) -> AudienceRow:
    return AudienceRow(
        employments=_labels(Employment, audience.employments),
        position_kinds=_labels(PositionKind, audience.position_kinds),
        levels=tuple(audience.levels),
        families=tuple(audience.families),
        excluded_families=tuple(audience.excluded_families),
        units=tuple(unit.short_name for unit in audience.units.all()),
    )


def _labels(choices: type[Employment] | type[PositionKind], values: list[str]) -> tuple[str, ...]:
    return tuple(str(choices(value).label) if value in choices.values else value for value in values)
