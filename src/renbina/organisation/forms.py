"""Input that needs to know the person behind a login."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from renbina.accounts.models import User
from renbina.organisation.models import Employee


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
                _("The password holds your NIP or your birth date. Choose words that nobody can look up."),
                code="password_own_numbers",
            )

    def get_help_text(self) -> str:
        return _("Your password cannot hold your NIP or your birth date.")


_SHAPES: tuple[Any, ...] = ("%Y%m%d", "%d%m%Y", "%d%m%y", "%y%m%d")
