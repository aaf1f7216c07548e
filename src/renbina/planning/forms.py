"""What is typed when a plan is decided on."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """A remark, kept with the decision. `seen`: the version on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=20)
    note = forms.CharField(label=_("Remark"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class SendBackForm(NoteForm):
    """Sent back: with what has to change."""

    note = forms.CharField(
        label=_("What has to change"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what has to change; the personnel agency reads it.")},
    )


class DecreeForm(NoteForm):
    """Set by decree."""

    number = forms.CharField(
        label=_("Number of the decree"),
        max_length=100,
        error_messages={"required": _("Give the number of the decree.")},
    )
    dated = forms.DateField(
        label=_("Dated"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Give a day."), "invalid": _("Give a day such as 2026-11-23.")},
    )
    field_order = ("number", "dated", "note", "seen")
