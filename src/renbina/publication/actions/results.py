"""Freeze what became of citizens' voice at each service."""

from datetime import datetime

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.queries import agency_of, day_for
from renbina.publication.access import PUBLISH, require
from renbina.publication.actions.frozen import frozen
from renbina.publication.gather import service_facts, verdicts_of
from renbina.publication.models import PublishedResult
from renbina.rulebook.queries import rules_on


@action
def publish_results(*, by: Actor, at: datetime) -> list[PublishedResult]:
    """Freeze, for every service, what citizens said, what was done and what changed; small groups are taken out.

    What was published before stays as it was. Raises Forbidden.
    """
    require(by, PUBLISH)
    agency, on = agency_of(by), day_for(by)
    elements = rules_on(agency, on).items("skm.elements")
    verdicts = verdicts_of(agency, on)
    rows = [
        PublishedResult(
            service=facts.service, year=on.year, published_at=at, figures=frozen(facts, verdicts, elements, on)
        )
        for facts in service_facts(agency, on)
    ]
    made = PublishedResult.objects.bulk_create(rows)
    record(obj=agency, old=None, new={"year": on.year, "services": len(made)})
    return made
