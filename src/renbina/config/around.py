"""What delivery and evaluation tell planning of one programme beside a plan: where to go on, and what became of it."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.delivery import access as delivery
from renbina.delivery.queries import offer_waiting
from renbina.evaluation import access as evaluation
from renbina.evaluation import previews, wording
from renbina.evaluation.models import Target
from renbina.evaluation.queries import targets_until
from renbina.foundation.actor import Actor
from renbina.planning.gather.around import Around, Past, Step
from renbina.planning.models import Plan


def around(actor: Actor, plan: Plan, programme: Programme, is_held: bool, on: date) -> Around:
    """Two queries for a programme of the plan, up to six for one that is not held."""
    targets = targets_until(actor, programme, plan.year) if evaluation.can(actor, evaluation.VIEW) else []
    own = next((each for each in targets if each.year == plan.year), None)
    before = next((each for each in targets if each.year < plan.year), None)
    steps = (*_classes(actor, plan, programme), *_target(actor, plan, programme, own)) if is_held else ()
    return Around(steps, _past(before, on, judge=not is_held) if before is not None else None)


def _classes(actor: Actor, plan: Plan, programme: Programme) -> list[Step]:
    if not delivery.can(actor, delivery.VIEW):
        return []
    steps = []
    offer = offer_waiting(actor, plan, programme) if delivery.can(actor, delivery.MANAGE) else ""
    if plan.run_in_force_id is not None and plan.approved_run_id is None:
        # Nothing is opened from a draft: the way there goes through the decision.
        steps.append(Step(_("Waits for the decree"), reverse("planning:plan-approval", args=[plan.public_id])))
    if offer:
        steps.append(Step(_("Open a class"), reverse("delivery:batch-open", args=[offer]), main=True))
    listed = reverse("delivery:batch-list", query={"q": programme.name})
    return [*steps, Step(_("Its classes"), listed)]


def _target(actor: Actor, plan: Plan, programme: Programme, own: Target | None) -> list[Step]:
    """The target of the plan's year: to read where there is one, else to set, by whoever sets them."""
    where = [programme.public_id, plan.year]
    if own is not None:
        words = _("Target: %(indicator)s %(words)s")
        label = words % {"indicator": wording.indicator_words(own), "words": wording.target_words(own)}
        return [Step(label, reverse("evaluation:programme", args=where))]
    if not evaluation.can(actor, evaluation.MANAGE):
        return []
    return [Step(_("Set the target for %(year)s") % {"year": plan.year}, reverse("evaluation:target", args=where))]


def _past(target: Target, on: date, *, judge: bool) -> Past:
    url = reverse("evaluation:programme", args=[target.programme.public_id, target.year])
    aim = f"{wording.indicator_words(target)} {wording.target_words(target)}"
    if not judge:
        return Past(target.year, aim, url)
    found = previews.judged(target, on)
    value = found.estimate.value if found.estimate else None
    return Past(target.year, aim, url, wording.heading(found.verdict, found.why, target, value))
