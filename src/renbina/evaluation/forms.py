"""What is typed in evaluation: targets, findings, follow-up, scores, and reports of changed work."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.competency.models import Competency
from renbina.evaluation.actions.reports import MOST_TEXT, Lines
from renbina.evaluation.enums import FindingKind, Indicator, Obstacle, Outcome, TargetKind
from renbina.evaluation.models import WorkReport
from renbina.organisation.models import Unit

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_DAY_ERRORS = {"required": _("Give a day."), "invalid": _("Give a day such as 2026-11-23.")}
_NUMBER_ERRORS = {"required": _("Write a number."), "invalid": _("Write a number such as 3,20.")}


class TargetForm(forms.Form):
    """By what a programme is judged, from what to what."""

    kind = forms.ChoiceField(label=_("Judged by"), choices=TargetKind.choices, widget=forms.RadioSelect)
    indicator = forms.ChoiceField(
        label=_("Indicator of the service"),
        required=False,
        choices=[("", _("Choose")), *Indicator.choices],
        help_text=_("Needed where a service is judged; from citizens' answers at the service points."),
    )
    baseline = forms.FloatField(label=_("What holds now"), localize=True, error_messages=_NUMBER_ERRORS)
    goal = forms.FloatField(
        label=_("Target"),
        localize=True,
        error_messages=_NUMBER_ERRORS,
        help_text=_("The elements of a service run from 1 to 4, the whole index from 25 to 100, a test from 0 to 100."),
    )


class FollowUpForm(forms.Form):
    """What is done, by whom, by when."""

    action = forms.CharField(
        label=_("What will be done"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what will be done.")},
    )  # fmt: skip
    owner: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Unit.objects.none(),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the unit that does it.")},
    )
    due_on = forms.DateField(label=_("By when"), widget=_DAY, error_messages=_DAY_ERRORS)

    def __init__(self, *args: Any, agency_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = Unit.objects.filter(agency_id=agency_id, closed_on=None).order_by("path")
            owner.to_field_name = "public_id"


class FindingForm(FollowUpForm):
    """A finding with its first follow-up; competency and unit say where it can weigh a need."""

    kind = forms.ChoiceField(label=_("About"), choices=FindingKind.choices)
    text = forms.CharField(
        label=_("What was found"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what was found, with its number.")},
    )  # fmt: skip
    competency: "forms.ModelChoiceField[Competency]" = forms.ModelChoiceField(
        label=_("Competency it is about"), queryset=Competency.objects.none(), required=False,
        empty_label=_("None: it is about how a class is held"),
        help_text=_("With a competency the finding can weigh next year's need."),
    )  # fmt: skip
    unit: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        label=_("In which unit"), queryset=Unit.objects.none(), required=False, empty_label=_("Everywhere")
    )
    field_order = ("kind", "text", "competency", "unit", "action", "owner", "due_on")

    def __init__(self, *args: Any, agency_id: int, **kwargs: Any) -> None:
        super().__init__(*args, agency_id=agency_id, **kwargs)
        competency, unit = self.fields["competency"], self.fields["unit"]
        if isinstance(competency, forms.ModelChoiceField) and isinstance(unit, forms.ModelChoiceField):
            competency.queryset = Competency.objects.filter(agency_id=agency_id).order_by("name")
            competency.to_field_name = "public_id"
            competency.label_from_instance = lambda each: str(each.said_name)  # type: ignore[method-assign,assignment]  # a callable
            unit.queryset = Unit.objects.filter(agency_id=agency_id, closed_on=None).order_by("path")
            unit.to_field_name = "public_id"


class ProofForm(forms.Form):
    """By what one sees that it is done."""

    proof = forms.CharField(
        label=_("By what can one see that it is done?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write by what one can see that it is done.")},
    )  # fmt: skip


class ScoresForm(forms.Form):
    """Lines copied from a sheet."""

    text = forms.CharField(
        label=_("NIP; score before; score after"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("One person a line, 0 to 100, with semicolons or copied from a sheet; a dash for nobody there."),
        error_messages={"required": _("Write at least one line.")},
    )


class AskTestForm(forms.Form):
    """Which questionnaire with right answers is the test, and until when."""

    version = forms.ChoiceField(
        label=_("Questionnaire with right answers"), widget=forms.Select(attrs={"class": "form-select"})
    )
    closes_on = forms.DateField(label=_("Last day"), widget=_DAY, error_messages=_DAY_ERRORS)

    def __init__(self, *args: Any, versions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.fields["version"]
        if isinstance(version, forms.ChoiceField):
            version.choices = list(versions)


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


_TAPS = [(Outcome.SEEN, _("Seen")), (Outcome.PARTLY, _("Partly")), (Outcome.NOT_YET, _("Not yet"))]


class ConfirmForm(forms.Form):
    """The superior's three taps and, if wanted, one sentence."""

    outcome = forms.ChoiceField(
        label=_("Do you see the change?"), choices=_TAPS,
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
