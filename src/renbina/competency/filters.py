"""Which entries of the dictionary and which positions the lists show."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.competency.enums import CompetencyKind
from renbina.competency.wording.origins import family_name, level_name

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

    def __init__(self, *args: Any, families: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["family"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*_ALL, *((each, each) for each in families)]


class PositionFilter(_Choices):
    """Class, family, and whether only those whose standards contradict each other."""

    level = forms.ChoiceField(label=_("Class"), required=False)
    family = forms.ChoiceField(label=_("Family"), required=False)
    wrong = forms.ChoiceField(
        label=_("Contradictions"), required=False, choices=[*_ALL, ("yes", _("Only with contradictions"))]
    )

    def __init__(self, *args: Any, levels: list[str], families: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values, words in (("level", levels, level_name), ("family", families, family_name)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*_ALL, *((each, words(each)) for each in values)]
