"""The form in which a superior rates one competency across the team: six big answers for each person."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from renbina.competency.previews.team import Far, TopicPage

LEVELS = range(6)


class TopicForm(forms.Form):
    """One field a person; left empty says nothing. `confirmed` repeats the far values that are meant as they are."""

    use_required_attribute = False
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, page: TopicPage) -> None:
        super().__init__(data)
        self.page = page
        for member in page.members:
            self.fields[member.field] = forms.TypedChoiceField(
                required=False,
                coerce=int,
                empty_value=None,
                label=member.name,
                initial=member.mine,
                choices=[(level, str(level)) for level in LEVELS],
                widget=forms.RadioSelect(attrs={"class": "rb-scale"}),
                help_text=_asks(member.position, member.required),
                error_messages={"invalid_choice": _("Choose a level from 0 to 5.")},
            )

    def rows(self) -> list[forms.BoundField]:
        return [self[member.field] for member in self.page.members]

    def levels(self) -> dict[str, int]:
        """Person -> level, of what was said and differs from what stands; after is_valid()."""
        said = {member.public_id: (member, self.cleaned_data.get(member.field)) for member in self.page.members}
        return {key: level for key, (member, level) in said.items() if level is not None and level != member.mine}


def mark_of(far: list[Far]) -> str:
    """What `confirmed` must say so that these values are taken as they are."""
    return ",".join(sorted(f"{each.member.public_id}:{each.level}" for each in far))


def _asks(position: str, required: int) -> str:
    words = _("%(position)s · asked: level %(level)s") if position else _("asked: level %(level)s")
    return words % {"position": position, "level": required}
