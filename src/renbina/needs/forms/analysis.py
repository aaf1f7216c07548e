"""What the needs team, units and employees send in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from binacore.gate import Cause
from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.needs.enums import InterviewKind, NeedCause, ProposalStatus, Stage, StageOwner, StudyKind
from renbina.needs.wording.analysis import QUESTIONS
from renbina.organisation.models import Unit

MOST = 10_000
LAST_TIMES = 10  # a person is asked about so many
MOST_SPEAKERS, MOST_TOPIC = 60, 200


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, error_messages={"required": _("Give a day."), "invalid": _("Give a day.")}, **more
    )


def _words(label: Any, rows: int = 0, most: int = 255, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": most}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


def _count(label: Any, least: int = 1, most: int = MOST, **more: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **more)


class UnitChoice(forms.ChoiceField):
    """Units by name under the part of the agency they belong to; cleans to the unit, None for an empty choice."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.units: dict[str, Unit] = {}

    def offer(self, units: Iterable[Unit], empty: Any) -> None:
        """Offer these units, given in the order of the tree; `empty` are the words of no choice."""
        found = list(units)
        self.units = {unit.public_id: unit for unit in found}
        self.choices = [("", empty), *_grouped(found)]

    def clean(self, value: Any) -> Any:
        return self.units.get(super().clean(value))


