"""The menu, composed of the rooms that work and that the actor may open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from renbina.catalogue import access as catalogue
from renbina.community import access as community
from renbina.dashboards.queries.home import landing
from renbina.delivery import access as delivery
from renbina.evaluation import access as evaluation
from renbina.foundation.actor import Actor, Role
from renbina.organisation import access as organisation
from renbina.planning import access as planning
from renbina.rulebook import access as rulebook
from renbina.surveys import access as surveys
from renbina.voice import access as voice


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the menu: where it leads, and who may go there. The predicate costs no query."""

    label: str | Promise
    url_name: str
    open_to: Callable[[Actor], bool]


# In the order of the year: one's own work, then what is planned, from what, and the rules behind it.
ENTRIES = (
    Entry(_("Home"), "dashboards:home", lambda actor: landing(actor) == "home"),
    Entry(_("My development"), "dashboards:me", lambda actor: actor.employee_id is not None),
    Entry(_("My classes"), "delivery:mine", lambda actor: landing(actor) == "me"),  # others: from their development
    Entry(
        _("My team's classes"), "delivery:led", lambda actor: actor.employee_id is not None and actor.has(Role.SUPERIOR)
    ),
    Entry(_("My questionnaires"), "surveys:mine", lambda actor: landing(actor) == "me"),
    Entry(_("Plans"), "planning:plan-list", lambda actor: planning.can(actor, planning.VIEW)),
    Entry(_("Training classes"), "delivery:batch-list", lambda actor: delivery.can(actor, delivery.VIEW)),
    Entry(_("Evaluation"), "evaluation:home", lambda actor: evaluation.can(actor, evaluation.VIEW)),
    Entry(_("Programmes"), "catalogue:programme-list", lambda actor: catalogue.can(actor, catalogue.VIEW)),
    Entry(
        _("Employees"),
        "dashboards:employee-list",
        lambda actor: organisation.can(actor, organisation.Verb.VIEW_EMPLOYEES),
    ),
    Entry(_("Units"), "dashboards:unit-list", lambda actor: organisation.can(actor, organisation.Verb.VIEW_UNITS)),
    Entry(_("Questionnaires"), "surveys:campaign-list", lambda actor: surveys.can(actor, surveys.VIEW)),
    Entry(_("Citizens' voice"), "voice:feedback-list", lambda actor: voice.can(actor, voice.VIEW)),
    Entry(_("Shared knowledge"), "community:note-list", lambda actor: community.can(actor, community.READ)),
    Entry(
        _("Imports"),
        "foundation:import-list",
        lambda actor: organisation.can(actor, organisation.Verb.IMPORT_ROSTER),
    ),
    Entry(_("Rules"), "rulebook:rule-list", lambda actor: rulebook.can(actor, rulebook.Verb.VIEW_RULES)),
)


def navigation_for(request: HttpRequest) -> list[dict[str, object]]:
    """Entries {label, url, active} in the order of the year; none for a visitor."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.agency_id is None:
        return []
    shown: list[dict[str, object]] = []
    for entry in ENTRIES:
        if not entry.open_to(actor):
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue  # the room is not part of this installation
        shown.append({"label": entry.label, "url": url, "active": request.path.startswith(url)})
    return shown
