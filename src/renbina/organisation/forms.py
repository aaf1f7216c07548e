"""What is typed about roles and logins, about superiors, acting officers and units."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from renbina.accounts.models import User
from renbina.foundation.actor import Role
from renbina.organisation.access import GIVEN
from renbina.organisation.enums import Relation, Standing, UnitKind, role_title
from renbina.organisation.models import Agency, Employee, Unit


class NoOwnNumbersValidator:
    """A password may not hold the person's NIP or birth date: both are known to many, the one holds the other."""

    def validate(self, password: str, user: User | None = None) -> None:
        employee = Employee.objects.filter(user=user).first() if user is not None and user.pk else None
        if employee is None:
            return
        digits = "".join(character for character in password if character.isdecimal())
        born = employee.birth_date
        own = {employee.nip, employee.nip[:14], employee.nip[8:], *(f"{born:{shape}}" for shape in _SHAPES)}
        if any(number in digits for number in own):
            raise ValidationError(
                gettext("The password holds your NIP or your birth date. Choose words that nobody can look up."),
                code="password_own_numbers",
            )

    def get_help_text(self) -> str:
        return gettext("Your password cannot hold your NIP or your birth date.")


_SHAPES: tuple[Any, ...] = ("%Y%m%d", "%d%m%Y", "%d%m%y", "%y%m%d")


_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_DAY_ERRORS = {"required": _("Give a day."), "invalid": _("Give a day such as 2026-11-23.")}
_REASON_ERRORS = {"required": _("Write why, in a few words. It stays with the role.")}


class UnitField(forms.ModelChoiceField):
    """A unit of the agency by its public name, drawn as a tree."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), to_field_name="public_id", **options)

    def label_from_instance(self, unit: Unit) -> str:
        return f"{'– ' * (unit.depth - 1)}{unit.name}"


def _offer_units(form: forms.Form, agency_id: int) -> None:
    """The larger units: below them nobody has an operator of their own."""
    field = form.fields["unit"]
    if isinstance(field, UnitField):
        field.queryset = Unit.objects.filter(agency_id=agency_id, depth__lte=3).order_by("path")


def _offer_roles(form: forms.Form, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields["role"]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class RoleForm(forms.Form):
    """A role, where it holds, from when to when, and why."""

    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role.")})
    unit = UnitField(
        label=_("Unit"),
        required=False,
        empty_label=_("Whole agency"),
        help_text=_("Only a unit operator has a unit: this one and all below it."),
    )
    since = forms.DateField(label=_("From"), widget=_DAY, error_messages=_DAY_ERRORS)
    last_day = forms.DateField(
        label=_("Last day"), widget=_DAY, error_messages=_DAY_ERRORS, required=False,
        help_text=_("Empty: until somebody ends it. A last day is never forgotten."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why"), max_length=255, error_messages=_REASON_ERRORS,
        help_text=_("For example the number of a decree."),
    )  # fmt: skip

    def __init__(self, *args: Any, agency: Agency, today: date, roles: Sequence[Role] = GIVEN, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [
            ("", gettext("Choose")),
            *((role.value, role_title(role, agency.kind)) for role in roles),
        ]
        _offer_roles(self, choices)
        _offer_units(self, agency.pk)
        self.fields["since"].initial = today

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since < self.today:
            raise ValidationError(gettext("A role does not begin in the past. Choose today or a later day."))
        return since

    @property
    def until(self) -> date | None:
        """The first day on which the role does not hold any more."""
        last: date | None = self.cleaned_data.get("last_day")
        return last + timedelta(days=1) if last else None


class OutsiderForm(RoleForm):
    """Somebody who works elsewhere: a partner, a trainer, an auditor of another agency."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Write the person's name.")})
    username = forms.CharField(label=_("User name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("There the person asks for a first password."))
    field_order = ("name", "username", "email", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, roles=(Role.PARTNER, Role.TRAINER, Role.MENTOR, Role.AUDITOR), **kwargs)
        del self.fields["unit"]


class LoginMadeForm(forms.Form):
    """A login for a person of the agency. The password is the person's own affair: they ask for one by e-mail."""

    username = forms.CharField(label=_("User name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("There the person asks for a first password, with “Forgot your password?”."),
    )


class RoleEndForm(forms.Form):
    """The last day of a role, and why it ends."""

    last_day = forms.DateField(label=_("Last day"), widget=_DAY, error_messages=_DAY_ERRORS)
    reason = forms.CharField(label=_("Why"), max_length=255, error_messages=_REASON_ERRORS)


class RoleScopeForm(forms.Form):
    """Another unit for the same role."""

    unit = UnitField(label=_("New unit"), empty_label=_("Choose"))
    since = forms.DateField(label=_("From"), widget=_DAY, error_messages=_DAY_ERRORS)
    reason = forms.CharField(label=_("Why"), max_length=255, error_messages=_REASON_ERRORS)

    def __init__(self, *args: Any, agency_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_units(self, agency_id)


class LookForm(forms.Form):
    """The role to look as, and the unit of a unit operator."""

    role = forms.ChoiceField(label=_("Role"))
    unit = UnitField(label=_("Unit"), required=False, empty_label=_("Whole agency"))

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role_title(role, agency.kind)) for role in GIVEN]
        _offer_roles(self, choices)
        _offer_units(self, agency.pk)


class HandOverForm(forms.Form):
    """What goes to the successor, from when, and why."""

    items = forms.MultipleChoiceField(
        label=_("What is handed over"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what is handed over.")},
    )  # fmt: skip
    successor: "forms.ModelChoiceField[Employee]" = forms.ModelChoiceField(
        queryset=Employee.objects.none(), to_field_name="public_id", widget=forms.HiddenInput,
        error_messages={"required": _("Find the successor first."), "invalid_choice": _("Find the successor first.")},
    )  # fmt: skip
    on = forms.DateField(label=_("From"), widget=_DAY, error_messages=_DAY_ERRORS)
    reason = forms.CharField(label=_("Why"), max_length=255, error_messages=_REASON_ERRORS)

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, str]], agency_id: int, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        items, successor = self.fields["items"], self.fields["successor"]
        if isinstance(items, forms.MultipleChoiceField):
            items.choices = list(choices)
            items.initial = [key for key, _words in choices]
        if isinstance(successor, forms.ModelChoiceField):
            successor.queryset = Employee.objects.filter(agency_id=agency_id)
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < self.today:
            raise ValidationError(gettext("Nothing is handed over in the past. Choose today or a later day."))
        return on


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=_DAY, error_messages=_DAY_ERRORS, **more)


