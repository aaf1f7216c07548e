"""Who tells publication how sure one is of a programme's effect: evaluation, which computes verdicts anew each time."""

from datetime import date

from renbina.evaluation.previews import Result, results
from renbina.foundation.actor import Actor
from renbina.organisation.models import Agency, Unit
from renbina.publication.gather import ServiceVerdict


def service_verdicts(agency: Agency, on: date) -> list[ServiceVerdict]:
    """Verdicts on services of this year's and last year's programmes, the newest first."""
    by = Actor.system(agency.pk, "publication")
    found = [result for year in (on.year, on.year - 1) for result in results(by, year, on)]
    units = {unit.short_name: unit.pk for unit in Unit.objects.filter(agency=agency, services__isnull=False)}
    return [row for result in found for row in _rows(result, units)]


def _rows(result: Result, units: dict[str, int]) -> list[ServiceVerdict]:
    """One for each unit whose people the programme trained; none without a target on a service."""
    if result.target is None or result.effect is None:
        return []
    judged, effect = result.judgement, result.effect
    alone = effect.lacking is not None or judged.estimate is None
    return [
        ServiceVerdict(
            unit_id=units[change.unit],
            indicator=result.target.indicator,
            programme=result.programme.name,
            verdict=judged.verdict.value,
            why=judged.why.value,
            rise=None if alone or judged.estimate is None else judged.estimate.value,
            units=len(effect.trained),
            compared=len(effect.compared),
        )
        for change in effect.trained
        if change.unit in units
    ]
