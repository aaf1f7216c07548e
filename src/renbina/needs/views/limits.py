"""The limits of the components: their effect on the ranks first, then saved with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.needs import previews
from renbina.needs.access import CHANGE_LIMITS, VIEW_PRIORITIES, can, require
from renbina.needs.actions import set_limits
from renbina.needs.forms.limits import LimitsForm
from renbina.needs.queries.effects import Effect
from renbina.organisation.queries import day_for


@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: Request) -> HttpResponse:
    """Try limits (whoever sees priorities), and save those whose effect was seen (who decides them)."""
    require(request.actor, VIEW_PRIORITIES)
    on = day_for(request.actor)
    years = [on.year + 1, on.year + 2]
    now = previews.limits_now(request.actor, years[0])
    if request.method != "POST":
        return _show(request, LimitsForm(years=years, limits=now))
    form = LimitsForm(request.POST, years=years, limits=now)
    saving = "save" in request.POST
    if saving:
        require(request.actor, CHANGE_LIMITS)
    if not form.is_valid():
        return _show(request, form, status=422)
    if saving and form.cleaned_data["seen"] == form.signature:
        try:
            set_limits(
                year=form.cleaned_data["year"], limits=form.limits.as_record(), reason=form.cleaned_data["reason"],
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Saved. The next plan that is put together weighs with these limits."))
            return redirect("needs:ranking")
    elif saving:
        form.add_error(None, _("These are not the limits whose effect you saw. Look at the effect below, then save."))
    effect = previews.effect_of(request.actor, on, form.cleaned_data["year"], form.limits)
    shown = request.POST.copy()
    shown["seen"] = form.signature
    form.data = shown
    return _show(request, form, effect, status=422 if form.errors else 200)


def _show(request: Request, form: LimitsForm, effect: Effect | None = None, status: int = 200) -> HttpResponse:
    context = {"form": form, "effect": effect, "may_change": can(request.actor, CHANGE_LIMITS)}
    return render(request, "needs/limits.html", context, status=status)
