"""Drawings of the plan page from the figures of a run."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from renbina.planning import wording
from renbina.ui import charts, formats


def way_chart(figures: Mapping[str, Any]) -> charts.Chart:
    """The same money spent two ways: this plan and the best simple method."""
    manual = figures["manual"]
    pns = wording.share_of(figures["pns_at_target"], figures["pns"])
    pns_manual = wording.share_of(manual["pns_at_target"], figures["pns"])
    pairs = (
        (_("Gap closed · this plan"), figures["closed_share"], "s1"),
        (_("Gap closed · simple way"), manual["closed_share"], "s4"),
        (_("PNS reaching the hours · this plan"), pns, "s1"),
        (_("PNS reaching the hours · simple way"), pns_manual, "s4"),
    )
    words = {
        "budget": formats.rupiah_short(figures["budget"]),
        "closed": formats.percent(figures["closed_share"]),
        "manual": formats.percent(manual["closed_share"]),
        "way": wording.manual_words(figures),
    }
    return charts.bar_chart(
        _("The same money, two ways"),
        _("With %(budget)s the plan closes %(closed)s of the weighted gap, the best simple way %(manual)s.") % words,
        [charts.Bar(label, share or 0, formats.percent(share), tone) for label, share, tone in pairs],
        head=(_("What"), _("Share")),
        maximum=1,
        note=_("Simple way: %(way)s, the best of three.") % words,
    )


def fund_chart(figures: Mapping[str, Any]) -> charts.Chart:
    """What each fund pays, and what stays."""
    funds = figures["funds"]
    stacks = [
        charts.Stack(
            fund["name"],
            [fund["used"] / 1e6, max(0, fund["amount"] - fund["used"]) / 1e6],
            f"{formats.rupiah_short(fund['used'])} / {formats.rupiah_short(fund['amount'])}",
        )
        for fund in funds
    ]
    return charts.stacked_bar_chart(
        _("Budget by fund"),
        _("What each of the %(n)s funds pays in this plan, and what stays.") % {"n": len(funds)},
        (_("Used"), _("Left")),
        stacks,
        head=_("Fund"),
        show=lambda millions: formats.rupiah_short(round(millions * 1e6)),
        total_head=_("Used of the whole"),
    )
