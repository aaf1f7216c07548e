"""A way of asking in words, and where it begins."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from binacore.enough import Way
from renbina.needs.queries.asking import AskWay, Unknown
from renbina.needs.queries.ranking import CompetencyNamed, UnitNamed
from renbina.ui import formats


def way_words(row: AskWay) -> str:
    """ "Send form 2a to 31 people of Disdukcapil"."""
    asked, unit = row.option.asked, row.unit.short_name or row.unit.name
    words = {
        Way.FORM: ngettext(
            "Send form 2a to %(n)s person of %(unit)s", "Send form 2a to %(n)s people of %(unit)s", asked
        ),
        Way.RATING: ngettext(
            "Ask superiors in %(unit)s for %(n)s rating", "Ask superiors in %(unit)s for %(n)s ratings", asked
        ),
        Way.TALK: ngettext("Talk with %(n)s person of %(unit)s", "Talk with %(n)s people of %(unit)s", asked),
    }[row.option.way]
    return words % {"n": formats.number(asked), "unit": unit}


def about_words(row: AskWay) -> str:
    """What it asks about."""
    return ", ".join(need.competency.name for need in row.needs)


def seats_words(row: AskWay) -> str:
    """How many seats it could move, never more than is known of it."""
    seats = round(row.option.seats)
    if seats < 1:
        return _("less than one seat")
    words = ngettext("could move about %(n)s seat", "could move about %(n)s seats", seats)
    return words % {"n": formats.number(seats)}


def time_words(row: AskWay) -> str:
    """ "16 hours", "2 minutes": of everybody who gives time."""
    minutes = row.option.minutes
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", round(minutes)) % {"n": formats.number(minutes)}
    hours = minutes / 60
    return ngettext("%(n)s hour", "%(n)s hours", round(hours)) % {"n": formats.number(hours, 0 if hours >= 10 else 1)}


def way_url(row: AskWay, *, sends: bool, talks: bool) -> str:
    """Where it begins; empty where the reader may not do it. `sends`: questionnaires; `talks`: notes talks."""
    if row.option.way is Way.RATING:
        first = row.needs[0]
        return reverse(
            "needs:need-people", args=[first.unit.public_id, first.competency.public_id], query={"tampil": "unknown"}
        )
    if row.option.way is Way.TALK:
        chosen = [need.competency.public_id for need in row.needs]
        asked = {"unit": row.unit.public_id, "people": row.option.asked, "kompetensi": chosen}
        return reverse("needs:talk-new", query=asked) if talks else ""
    return _form_url(row.unit, [need.competency for need in row.needs], row.form) if sends else ""


def unknown_words(row: Unknown) -> str:
    """ "Send form 2a to Disdukcapil", or of a few people "Ask superiors in Disdukcapil to rate 2 people"."""
    unit = row.unit.short_name or row.unit.name
    if not row.is_few:
        return _("Send form 2a to %(unit)s") % {"unit": unit}
    words = ngettext(
        "Ask superiors in %(unit)s to rate %(n)s person", "Ask superiors in %(unit)s to rate %(n)s people", row.people
    )
    return words % {"unit": unit, "n": formats.number(row.people)}


def unknown_about(row: Unknown) -> str:
    """What it would ask about, and how much a second form would."""
    words = ", ".join(each.competency.name for each in row.topics)
    if not row.more:
        return words
    more = ngettext("and %(n)s more for another form", "and %(n)s more for another form", row.more)
    return f"{words}; {more % {'n': formats.number(row.more)}}"


def unknown_url(row: Unknown, *, sends: bool) -> str:
    """Form 2a for this unit, ready to be sent, or a few people by name; empty where the reader sends nothing."""
    if row.is_few:
        return unknown_people_url(row)
    return _form_url(row.unit, [each.competency for each in row.topics], row.form) if sends else ""


def unknown_people_url(row: Unknown) -> str:
    """The people whom superiors could rate, by name."""
    first = row.topics[0]
    named = [first.unit.public_id, first.competency.public_id]
    return reverse("needs:need-people", args=named, query={"tampil": "unknown"})


def _form_url(unit: UnitNamed, competencies: Sequence[CompetencyNamed], form: str) -> str:
    """Where form 2a about these is sent to the unit, or made first."""
    if not form:
        chosen = [each.public_id for each in competencies]
        return reverse("competency:form-2a", query={"kompetensi": chosen, "unit": unit.public_id})
    title = _("Form 2a: %(unit)s") % {"unit": unit.short_name or unit.name}
    asked = {"version": form, "mode": "named", "unit": unit.public_id, "title": title}
    return reverse("surveys:campaign-new", query=asked)
