"""What citizens and the desk send in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from binacore.skm import Element
from renbina.competency.models import Competency
from renbina.organisation.models import Unit
from renbina.voice.enums import Cause, Theme
from renbina.voice.models import SCORES, FeedbackMessage, Forum, Remedy
from renbina.voice.wording import QUESTIONS

TEXT_MAX = 2000
LONG_MAX = 4000
QUESTION_MAX = 1000
LINKS_MAX = 2
SCALE: Final = (4, 3, 2, 1)
_TAPPED: Final = frozenset(str(score) for score in SCALE)
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """One of the nine as drawn: its choices are (score, words, whether it was ticked), the best first."""

    name: str
    words: str | Promise
    choices: tuple[tuple[int, str | Promise, bool], ...]
    misread: bool


class AnswerForm(forms.Form):
    """Nine taps and maybe words. `website` is a trap: people do not see it, robots fill it.

    The taps are no fields of Django's: 36 radio buttons through its widgets cost more than everything else on the page.
    """

    text = forms.CharField(
        label=_("Anything else? (optional)"),
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": TEXT_MAX}),
        help_text=_("A few words are enough. Names and numbers of people are covered before staff read them."),
        error_messages={"max_length": _("At most 2,000 letters, please. Shorten it a little and send it again.")},
    )
    website = forms.CharField(label=_("Leave this empty"), required=False)

    def clean(self) -> dict[str, Any]:
        """A score off the scale is sent back, never left out in silence."""
        data: dict[str, Any] = super().clean() or {}
        if self._misread():
            self.add_error(None, _("Choose one of the four answers."))
        return data

    def clean_text(self) -> str:
        """A few words hold hardly a link; a text full of them is an advertisement."""
        text: str = self.cleaned_data["text"]
        if len(_LINK.findall(text)) > LINKS_MAX:
            raise forms.ValidationError(_("At most two links, please. Take some out and send it again."))
        return text

    def questions(self, elements: Sequence[str]) -> list[Question]:
        """The nine as they were answered so far, in the order of the rule skm.elements."""
        misread = self._misread()
        return [
            Question(
                name, words, tuple((score, each, self.data.get(name) == str(score)) for score, each in
                                   zip(SCALE, answers, strict=True)), name in misread,
            )
            for name, element in zip(SCORES, elements, strict=True)
            for words, answers in [QUESTIONS[Element(element)]]
        ]  # fmt: skip

    @property
    def scores(self) -> dict[str, int]:
        return {name: int(self.data[name]) for name in SCORES if self.data.get(name) in _TAPPED}

    @property
    def trapped(self) -> bool:
        return bool(self.data.get("website"))

    def _misread(self) -> list[str]:
        return [name for name in SCORES if self.data.get(name) and self.data[name] not in _TAPPED]


class PaperForm(AnswerForm):
    """A slip from the box, entered by an officer."""

    on = forms.DateField(
        label=_("Day on the slip"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the day on the slip."), "invalid": _("Give a day such as 2026-11-23.")},
    )


class TriageForm(forms.Form):
    """Cause, what others may read of each message, and what follows from the cause."""

    theme = forms.ChoiceField(label=_("What is it about?"), required=False, choices=[("", "–"), *Theme.choices])
    cause = forms.ChoiceField(
        label=_("What is the cause?"),
        choices=Cause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the cause is.")},
    )
    competency: "forms.ModelChoiceField[Competency]" = forms.ModelChoiceField(
        label=_("If staff could not do it: which competency lacks?"), queryset=Competency.objects.none(), required=False
    )
    leans_on = forms.ChoiceField(
        label=_("Otherwise: was it promised before?"), required=False,
        help_text=_("One promise for the same shortcoming is enough; the citizen reads it with the code."),
    )  # fmt: skip
    promise = forms.CharField(
        label=_("Or: what will be done?"), required=False, max_length=255,
        help_text=_("One sentence that citizens may read, without names."),
    )  # fmt: skip
    unit: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        label=_("Who does it?"), queryset=Unit.objects.none(), required=False
    )
    due_on = forms.DateField(
        label=_("By when?"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, agency_id: int, messages: Iterable[tuple[FeedbackMessage, str]],
        promises: Sequence[Remedy] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = Competency.objects.filter(agency_id=agency_id).order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["competency"].label_from_instance = lambda each: f"{each.code} {each.said_name}"  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["unit"].queryset = Unit.objects.filter(agency_id=agency_id, depth=1).order_by("path")  # type: ignore[attr-defined]  # a ModelChoiceField
        self._promises = {each.public_id: each for each in promises}
        field = self.fields["leans_on"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "–"), *((each.public_id, f"{each.promise} · {each.unit}") for each in promises)]
        self.keys = [message.pk for message, _proposal in messages]
        for message, proposal in messages:
            self.fields[f"shown_{message.pk}"] = forms.CharField(
                label=_("What may others read?"),
                initial=proposal,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Proposed by Renbina; cover what it missed. Citizens' own words are never changed."),
                error_messages={"required": _("Say what others may read of these words; cover names and numbers.")},
            )
        self.order_fields([*(f"shown_{key}" for key in self.keys), "theme", "cause", "competency", "leans_on"])

    @property
    def shown(self) -> dict[int, str]:
        return {key: self.cleaned_data[f"shown_{key}"] for key in self.keys}

    def clean_leans_on(self) -> Remedy | None:
        return self._promises.get(self.cleaned_data["leans_on"])

    def clean(self) -> dict[str, Any]:
        """Whoever will cure a shortcoming is named with a day; the action checks the rest."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("promise"):
            if not data.get("unit"):
                self.add_error("unit", _("Choose the unit that will do it."))
            if not data.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _("Give the day by which it is done."))
        return data


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Answer to the citizen"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say what was found, what is done about it and until when. Everybody with the code reads it."),
        error_messages={"required": _("Write the answer first.")},
    )


