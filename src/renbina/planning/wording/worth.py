"""What the same money brings in one programme and in the whole plan."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renbina.planning.queries.plan import LOT, Worth
from renbina.ui import formats

NOT_KNOWN = "–"


def brings_words(worth: Worth, raises: int, hours: float) -> str:
    """What a programme brings a person, and at what price."""
    words = {"price": formats.rupiah(worth.seat), "hours": formats.hours(hours), "n": formats.number(raises)}
    if not raises:
        return _("It raises no competency: a seat of %(price)s brings %(hours)s and closes nothing of the gap.") % words
    return (
        ngettext(
            "It raises %(n)s competency: a seat costs %(price)s and brings %(hours)s.",
            "It raises %(n)s competencies: a seat costs %(price)s and brings %(hours)s.",
            raises,
        )
        % words
    )


def price_rows(worth: Worth, raises: int) -> list[tuple[str, str, str]]:
    """What is compared, of the programme, of the plan on average.

    What a programme that is not held would close depends on who came, so only "nothing" is said of it.
    """
    levels = formats.number(worth.plan_levels) if worth.plan_levels is not None else NOT_KNOWN
    words = _("Levels of the gap closed by %(money)s") % {"money": formats.rupiah_short(LOT)}
    return [
        (_("A seat"), formats.rupiah(worth.seat), _money(worth.plan_seat)),
        (_("An hour (JP)"), _money(worth.hour), _money(worth.plan_hour)),
        (words, NOT_KNOWN if raises else formats.number(0), levels),
    ]


def not_weighed(year: int, raises: int, *, offered: bool) -> tuple[str, ...]:
    """What is missing so that a plan weighs a programme at all; empty for one that it weighs."""
    if offered:
        return ()
    needs = [_("An offer for %(year)s in the catalogue: month, classes, and who it is for.") % {"year": year}]
    if not raises:
        needs.append(_("A competency that people lack, tied to it with proof that it raises it."))
    needs.append(_("A target on what it is to change, set before its first class."))
    return tuple(needs)


def _money(value: int | None) -> str:
    return formats.rupiah(value) if value is not None else NOT_KNOWN
