"""Inputs of a questionnaire that a plain form does not have: a scale for several rows, and an order of importance.

Both are made of radio buttons and selection lists with plain names (code_0, code_1, ...), so they work without a script
and can be carried from screen to screen.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class _Several(forms.Widget):
    """Several inputs that give one list of what was sent, None where nothing was."""

    names: Sequence[str] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str | None]:
        return [str(data.get(f"{name}_{number}") or "") or None for number in range(len(self.names))]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{number}" in data for number in range(len(self.names)))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0"

    def values(self, value: Any) -> list[str]:
        given = list(value) if isinstance(value, list | tuple) else []
        given += [None] * (len(self.names) - len(given))
        return ["" if each is None else str(each) for each in given]


class Rows(_Several):
    """The statements of a matrix, each with the same scale."""

    template_name = "surveys/widgets/rows.html"
    use_fieldset = True

    def __init__(self, *, rows: Sequence[str], steps: Sequence[int]) -> None:
        super().__init__()
        self.names, self.steps = rows, steps

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        found = super().get_context(name, value, attrs)
        start = found["widget"]["attrs"].get("id", f"id_{name}")
        found["rows"] = [
            {
                "name": f"{name}_{number}",
                "label": label,
                "steps": [(step, f"{start}_{number}_{step}" if place or number else f"{start}_0", str(step) == chosen)
                          for place, step in enumerate(self.steps)],
            }
            for number, (label, chosen) in enumerate(zip(self.names, self.values(value), strict=False))
        ]  # fmt: skip
        return found


class Places(_Several):
    """Every choice with the place that it is given; the value is the list of places, 1 for the first."""

    template_name = "surveys/widgets/places.html"
    use_fieldset = True

    def __init__(self, *, labels: Sequence[str]) -> None:
        super().__init__()
        self.names = labels

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        found = super().get_context(name, value, attrs)
        start = found["widget"]["attrs"].get("id", f"id_{name}")
        places = [str(place) for place in range(1, len(self.names) + 1)]
        found["lines"] = [
            {
                "name": f"{name}_{number}",
                "id": f"{start}_{number}",
                "label": label,
                "places": [(place, place == chosen) for place in places],
            }
            for number, (label, chosen) in enumerate(zip(self.names, self.values(value), strict=False))
        ]
        return found


class RowsField(forms.Field):
    """A step for every row, None where none was chosen; empty where none was chosen at all."""

    widget: Rows

    def clean(self, value: Any) -> list[int | None] | None:
        chosen = list(value or [])
        if not any(chosen):
            return None
        allowed = {str(step): step for step in self.widget.steps}
        if any(each is not None and each not in allowed for each in chosen):
            raise forms.ValidationError(_("Choose one of the answers."))
        return [None if each is None else allowed[each] for each in chosen]


class PlacesField(forms.Field):
    """The stored labels in the order of the places given; empty where none was given at all."""

    widget: Places

    def __init__(self, *, stored: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stored = list(stored)

    def clean(self, value: Any) -> list[str] | None:
        given = list(value or [])
        if not any(given):
            return None
        if sorted(str(each) for each in given) != sorted(str(n) for n in range(1, len(self.stored) + 1)):
            raise forms.ValidationError(_("Give every line a place of its own, from 1 for the first."))
        return [label for _place, label in sorted(zip((int(each) for each in given), self.stored, strict=True))]


def places_of(labels: Sequence[str], order: Sequence[str]) -> list[int | None]:
    """The places of stored labels, for showing an order again."""
    return [order.index(label) + 1 if label in order else None for label in labels]