class PersonChoiceField(forms.ChoiceField):
    """One of the people offered, or one that a search found; the value is a public id."""

    widget = forms.RadioSelect
    default_error_messages = {
        "required": _("Choose a person, or search for one below."),
        "invalid_choice": _("Choose a person, or search for one below."),
    }


class SuperiorForm(forms.Form):
    """Who is the superior, since when, and why."""

    relation = forms.ChoiceField(label=_("What is set right?"), choices=Relation.choices, widget=forms.RadioSelect)
    superior = PersonChoiceField(label=_("Who is it?"))
    since = _day(_("From which day?"))
    reason = forms.CharField(
        label=_("Why?"), max_length=255, help_text=_("Such as a new decree or a wrong entry; it is kept.")
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["superior"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class SubstitutionForm(forms.Form):
    """Who stands in, how, on which days and by which letter."""

    substitute = PersonChoiceField(label=_("Who stands in?"))
    kind = forms.ChoiceField(label=_("As what?"), choices=Standing.choices, widget=forms.RadioSelect)
    since = _day(_("First day"))
    last_day = _day(_("Last day"), required=False, help_text=_("Empty: until you end it."))
    letter_number = forms.CharField(label=_("Number of the letter"), max_length=100)
    letter_date = _day(_("Date of the letter"))
    reason = forms.CharField(
        label=_("Why?"), max_length=255, help_text=_("Such as leave, duty travel or a vacant office.")
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["substitute"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class EndForm(forms.Form):
    """From which day the official is back."""

    on = _day(_("Back from which day?"))


class DecreeForm(forms.Form):
    """By which decree, from which day, and why."""

    number = forms.CharField(label=_("Number of the decree"), max_length=100)
    on = _day(_("In force from"))
    reason = forms.CharField(label=_("Why?"), max_length=255)


class RenameForm(DecreeForm):
    name = forms.CharField(label=_("New name"), max_length=255)
    short_name = forms.CharField(label=_("Short name"), max_length=100)
    field_order = ["name", "short_name", "number", "on", "reason"]


class UnitChoiceForm(DecreeForm):
    """Moving below another unit, or merging into it."""

    target = forms.ChoiceField(label=_("Which unit?"))
    field_order = ["target", "number", "on", "reason"]

    def __init__(self, *args: Any, label: str, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        field.label = label
        if isinstance(field, forms.ChoiceField):
            field.choices = list(units)


class UnitForm(UnitChoiceForm):
    """A unit that opens below another one, or at the top."""

    name = forms.CharField(label=_("Name of the new unit"), max_length=255)
    short_name = forms.CharField(label=_("Short name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind of unit"), choices=[("", "–"), *UnitKind.choices])
    field_order = ["name", "short_name", "kind", "target", "number", "on", "reason"]


class SplitForm(DecreeForm):
    """A new unit beside this one, and the people who go there."""

    name = forms.CharField(label=_("Name of the new unit"), max_length=255)
    short_name = forms.CharField(label=_("Short name"), max_length=100)
    people = forms.MultipleChoiceField(label=_("Who goes there?"), required=False, widget=forms.CheckboxSelectMultiple)
    field_order = ["name", "short_name", "people", "number", "on", "reason"]

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(people)
