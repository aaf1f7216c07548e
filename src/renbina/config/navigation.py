"""The menu, composed of the rooms that work and that the actor may open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from renbina.catalogue import access as catalogue
from renbina.community import access as community
from renbina.competency import access as competency
from renbina.dashboards import access as dashboards
from renbina.dashboards.queries.home import landing
from renbina.delivery import access as delivery
from renbina.evaluation import access as evaluation
from renbina.foundation.actor import Actor, Role
from renbina.needs import access as needs
from renbina.organisation import access as organisation
from renbina.performance import access as performance
from renbina.planning import access as planning
from renbina.publication import access as publication
from renbina.rulebook import access as rulebook
from renbina.surveys import access as surveys
from renbina.voice import access as voice


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the menu: where it leads, who may go there, and under which heading where there are many places.

    The predicate costs no query.
    """

    label: str | Promise
    url_name: str
    open_to: Callable[[Actor], bool]
    group: str | Promise = ""


FEW = 7
"""So many places stand beside the name; more are gathered under headings."""
ME, TEAM, PLAN, DELIVERY, RESULTS, DATA = (
    _("Me"),
    _("My team"),
    _("Planning"),
    _("Running the plan"),
    _("Results"),
    _("People and data"),
)


# In the order of the year: one's own work, then what is planned, from what, and the rules behind it.
ENTRIES = (
    Entry(_("Home"), "dashboards:home", lambda actor: landing(actor) == "home"),
    Entry(_("My development"), "dashboards:me", lambda actor: actor.employee_id is not None, ME),
    Entry(_("My classes"), "delivery:mine", lambda actor: actor.employee_id is not None, ME),
    Entry(_("My competencies"), "competency:mine", lambda actor: actor.employee_id is not None, ME),
    Entry(
        _("My team's classes"),
        "delivery:led",
        lambda actor: actor.employee_id is not None and actor.has(Role.SUPERIOR),
        TEAM,
    ),
    Entry(_("My team's performance"), "performance:team", performance.leads, TEAM),
    Entry(_("My team's competencies"), "competency:team", competency.leads, TEAM),
    Entry(_("My performance"), "performance:mine", lambda actor: actor.employee_id is not None, ME),
    Entry(_("My proposals"), "needs:my-proposals", lambda actor: actor.employee_id is not None, ME),
    Entry(_("My questionnaires"), "surveys:mine", lambda actor: actor.employee_id is not None, ME),
    Entry(_("Plans"), "planning:plan-list", lambda actor: planning.can(actor, planning.VIEW), PLAN),
    Entry(_("Goals"), "planning:goal-tree", lambda actor: planning.can(actor, planning.VIEW), PLAN),
    Entry(_("Training classes"), "delivery:batch-list", lambda actor: delivery.can(actor, delivery.VIEW), DELIVERY),
    Entry(_("Evaluation"), "evaluation:home", lambda actor: evaluation.can(actor, evaluation.VIEW), RESULTS),
    Entry(
        _("Follow-up"),
        "evaluation:follow-up-list",  # whoever reads the results comes from there
        lambda actor: evaluation.can(actor, evaluation.FOLLOW) and not evaluation.can(actor, evaluation.VIEW),
        TEAM,
    ),
    Entry(_("Needs"), "needs:home", lambda actor: needs.can(actor, needs.VIEW_NEEDS), PLAN),
    Entry(_("Proposals"), "needs:proposal-list", lambda actor: needs.can(actor, needs.VIEW_PROPOSALS), PLAN),
    Entry(
        _("Competencies"),
        "competency:dictionary",  # others come from a page of their own competencies
        lambda actor: organisation.can(actor, organisation.Verb.VIEW_UNITS),
        PLAN,
    ),
    Entry(_("Programmes"), "catalogue:programme-list", lambda actor: catalogue.can(actor, catalogue.VIEW), PLAN),
    Entry(
        _("Employees"),
        "dashboards:employee-list",
        lambda actor: organisation.can(actor, organisation.Verb.VIEW_EMPLOYEES),
        DATA,
    ),
    Entry(
        _("Organisation"),
        "organisation:tree",
        lambda actor: organisation.can(actor, organisation.Verb.VIEW_UNITS),
        DATA,
    ),
    Entry(
        _("Superiors"),
        "organisation:superior-list",
        lambda actor: organisation.can(actor, organisation.Verb.CORRECT_SUPERIORS),
        DATA,
    ),
    Entry(
        _("Acting officers"),
        "organisation:substitution-list",
        lambda actor: organisation.can(actor, organisation.Verb.VIEW_SUBSTITUTES),
        DATA,
    ),
    Entry(
        _("Units"), "dashboards:unit-list", lambda actor: organisation.can(actor, organisation.Verb.VIEW_UNITS), DATA
    ),
    Entry(_("Questionnaires"), "surveys:campaign-list", lambda actor: surveys.can(actor, surveys.VIEW), DELIVERY),
    Entry(
        _("Questionnaires on paper"),
        "surveys:paper-list",  # others come from the page of a questionnaire
        lambda actor: surveys.can(actor, surveys.KEY_IN) and not surveys.can(actor, surveys.VIEW),
        DELIVERY,
    ),
    Entry(_("Performance"), "performance:overview", lambda actor: performance.can(actor, performance.VIEW), RESULTS),
    Entry(_("Citizens' voice"), "voice:feedback-list", lambda actor: voice.can(actor, voice.VIEW), RESULTS),
    Entry(_("Published"), "publication:publish", lambda actor: publication.can(actor, publication.PUBLISH), RESULTS),
    Entry(_("Shared knowledge"), "community:note-list", lambda actor: community.can(actor, community.READ), RESULTS),
    Entry(
        _("Imports"),
        "foundation:import-list",
        lambda actor: organisation.can(actor, organisation.Verb.IMPORT_ROSTER),
        DATA,
    ),
    Entry(
        _("Quality of the data"),
        "dashboards:quality",
        lambda actor: organisation.can(actor, organisation.Verb.VIEW_QUALITY),
        DATA,
    ),
    Entry(
        _("Roles"),
        "organisation:role-list",
        lambda actor: organisation.can(actor, organisation.Verb.MANAGE_ACCESS),
        DATA,
    ),
    Entry(_("Files for SIASN"), "dashboards:siasn", lambda actor: dashboards.can(actor, dashboards.SIASN), DATA),
    Entry(_("Rules"), "rulebook:rule-list", lambda actor: rulebook.can(actor, rulebook.Verb.VIEW_RULES), DATA),
)


