"""What is typed about the words of a competency."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from renbina.competency.actions import NewWords
from renbina.competency.enums import CompetencyKind
from renbina.competency.queries import LevelWords, Words

TOP_LEVEL: Final = 5
_DAY: Final = {"type": "date"}
_MOST_SIGNS: Final = 9
_OPEN: Final = "?"


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"), **kwargs)


def _english(widget: type[forms.Widget], **attrs: object) -> forms.Widget:
    """A field whose text is English, whatever the page is."""
    return widget(attrs={"lang": "en", **attrs})


class WordsForm(forms.Form):
    """Name, definition and five levels; behaviours one a line. The English of each text stands beside it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("A new name shows in every list at once; the history keeps the old one."),
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=200, required=False, widget=_english(forms.TextInput)
    )
    definition = forms.CharField(
        label=_("What it is"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    definition_en = forms.CharField(
        label=_("What it is, in English"), required=False, max_length=1000, widget=_english(forms.Textarea, rows=2)
    )
    family = forms.CharField(
        label=_("Family"), max_length=120, required=False, help_text=_("For technical competencies: the field of work.")
    )
    family_en = forms.CharField(
        label=_("Family in English"), max_length=120, required=False, widget=_english(forms.TextInput)
    )
    since = _day(label=_("These words hold from"))
    reason = forms.CharField(
        label=_("Why the words change"),
        max_length=300,
        required=False,
        help_text=_("For example: wording agreed with the unit on 12 March."),
    )

    def __init__(self, *args: Any, words: Words | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = (_initial(words) if words else {}) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for level in range(1, TOP_LEVEL + 1):
            self.fields[f"level_{level}"] = forms.CharField(
                label=_("Level %(level)s") % {"level": level}, max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.fields[f"level_{level}_en"] = forms.CharField(
                label=_("Level %(level)s in English") % {"level": level}, max_length=500, required=False,
                widget=_english(forms.Textarea, rows=2),
            )  # fmt: skip
            self.fields[f"signs_{level}"] = forms.CharField(
                label=_("Behaviours of level %(level)s, one a line") % {"level": level}, max_length=3000,
                required=False, widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
            self.fields[f"signs_{level}_en"] = forms.CharField(
                label=_("Behaviours of level %(level)s in English, in the same order") % {"level": level},
                max_length=3000, required=False, widget=_english(forms.Textarea, rows=3),
            )  # fmt: skip
        self.order_fields(["code", "kind", "family", "family_en", "name", "name_en", "definition", "definition_en"])
        if words is None:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for level in range(1, TOP_LEVEL + 1):
            if len(self._signs(level)) > _MOST_SIGNS:
                words = ngettext("At most %(n)s behaviour a level.", "At most %(n)s behaviours a level.", _MOST_SIGNS)
                self.add_error(f"signs_{level}", words % {"n": _MOST_SIGNS})
            seen, said = len(self._signs(level)), len(self._signs(level, "_en"))
            if said not in (0, seen):
                words = ngettext(
                    "%(said)s line for %(seen)s in Indonesian. Write one for each (“?”: later), or none.",
                    "%(said)s lines for %(seen)s in Indonesian. Write one for each (“?”: later), or none.",
                    said,
                )
                self.add_error(f"signs_{level}_en", words % {"said": said, "seen": seen})
        return data

    def words(self) -> NewWords:
        """What was typed; call it on a valid form."""
        levels = tuple(
            LevelWords(
                level,
                self.cleaned_data[f"level_{level}"],
                tuple((f"{level}.{place}", text) for place, text in enumerate(self._signs(level), start=1)),
                self.cleaned_data[f"level_{level}_en"],
                tuple("" if text == _OPEN else text for text in self._signs(level, "_en")),
            )
            for level in range(1, TOP_LEVEL + 1)
        )
        data = self.cleaned_data
        return NewWords(data["name"], data["definition"], levels, data["name_en"], data["definition_en"])

    def _signs(self, level: int, language: str = "") -> list[str]:
        """The lines that say something; in English a lone "?" stands for a behaviour that has none yet."""
        lines = (self.cleaned_data.get(f"signs_{level}{language}") or "").splitlines()
        return [line.strip(" -•\t") for line in lines if line.strip(" -•\t")]


def _initial(words: Words) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": words.name, "name_en": words.name_en, "definition": words.definition,
        "definition_en": words.definition_en,
    }  # fmt: skip
    for each in words.levels:
        found[f"level_{each.level}"] = each.description
        found[f"signs_{each.level}"] = "\n".join(text for _code, text in each.indicators)
        english = [said for _text, said in each.texts]
        found[f"level_{each.level}_en"] = english[0]
        found[f"signs_{each.level}_en"] = "\n".join(said or _OPEN for said in english[1:]) if any(english[1:]) else ""
    return found


class EntryForm(WordsForm):
    """A competency of the agency's own."""

    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Short and never used for another competency, such as 13.1.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CompetencyKind.choices, initial=CompetencyKind.TECHNICAL)
