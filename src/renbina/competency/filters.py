"""Which entries of the dictionary and which positions the lists show."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.competency.enums import CompetencyKind
from renbina.competency.wording.origins import level_name

_ALL = [("", _("All"))]


class _Choices(forms.Form):
    """An unknown value shows everything rather than an error page."""

    def chosen(self) -> dict[str, str]:
        """The valid choices by name."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class DictionaryFilter(_Choices):
    """Kind and family."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*_ALL, *CompetencyKind.choices])
    family = forms.ChoiceField(label=_("Family"), required=False)

    def __init__(self, *args: Any, families: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["family"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*_ALL, *families.items()]


class PositionFilter(_Choices):
    """Class, family, and whether only those whose standards contradict each other."""

    level = forms.ChoiceField(label=_("Class"), required=False)
    family = forms.ChoiceField(label=_("Family"), required=False)
    wrong = forms.ChoiceField(
        label=_("Contradictions"), required=False, choices=[*_ALL, ("yes", _("Only with contradictions"))]
    )

    def __init__(self, *args: Any, levels: list[str], families: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (("level", [(each, level_name(each)) for each in levels]), ("family", families.items())):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*_ALL, *values]