def _grouped(units: Iterable[Unit]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    top = ""
    for unit in units:
        if not groups or unit.path[: Unit.steplen] != top:
            groups.append((unit.name, []))
            top = unit.path[: Unit.steplen]
        groups[-1][1].append((unit.public_id, unit.name))
    return groups


def _competencies(field: Any, agency_id: int) -> None:
    field.queryset = Competency.objects.filter(agency_id=agency_id).order_by("pk")  # the order of the dictionary
    field.label_from_instance = lambda each: f"{each.code} {each.said_name}"


def _competency(label: Any, **more: Any) -> "forms.ModelChoiceField[Competency]":
    return forms.ModelChoiceField(
        label=label, queryset=Competency.objects.none(), to_field_name="public_id",
        error_messages={"required": _("Choose a competency.")}, **more,
    )  # fmt: skip


class OwnerChoice(forms.ChoiceField):
    """Who answers for a stage; cleans to (role, unit), one of which is empty."""

    def __init__(self, units: Iterable[Unit], *, label: str) -> None:
        super().__init__(label=label, error_messages={"required": _("Choose who answers for it.")})
        self.units = {unit.public_id: unit for unit in units}
        self.choices = [
            ("", _("Choose who answers for it")),
            (_("Roles"), StageOwner.choices),
            (_("Units"), [(key, unit.name) for key, unit in self.units.items()]),
        ]

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        unit = self.units.get(chosen)
        return ("" if unit else chosen, unit)


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = _words(_("Reason"), rows=2, error_messages={"required": _("Give a reason in one sentence.")})


class CycleForm(forms.Form):
    """When the analysis begins, and for each stage its working days and who answers for it."""

    starts_on = _day(_("First day"))

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = list(units)
        for stage in Stage:
            self.fields[f"days_{stage.value}"] = _count(_("%(stage)s: working days") % {"stage": stage.label}, most=250)
            self.fields[f"owner_{stage.value}"] = OwnerChoice(
                units, label=_("%(stage)s: who answers for it") % {"stage": stage.label}
            )


class FinishForm(forms.Form):
    note = _words(_("Note"), required=False)


class TalkForm(forms.Form):
    """A talk that was held."""

    kind = forms.ChoiceField(label=_("Kind"), choices=InterviewKind.choices, widget=forms.RadioSelect)
    unit = UnitChoice(label=_("Unit"), error_messages={"required": _("Choose a unit.")})
    topic = _words(_("What was it about?"), most=MOST_TOPIC)
    held_on = _day(_("Day"))
    people = _count(_("How many people spoke?"), most=MOST_SPEAKERS, initial=1)
    guide = _words(_("Guide, one question a line"), rows=5, most=4000, required=False)
    notes = _words(
        _("Notes"), rows=6, most=8000, required=False, help_text=_("Only the needs team reads them. No names, please.")
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units, _("Choose a unit"))  # type: ignore[attr-defined]  # a UnitChoice


class NotesForm(forms.Form):
    guide = _words(_("Guide, one question a line"), rows=5, most=4000, required=False)
    notes = _words(
        _("Notes"), rows=8, most=8000, required=False, help_text=_("Only the needs team reads them. No names, please.")
    )


class CodeForm(forms.Form):
    """What a quote is about."""

    cause = forms.ChoiceField(
        label=_("Cause"), choices=[("", _("Not coded yet")), *NeedCause.choices], required=False
    )  # fmt: skip
    competency = _competency(_("Competency"), required=False)

    def __init__(self, *args: Any, agency_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _competencies(self.fields["competency"], agency_id)


class QuoteForm(CodeForm):
    """What somebody said."""

    text = _words(
        _("What was said"), rows=2, most=500,
        help_text=_("In their words. Leave out names and whatever shows who spoke."),
        error_messages={"required": _("Write what was said, without names.")},
    )  # fmt: skip
    speaker = _count(_("Speaker number"), most=60, initial=1)
    field_order = ("text", "speaker", "cause", "competency")


class ProposeForm(forms.Form):
    """A proposal. For a unit it also says for how many, where and what it may cost."""

    unit = UnitChoice(label=_("For which unit?"), error_messages={"required": _("Choose a unit.")})
    title = _words(
        _("What do you ask for?"), help_text=_("A few words, such as: helping applicants with the online form"),
        error_messages={"required": _("Say what you ask for.")},
    )  # fmt: skip
    reason = _words(
        _("What goes wrong today because of it?"), rows=3, most=1000,
        error_messages={"required": _("Say what goes wrong today because of it.")},
    )  # fmt: skip
    people = _count(_("For how many people?"), most=100_000)
    programme: "forms.ModelChoiceField[Programme]" = forms.ModelChoiceField(
        label=_("Programme of the catalogue"), queryset=Programme.objects.none(), required=False,
        to_field_name="public_id",
    )  # fmt: skip
    competency = _competency(_("Competency"), required=False)
    amount = forms.IntegerField(
        label=_("Expected cost in rupiah"), required=False, min_value=0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    place = _words(_("Place"), required=False)

    def __init__(self, *args: Any, agency_id: int, units: Iterable[Unit], for_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = Programme.objects.filter(agency_id=agency_id, retired_on=None).order_by("name")
        self.fields["programme"].queryset = kept  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["programme"].label_from_instance = lambda each: each.name  # type: ignore[attr-defined]  # as above
        _competencies(self.fields["competency"], agency_id)
        if for_unit:
            self.fields["unit"].offer(units, _("Choose a unit"))  # type: ignore[attr-defined]  # a UnitChoice
        else:
            for name in ("unit", "people", "amount", "place"):
                del self.fields[name]


class DecideForm(forms.Form):
    """What becomes of a proposal."""

    status = forms.ChoiceField(
        label=_("What becomes of it?"), widget=forms.RadioSelect,
        choices=[
            (ProposalStatus.ACCEPTED.value, ProposalStatus.ACCEPTED.label),
            (ProposalStatus.DECLINED.value, ProposalStatus.DECLINED.label),
        ],
        error_messages={"required": _("Choose what becomes of it.")},
    )  # fmt: skip
    reason = _words(
        _("Reason"), rows=2, help_text=_("Who asked reads it."),
        error_messages={"required": _("Give the reason; who asked will read it.")},
    )  # fmt: skip


class GateForm(forms.Form):
    """A shortcoming of a unit about which it is asked whether training cures it."""

    unit = UnitChoice(label=_("Unit"), error_messages={"required": _("Choose a unit.")})
    competency = _competency(_("Which competency would be trained?"))
    problem = _words(
        _("What goes wrong?"), help_text=_("As the public or the unit sees it, such as: long queues at the counter")
    )

    def __init__(self, *args: Any, agency_id: int, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units, _("Choose a unit"))  # type: ignore[attr-defined]  # a UnitChoice
        _competencies(self.fields["competency"], agency_id)


class FiveForm(forms.Form):
    """The five questions: failures counted by cause, of the last ten. With records it also says which, and of many."""

    def __init__(self, *args: Any, of_records: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_records:
            self.fields["source"] = _words(
                _("Which records?"), most=200, help_text=_("Such as: 100 coded complaints, January to October 2026"),
                error_messages={"required": _("Say which records were counted.")},
            )  # fmt: skip
        for cause, words in QUESTIONS.items():
            self.fields[cause.value] = _count(words, least=0, most=MOST if of_records else LAST_TIMES, initial=0)

    @property
    def counts(self) -> dict[Cause, int]:
        return {cause: self.cleaned_data[cause.value] for cause in Cause}


class RoutesForm(forms.Form):
    """For each cause that training does not cure: what is done, by which unit, by when."""

    def __init__(self, *args: Any, causes: Iterable[tuple[Cause, str]], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.causes = [cause for cause, _label in causes]
        kept = list(units)
        for cause, label in causes:
            self.fields[f"text_{cause.value}"] = _words(_("%(cause)s: what is done?") % {"cause": label})
            unit = UnitChoice(label=_("Who does it?"), error_messages={"required": _("Choose a unit.")})
            unit.offer(kept, _("Choose a unit"))
            self.fields[f"unit_{cause.value}"] = unit
            self.fields[f"due_{cause.value}"] = _day(_("By when?"))
        self.fields["reason"] = _words(_("Remark"), required=False)


class ProofForm(forms.Form):
    proof = _words(
        _("By what can one see that it is done?"), rows=2,
        error_messages={"required": _("Write by what one can see that it is done.")},
    )  # fmt: skip


class StudyForm(forms.Form):
    """A technology or regulation that is coming."""

    kind = forms.ChoiceField(label=_("Kind"), choices=StudyKind.choices, widget=forms.RadioSelect)
    title = _words(_("What is coming?"))
    source = _words(_("From where is that known?"), help_text=_("Number and year of the regulation, or the plan."))
    effective_on = _day(_("From which day"), required=False)
    change = _words(_("What changes at work?"), rows=3, most=500)
    competency = _competency(_("Which competency does it ask for?"))
    unit = UnitChoice(label=_("Which unit (empty: the whole agency)"), required=False)
    people = _count(_("How many people's work changes?"), most=100_000)

    def __init__(self, *args: Any, agency_id: int, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units, _("The whole agency"))  # type: ignore[attr-defined]  # a UnitChoice
        _competencies(self.fields["competency"], agency_id)
