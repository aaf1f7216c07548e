"""What is typed when something is shared, and what one looks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.community.actions import NoteText
from renbina.community.queries import NoteForm

_ALL = [("", _("All"))]
_MOST_WORDS = 6


class ShareNoteForm(forms.Form):
    """A note after a training: short, in one's own words."""

    title = forms.CharField(label=_("In one sentence"), max_length=120, help_text=_("What should colleagues remember?"))
    learnt = forms.CharField(
        label=_("What I learnt and use"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("As you would tell it at the next desk. No names of citizens, no confidential numbers."),
    )
    material_name = forms.CharField(
        label=_("Name of the material"), max_length=120, required=False, help_text=_("For example: checklist, slides.")
    )
    material_url = forms.URLField(
        label=_("Link to the material"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where it lies already, such as the agency's own drive. It must begin with https://."),
    )
    competencies = forms.TypedMultipleChoiceField(
        label=_("It is about"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    ask_me = forms.MultipleChoiceField(
        label=_("May colleagues ask you?"),
        required=False,
        choices=[("on", _("Ask me about this"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You then stand on the page “Who may be asked”, with your unit. You can take it back at any time."),
    )
    reach = forms.CharField(
        label=_("How to reach you"),
        max_length=120,
        required=False,
        help_text=_("A room, an extension, an hour. Better not a private number: everybody of the agency reads it."),
    )

    def __init__(self, *args: Any, page: NoteForm, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(page))
        super().__init__(*args, **kwargs)
        field = self.fields["competencies"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(each.pk, each.said_name) for each in page.competencies]
        if not page.competencies:
            for name in ("competencies", "ask_me", "reach"):
                del self.fields[name]

    def clean_material_url(self) -> str:
        url: str = self.cleaned_data["material_url"]
        if url and not url.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(_("Give a web address that begins with https://."))
        return url

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("ask_me") and not cleaned.get("competencies"):
            self.add_error("competencies", _("Choose at least one: about what may colleagues ask you?"))
        if cleaned.get("material_name") and not cleaned.get("material_url") and "material_url" not in self.errors:
            self.add_error("material_url", _("Give the address of the material, or leave its name empty."))
        return cleaned

    def text(self) -> NoteText:
        """What was typed, for the action."""
        found = self.cleaned_data
        return NoteText(
            title=found["title"],
            learnt=found["learnt"],
            material_name=found["material_name"],
            material_url=found["material_url"],
            competencies=tuple(found.get("competencies", ())),
            ask_me=bool(found.get("ask_me")),
            reach=found.get("reach", ""),
        )


def _initial(page: NoteForm) -> dict[str, Any]:
    known: dict[str, Any] = {
        "competencies": page.chosen,
        "ask_me": ["on"] if page.may_be_asked else [],
        "reach": page.reach,
    }
    if page.note is not None:
        for name in ("title", "learnt", "material_name", "material_url"):
            known[name] = getattr(page.note, name)
    return known


class HideForm(forms.Form):
    """Why a note is hidden; whether it is needed, the action says."""

    reason = forms.CharField(max_length=300, required=False)


class OfferForm(forms.Form):
    """About what one may be asked. The boxes are drawn by the page; here they are only read."""

    competencies = forms.TypedMultipleChoiceField(coerce=int, required=False)
    reach = forms.CharField(max_length=120, required=False)

    def __init__(self, *args: Any, keys: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["competencies"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(key, key) for key in keys]


class SearchForm(forms.Form):
    """Words and a competency; both optional. An unknown value shows everything rather than an error page."""

    q = forms.CharField(label=_("Words"), required=False, max_length=120)
    competency = forms.ChoiceField(label=_("Competency"), required=False)

    def __init__(self, *args: Any, competencies: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["class"] = "form-control"
        field = self.fields["competency"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*_ALL, *competencies]
            field.widget.attrs["class"] = "form-select"

    def words(self) -> tuple[str, ...]:
        self.is_valid()
        return tuple(str(self.cleaned_data.get("q", "")).split())[:_MOST_WORDS]

    def chosen(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("competency", ""))
