"""What is typed in evaluation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.evaluation.actions.reports import MOST_TEXT, Lines
from renbina.evaluation.enums import Obstacle, Outcome
from renbina.evaluation.models import WorkReport


class _Line(forms.CharField):
    """Drawn as needed, but a draft may leave it empty: the action says what sending needs."""

    def __init__(self, label: Any, hint: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2})
        super().__init__(label=label, help_text=hint, max_length=MOST_TEXT, widget=widget)

    def validate(self, value: Any) -> None:
        pass


class ReportForm(forms.Form):
    """Five lines about what changed. A draft may be incomplete; what sending needs, the action says."""

    use_required_attribute = False

    applied = _Line(_("What I use of the training"), _("One thing is enough."))
    before = _Line(_("How it was"), _("Before the training: what took long, went wrong, was missing?"))
    now = _Line(_("How it is now"), _("What do you do differently, since when?"))
    proof = _Line(_("How one can see it"), _("A number, a document, a photo that your superior can look at."))
    effect = _Line(_("What citizens and the service have of it"), _("Less waiting, fewer errors, friendlier words?"))
    nothing_changed = forms.MultipleChoiceField(
        label=_("Or"),
        required=False,
        choices=[("on", _("Nothing has changed yet"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An honest answer helps as much. Then say under “How it is now” what stands in the way."),
    )

    def __init__(self, *args: Any, report: WorkReport, **kwargs: Any) -> None:
        names = ("applied", "before", "now", "proof", "effect")
        known: dict[str, Any] = {name: getattr(report, name) for name in names}
        kwargs.setdefault("initial", known | {"nothing_changed": ["on"] if report.nothing_changed else []})
        super().__init__(*args, **kwargs)

    def lines(self) -> Lines:
        found = dict(self.cleaned_data)
        found["nothing_changed"] = bool(found.get("nothing_changed"))
        return Lines(**found)


class ConfirmForm(forms.Form):
    """The superior's three taps and, if wanted, one sentence."""

    outcome = forms.ChoiceField(
        label=_("Do you see the change?"), choices=Outcome.choices,
        widget=forms.RadioSelect(attrs={"class": "rb-scale"}),
        error_messages={"required": _("Tap one of the three: seen, partly, not yet.")},
    )  # fmt: skip
    hindrances = forms.MultipleChoiceField(
        label=_("What hindered?"), choices=Obstacle.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("As many as fit, or none. Tools and procedure become tasks of their owner, not a training."),
    )  # fmt: skip
    remark = forms.CharField(
        label=_("One sentence"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person reads it. It is never part of a story."),
    )  # fmt: skip


class ShareReportForm(forms.Form):
    """Title and name of a story."""

    title = forms.CharField(
        label=_("Title of the story"), max_length=120, help_text=_("A few words: from what to what?")
    )
    is_named = forms.ChoiceField(
        label=_("Your name"),
        choices=[("", _("Without my name")), ("on", _("With my name and unit"))],
        required=False,
        widget=forms.RadioSelect,
    )
