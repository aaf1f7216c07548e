"""What we draw of forms ourselves says what Django's own templates say."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from renbina.ui.forms import UiFormRenderer

ODD = "<b>\"Sari\" & 'Budi'</b>"
CHOICES = [("", ODD), ("a'b", gettext_lazy("Name")), (3, 1234567), ("safe", mark_safe("<i>x</i>")), (None, "none")]
WIDGETS = {
    "select": forms.Select({"class": ODD, "required": True, "disabled": False}, choices=CHOICES),
    "select with groups": forms.Select(choices=[(ODD, [("x", "X"), ("y", "Y")]), ("z", "Z")]),
    "several": forms.SelectMultiple({"size": 3}, choices=CHOICES),
    "yes or no": forms.NullBooleanSelect(),
    "text": forms.TextInput({"maxlength": 30, "placeholder": ODD}),
    "number": forms.NumberInput({"min": 0, "step": 0.5}),
    "date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    "hidden": forms.HiddenInput(),
    "password": forms.PasswordInput(render_value=True),
    "checkbox": forms.CheckboxInput(),
    "file": forms.FileInput({"accept": ".csv,.xlsx"}),
    "email": forms.EmailInput(),
    "time": forms.TimeInput(),
}


def plain(html):
    return re.sub(r"\s+", " ", html).replace("> <", "><")


@pytest.mark.parametrize("value", [None, "", "a'b", 3, ODD, True], ids=str)
@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_reads_as_django_draws_it(name, value):
    widget = WIDGETS[name]
    ours = widget.render("na<me", value, {"id": "id_x"}, UiFormRenderer())
    assert plain(ours) == plain(widget.render("na<me", value, {"id": "id_x"}, DjangoTemplates()))


def test_several_chosen_options_are_marked():
    drawn = WIDGETS["several"].render("x", ["a'b", "3"], renderer=UiFormRenderer())
    assert drawn.count(" selected") == 2


def test_nothing_chosen_is_a_dash_that_a_screen_reader_does_not_spell():
    widget = forms.Select(choices=[("", "---------"), ("a", "A")])
    assert '<option value="" selected>–</option>' in widget.render("x", "", renderer=UiFormRenderer())


def test_errors_are_said_and_no_errors_say_nothing():
    class Form(forms.Form):
        name = forms.CharField()

    wrong, right = Form({"name": ""}), Form({"name": "Sari"})
    assert 'id="id_name_error"' in str(wrong["name"].errors)
    assert str(right["name"].errors) == ""


def test_a_tick_box_stands_before_its_words_in_one_label_and_is_never_called_optional():
    class Form(forms.Form):
        default_renderer = UiFormRenderer()
        sample = forms.BooleanField(label="Ask a sample", required=False, help_text="By lot.")
        note = forms.CharField(label="Note", required=False)

    form = Form()
    box, note = (form[name].as_field_group() for name in ("sample", "note"))
    label = re.search(r'<label class="rb-tick" for="id_sample">(.*?)</label>', box, re.DOTALL)
    assert label.group(1).index("<input") < label.group(1).index("Ask a sample")
    assert 'aria-describedby="id_sample_helptext"' in box
    assert 'class="optional"' not in box
    assert 'class="optional"' in note
