"""By which properties results are looked at, and what an answer in words is about."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from renbina.surveys.queries import SameText, ThemeCount

MOST: Final = 2  # properties at once; with three, nearly every view would be of a handful of people


class ViewForm(forms.Form):
    """At most two properties. `filters`: (key, label, options) of what divides the answers."""

    def __init__(
        self, data: Mapping[str, Any] | None, filters: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]
    ) -> None:
        super().__init__(data)
        for key, label, options in filters:
            self.fields[key] = forms.ChoiceField(
                label=label,
                choices=[("", gettext("all")), *options],
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self) -> dict[str, Any]:
        found = {key: value for key, value in (super().clean() or {}).items() if value}
        if len(found) > MOST:
            raise forms.ValidationError(
                gettext("Choose at most two properties. With more, so few people remain that nobody stays hidden.")
            )
        return found


class ThemeForm(forms.Form):
    """A theme has nothing but its name."""

    name = forms.CharField(
        label=_("New theme"), max_length=80, error_messages={"required": _("Give the theme a name.")}
    )


class CodingForm(forms.Form):
    """For every text on the page the themes it is about; fields `t0`, `t1`, ... in the order of `texts`."""

    def __init__(self, data: Any, *, texts: Sequence[SameText], themes: Sequence[ThemeCount]) -> None:
        super().__init__(data)
        self.texts = texts
        for place, text in enumerate(texts):
            self.fields[f"t{place}"] = forms.MultipleChoiceField(
                label=gettext("Themes of answer %(n)s") % {"n": place + 1},
                choices=[(each.public_id, each.name) for each in themes],
                initial=sorted(text.themes),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def rows(self) -> list[tuple[SameText, forms.BoundField]]:
        """Each text with its ticks."""
        return [(text, self[f"t{place}"]) for place, text in enumerate(self.texts)]

    def marks(self) -> dict[str, list[str]]:
        """Key of a text -> themes."""
        chosen = ((text, self.cleaned_data[f"t{place}"]) for place, text in enumerate(self.texts))
        return {sheet: themes for text, themes in chosen for sheet in text.sheets}