class ProofForm(forms.Form):
    """Which promise is kept, and by what one sees it."""

    remedy = forms.CharField(widget=forms.HiddenInput)
    proof = forms.CharField(
        max_length=255, error_messages={"required": _("Write by what one can see that it is done.")}
    )


class ServiceForm(forms.Form):
    """A service of a perangkat daerah or of a unit of it. Units are offered by name, under the one they belong to."""

    unit = forms.ChoiceField(label=_("Unit"), error_messages={"required": _("Choose a unit of this agency.")})
    name = forms.CharField(
        label=_("Name of the service"), max_length=200,
        error_messages={"required": _("Give the service the name that citizens know.")},
    )  # fmt: skip

    def __init__(self, *args: Any, agency_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = list(Unit.objects.filter(agency_id=agency_id, depth__lte=2, closed_on=None).order_by("path"))
        self._units = {unit.public_id: unit for unit in units}
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose a unit")), *_grouped(units)]

    def clean_unit(self) -> Unit:
        return self._units[self.cleaned_data["unit"]]


def _grouped(units: Iterable[Unit]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Units in tree order as (name of the top unit, [(public id, name), ...])."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for unit in units:
        if unit.depth == 1 or not groups:
            groups.append((unit.name, []))
        groups[-1][1].append((unit.public_id, unit.name))
    return groups


class PointForm(forms.Form):
    service = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of the point"), max_length=120,
        error_messages={"required": _("Give the point a name, such as the number of the counter.")},
    )  # fmt: skip


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, error_messages={"required": _("Give a day."), "invalid": _("Give a day.")}, **more
    )


class ForumForm(forms.ModelForm):
    """What is told before a forum; the unit is chosen once."""

    unit: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        label=_("Unit that invites"), queryset=Unit.objects.none(), error_messages={"required": _("Choose a unit.")}
    )
    held_on = _day(_("Day"))

    class Meta:
        model = Forum
        fields = ("title", "held_on", "begins_at", "place", "agenda", "invited")
        labels = {
            "title": _("What is it about?"),
            "begins_at": _("Begins at (local time)"),
            "place": _("Place"),
            "agenda": _("Agenda, one point a line"),
            "invited": _("Invited groups, one a line"),
        }
        help_texts = {
            "title": _("Such as: queues and requirements at the civil registry"),
            "invited": _("Users of the service, experts, organisations, media. Never names of citizens."),
        }
        widgets = {
            "begins_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "agenda": forms.Textarea(attrs={"rows": 4, "maxlength": LONG_MAX}),
            "invited": forms.Textarea(attrs={"rows": 4, "maxlength": LONG_MAX}),
        }
        error_messages = {
            "title": {"required": _("Say what the forum is about.")},
            "place": {"required": _("Say where it is held.")},
            "agenda": {"required": _("Write the agenda, one point a line.")},
            "invited": {"required": _("Say which groups are invited, one a line; no names.")},
            "begins_at": {"invalid": _("Give a time such as 09:00.")},
        }

    def __init__(self, *args: Any, units: "QuerySet[Unit] | None", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
            self.order_fields(["unit", "title", "held_on", "begins_at", "place", "agenda", "invited"])


class MinutesForm(forms.Form):
    present = forms.IntegerField(
        label=_("How many people came?"), min_value=1, max_value=100_000,
        help_text=_("A number is enough. No list of names."),
        error_messages={
            "required": _("Give the number of people who came."),
            "invalid": _("Give the number of people who came."),
            "min_value": _("Give the number of people who came."),
        },
    )  # fmt: skip
    minutes = forms.CharField(
        label=_("Minutes, in short"),
        max_length=LONG_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONG_MAX}),
        help_text=_("What was discussed and decided, in words that citizens understand. No names."),
        error_messages={"required": _("Write in a few sentences what was said.")},
    )


class InputForm(forms.Form):
    text = forms.CharField(
        label=_("What was said"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what was said, without names.")},
    )  # fmt: skip
    answer = forms.CharField(
        label=_("What was replied (optional)"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class CommitmentForm(forms.Form):
    """A promise of the forum: what, who, by when, and what it changes."""

    promise = forms.CharField(
        label=_("What was promised?"), max_length=255,
        help_text=_("One sentence that citizens may read, without names."),
        error_messages={"required": _("Write what was promised in one sentence.")},
    )  # fmt: skip
    unit: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        label=_("Who does it?"), queryset=Unit.objects.none(),
        error_messages={"required": _("Choose the unit that will do it.")},
    )  # fmt: skip
    due_on = _day(_("By when?"))
    cause = forms.ChoiceField(
        label=_("What does it change?"), choices=[(value, words) for value, words in Cause.choices if value != "none"]
    )

    def __init__(self, *args: Any, agency_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(agency_id=agency_id, depth=1).order_by("path")  # type: ignore[attr-defined]  # a ModelChoiceField


class QuestionForm(forms.Form):
    """A citizen's question before a forum; `website` is a trap as in AnswerForm."""

    text = forms.CharField(
        label=_("Your question or proposal"),
        max_length=QUESTION_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": QUESTION_MAX}),
        help_text=_("A moderator reads it and covers names of people; then it stands on this page."),
        error_messages={
            "required": _("Write your question first; a few words are enough."),
            "max_length": _("At most 1,000 letters, please. Shorten it a little and send it again."),
        },
    )
    website = forms.CharField(label=_("Leave this empty"), required=False)

    @property
    def trapped(self) -> bool:
        return bool(self.data.get("website"))
