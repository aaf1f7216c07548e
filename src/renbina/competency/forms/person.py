"""The day a page is asked for, and the behaviours that somebody ticks for themselves."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renbina.competency.previews.anchors import Anchor
from renbina.ui import formats
from renbina.ui.spoken import tagged

EARLIEST: Final = date(2020, 1, 1)  # the first rules on job person match
LATEST_YEARS: Final = 10


class DayForm(forms.Form):
    """`pada`: the day; `surplus=penuh`: levels above the standard count in full."""

    pada = forms.DateField(
        label=gettext_lazy("On the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}),
    )

    def __init__(self, data: Mapping[str, Any], *, today: date) -> None:
        super().__init__({"pada": today.isoformat(), **{key: data[key] for key in ("pada",) if data.get(key)}})
        self.today = today

    def clean_pada(self) -> date:
        day = self.cleaned_data["pada"] or self.today
        last = date(self.today.year + LATEST_YEARS, 12, 31)
        if not EARLIEST <= day <= last:
            words = _("Choose a day from %(first)s to %(last)s.")
            raise forms.ValidationError(words % {"first": formats.day(EARLIEST), "last": formats.day(last)})
        return day

    @property
    def day(self) -> date:
        """The day that was asked for, or today where it makes no sense."""
        return self.cleaned_data["pada"] if self.is_valid() else self.today


class BehaviourForm(forms.Form):
    """One yes or no for each behaviour, level by level; what is left open counts as not yet."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None, *, anchors: Sequence[Anchor], marks: Mapping[str, bool]) -> None:
        super().__init__(data)
        self.anchors = anchors
        for anchor in anchors:
            for code, text in anchor.behaviours:
                self.fields[_name(code)] = forms.ChoiceField(
                    required=False,
                    label=tagged(text),
                    choices=[("yes", _("Yes, I do this")), ("no", _("Not yet"))],
                    initial=("yes" if marks[code] else "no") if code in marks else None,
                    widget=forms.RadioSelect(attrs={"class": "rb-scale"}),
                    error_messages={"invalid_choice": _("Choose yes or not yet.")},
                )

    def groups(self) -> list[tuple[Anchor, list[forms.BoundField]]]:
        return [(anchor, [self[_name(code)] for code, _text in anchor.behaviours]) for anchor in self.anchors]

    def marks(self) -> dict[str, bool]:
        """Code -> whether it is done, of every behaviour; unanswered ones are not done. After is_valid()."""
        said = {
            code: self.cleaned_data.get(_name(code)) for anchor in self.anchors for code, _text in anchor.behaviours
        }
        return {code: value == "yes" for code, value in said.items()} if any(said.values()) else {}


def _name(code: str) -> str:
    return f"b_{code.replace('.', '_')}"
