"""A way of asking in words, and where it begins."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from binacore.enough import Way
from renbina.needs.queries.asking import AskWay
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


def way_url(row: AskWay, *, sends: bool, talks: bool) -> str:
    """Where it begins; empty where the reader may not do it. `sends`: questionnaires; `talks`: notes talks."""
    if row.option.way is Way.RATING:
        first = row.needs[0]
        return reverse(
            "needs:need-people", args=[first.unit.public_id, first.competency.public_id], query={"tampil": "unknown"}
        )
    if row.option.way is Way.TALK:
        return reverse("needs:talk-new") if talks else ""
    if not sends:
        return ""
    if not row.form:
        chosen = [need.competency.public_id for need in row.needs]
        return reverse("competency:form-2a", query={"kompetensi": chosen, "unit": row.unit.public_id})
    title = _("Form 2a: %(unit)s") % {"unit": row.unit.short_name or row.unit.name}
    asked = {"version": row.form, "mode": "named", "unit": row.unit.public_id, "title": title}
    return reverse("surveys:campaign-new", query=asked)
