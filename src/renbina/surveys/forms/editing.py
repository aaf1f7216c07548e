"""The forms that begin questionnaires."""

from django import forms
from django.utils.translation import gettext_lazy as _

from binacore.questionnaire_files import LARGEST


class InstrumentForm(forms.Form):
    """What a questionnaire is for."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=400,
        required=False,
        help_text=_("For those who choose it later."),
    )
    intro = forms.CharField(
        label=_("Words at the beginning"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who answer read them first."),
    )


class FileForm(forms.Form):
    """A questionnaire as a file."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".toml,.json"}),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty. Choose another one.")},
    )

    def content(self) -> bytes:
        """Not more of it than shows that it is too large."""
        return bytes(self.cleaned_data["file"].read(LARGEST + 1))