def navigation_for(request: HttpRequest) -> list[dict[str, object]]:
    """What the menu shows, in the order of the year: places {label, url, active}, and where there are more than a few,
    headings {label, active, places} with theirs. Nothing for a visitor."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.agency_id is None:
        return []
    # Each word is translated once: comparing what is not yet translated would translate it every time.
    places = [
        (str(entry.group), place) for entry in ENTRIES if (place := _place(entry, actor, request.path)) is not None
    ]
    _mark_nearest([place for _group, place in places])
    if len(places) <= FEW:
        return [place for _group, place in places]
    headings: dict[str, list[dict[str, object]]] = {}
    for group, place in places:
        headings.setdefault(group, []).append(place)
    shown: list[dict[str, object]] = []
    for group, place in places:
        among = headings[group]
        if not group or len(among) == 1:
            shown.append(place)
        elif place is among[0]:
            shown.append({"label": group, "active": any(other["active"] for other in among), "places": among})
    return shown


def places_of(actor: Actor) -> list[str]:
    """The words of the menu that somebody with these rights has; no query, nothing of what stands on the pages."""
    return [str(entry.label) for entry in ENTRIES if _place(entry, actor, "") is not None]


def _mark_nearest(places: list[dict[str, object]]) -> None:
    """One place can lie below another (the team's performance below performance): only the nearest is current."""
    here = [place for place in places if place["active"]]
    for place in here:
        place["active"] = len(str(place["url"])) == max(len(str(each["url"])) for each in here)


def _place(entry: Entry, actor: Actor, path: str) -> dict[str, object] | None:
    """None where the actor may not go, or the room is not part of this installation."""
    if not entry.open_to(actor):
        return None
    try:
        url = reverse(entry.url_name)
    except NoReverseMatch:
        return None
    return {"label": str(entry.label), "url": url, "active": path.startswith(url)}
