"""Which rows of the plan its table shows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.planning.enums import ActivityKind

_OTHERS = "others"


class RowFilter(forms.Form):
    """By kind of activity; optional. An unknown value shows everything rather than an error page."""

    kind = forms.ChoiceField(
        label=_("Kind of activity"),
        required=False,
        choices=[("", _("All activities")), (_OTHERS, _("All but programmes")), *ActivityKind.choices],
    )

    def passes(self, kind: str) -> bool:
        """Whether a row of this kind is to be shown."""
        self.is_valid()
        chosen = self.cleaned_data.get("kind", "")
        if chosen == _OTHERS:
            return kind != ActivityKind.PROGRAMME
        return not chosen or kind == chosen
