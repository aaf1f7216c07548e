"""People whose rating official is missing or wrong, and officials to choose from."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import (
    correctable_people,
    corrects_all,
    own_agency,
    visible_employees,
    visible_units,
)
from renbina.organisation.enums import HEADS, PlacementKind, Relation
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Supervision
from renbina.organisation.queries import GONE

MOST: Final = 8  # people that a search shows
MANY: Final = 60  # people whose superior is set at once


class Wrong(StrEnum):
    """What can be wrong with a rating official."""

    NONE = "none"
    GONE = "gone"  # retired or moved out
    CIRCLE = "circle"


def with_posts(people: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Annotated with the post of a day: post_title, post_unit; None where there is none."""
    held = Placement.objects.filter(holds_on(on), employee=OuterRef("pk"), kind=PlacementKind.DEFINITIVE)
    first = held.order_by("-valid_from")
    return people.annotate(
        post_title=Subquery(first.values("position__title")[:1]),
        post_unit=Subquery(first.values("unit__short_name")[:1]),
    )


def with_superiors(people: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Annotated with the names of both superiors of a day, and where the rating official comes from."""
    held = Supervision.objects.filter(holds_on(on), employee=OuterRef("pk")).order_by("-valid_from", "-pk")
    rater, lead = held.filter(relation=Relation.RATER), held.filter(relation=Relation.TEAM_LEAD)
    return people.annotate(
        rater_name=Subquery(rater.values("superior__name")[:1]),
        rater_id=Subquery(rater.values("superior_id")[:1]),
        rater_source=Subquery(rater.values("source")[:1]),
        rater_reason=Subquery(rater.values("reason")[:1]),
        rater_since=Subquery(rater.values("valid_from")[:1]),
        lead_name=Subquery(lead.values("superior__name")[:1]),
    )


def serving(people: QuerySet[Employee], on: date) -> QuerySet[Employee]:
    """Those who hold a post on the day and have neither retired nor moved out."""
    placed = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE).values("employee_id")
    gone = EmploymentStatus.objects.filter(holds_on(on), status__in=GONE).values("employee_id")
    return people.filter(pk__in=placed).exclude(pk__in=gone)


def people_with_superiors(actor: Actor, on: date) -> QuerySet[Any]:
    """Everybody whose superior the actor may set, with their posts and superiors of a day. Raises Forbidden."""
    return with_superiors(with_posts(correctable_people(actor, on), on), on)


def people_to_correct(
    actor: Actor, on: date, known: Mapping[Wrong, Collection[int]], *, wrong: str = "", unit: str = ""
) -> QuerySet[Any]:
    """Serving people whom the actor looks after, by what is wrong with their rating official ("all": everybody).

    known: the people of the agency by what is wrong. Without a choice: everything that is wrong. With their posts and
    superiors. Raises Forbidden.
    """
    people = people_with_superiors(actor, on)
    chosen = visible_units(actor).filter(public_id=unit).first() if unit else None
    if chosen is not None:
        inside = Placement.objects.filter(
            holds_on(on), unit__path__startswith=chosen.path, kind=PlacementKind.DEFINITIVE
        )
        people = people.filter(pk__in=inside.values("employee_id"))
    if wrong == "all":
        return serving(people, on)
    kinds = [Wrong(wrong)] if wrong in set(Wrong) else list(Wrong)
    return people.filter(pk__in={key for kind in kinds for key in known[kind]})


def wrong_counts(actor: Actor, on: date, known: Mapping[Wrong, Collection[int]]) -> dict[Wrong, int]:
    """How many people of the actor's units each is wrong for; one query, none for who sets those of the agency."""
    keys = {key for found in known.values() for key in found}
    if corrects_all(actor):
        return {wrong: len(set(found) - {actor.employee_id}) for wrong, found in known.items()}
    mine = set(correctable_people(actor, on).filter(pk__in=keys).values_list("pk", flat=True))
    return {wrong: len(mine.intersection(found)) for wrong, found in known.items()}


def chosen_people(actor: Actor, on: date, public_ids: list[str]) -> list[Any]:
    """These people with their posts and superiors, in the order of names. Raises NotFound where one is out of reach."""
    wanted = set(public_ids)
    found = list(people_with_superiors(actor, on).filter(public_id__in=wanted).order_by("name", "pk"))
    if not found or len(found) < len(wanted):
        raise NotFound
    return found


def officials(actor: Actor, on: date, words: str) -> list[Any]:
    """People who may be chosen as superior or substitute: heads of any unit, and whom the actor may see anyway.

    Found by a part of the name, of the title, or by the whole NIP; the first few.
    """
    heads = Placement.objects.filter(holds_on(on), position__kind__in=HEADS, employee__agency_id=own_agency(actor))
    seen = Q(pk__in=heads.values("employee_id")) | Q(pk__in=visible_employees(actor, on).values("pk"))
    people = serving(Employee.objects.filter(seen, agency_id=own_agency(actor)), on)
    match = Q(nip="".join(words.split()))
    parts = words.split()
    if parts:
        named, titled = Q(), Q()
        for part in parts:
            named &= Q(name__icontains=part)
            titled &= Q(post_title__icontains=part)
        match |= named | titled
    leads = Exists(heads.filter(employee=OuterRef("pk")))
    return list(with_posts(people, on).annotate(leads=leads).filter(match).order_by("-leads", "name", "pk")[:MOST])


def official(actor: Actor, on: date, public_id: str) -> Any:
    """One of them, chosen on a page. Raises NotFound."""
    found = with_posts(Employee.objects.filter(agency_id=own_agency(actor), public_id=public_id), on).first()
    if found is None:
        raise NotFound
    return found


def person_words(person: Any) -> str:
    """`Sari Utami, S.Kom. · Kepala Bidang Mutasi, BKPSDM`; needs `with_posts`."""
    place = ", ".join(part for part in (person.post_title, person.post_unit) if part)
    return f"{person.full_name} · {place}" if place else person.full_name
