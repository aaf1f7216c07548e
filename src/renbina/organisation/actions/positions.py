"""Positions (jabatan) and the other names files know them by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from binacore.names import fold_name
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.canonical import digest
from renbina.foundation.errors import Refused
from renbina.organisation.access import Verb, require
from renbina.organisation.enums import PositionKind
from renbina.organisation.models import Agency, Position, PositionAlias


class PositionTitleTwice(Refused):
    """Two positions would have the same title after folding."""


@dataclass(frozen=True, slots=True)
class NewPosition:
    """A position to add; `key` names it within one call."""

    key: str
    title: str
    kind: str
    level: str
    family: str = ""


@action
def add_positions(*, agency: Agency, positions: Sequence[NewPosition], by: Actor, at: datetime) -> dict[str, Position]:
    """Adds positions and returns them by key. Raises PositionTitleTwice, naming the title."""
    require(by, Verb.CHANGE_ORGANISATION, agency)
    taken = set(Position.objects.filter(agency=agency).values_list("title_key", flat=True))
    made: dict[str, Position] = {}
    for new in positions:
        key = fold_name(new.title)
        if key in taken:
            raise PositionTitleTwice(
                _("There are two positions called “%(title)s”. Keep one of them.") % {"title": new.title}, field="title"
            )
        taken.add(key)
        made[new.key] = Position(
            agency=agency,
            title=new.title,
            title_key=key,
            kind=PositionKind(new.kind),
            level=new.level,
            family=new.family,
        )
    Position.objects.bulk_create(made.values(), batch_size=500)
    record(obj=agency, new={"count": len(made), "digest": digest([row.title_key for row in made.values()])})
    return made


@action
def add_position_aliases(*, agency: Agency, aliases: Mapping[Position, Sequence[str]], by: Actor, at: datetime) -> int:
    """Older names and other spellings of positions. Returns how many are new. Raises PositionTitleTwice.

    Unlike a unit's, a position's spelling stands for one position only.
    """
    require(by, Verb.CHANGE_ORGANISATION, agency)
    for position in aliases:
        require(by, Verb.CHANGE_ORGANISATION, position)
    known = dict(PositionAlias.objects.filter(agency=agency).values_list("title_key", "position_id"))
    known |= dict(Position.objects.filter(agency=agency).values_list("title_key", "pk"))
    rows = []
    for position, spellings in aliases.items():
        for spelling in spellings:
            key = fold_name(spelling)
            if known.setdefault(key, position.pk) != position.pk:
                raise PositionTitleTwice(
                    _("“%(title)s” already stands for another position.") % {"title": spelling}, field="title"
                )
            rows.append(PositionAlias(agency=agency, position=position, title_key=key))
    stored = set(PositionAlias.objects.filter(agency=agency).values_list("title_key", flat=True))
    fresh = [row for row in {row.title_key: row for row in rows}.values() if row.title_key not in stored]
    PositionAlias.objects.bulk_create([row for row in fresh if row.title_key != row.position.title_key], batch_size=500)
    record(obj=agency, new={"count": len(fresh), "digest": digest(sorted(row.title_key for row in fresh))})
    return len(fresh)
