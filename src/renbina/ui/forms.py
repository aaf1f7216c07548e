"""How every form is drawn: one field template, errors tied to their field. Set as FORM_RENDERER.

Selects, plain inputs and empty error lists are drawn here and not by Django's templates, which include one file for
every option and attribute: on a list with nine filters that was a quarter of the page's time. The HTML is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from renbina.ui.shapes import drawn

# Django's own sentences that people meet most. Named here, our catalogue, which is asked first, says them plainly.
DJANGO_SAYS: Final = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a number."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
)
_INPUTS: Final = (
    "checkbox", "color", "date", "datetime", "email", "file", "hidden", "number", "password", "search", "tel", "text",
    "time", "url",
)  # fmt: skip
_UNCHOSEN: Final = "---------"  # Django's words for "nothing chosen", which a screen reader spells out


class UiFormRenderer(TemplatesSetting):
    """Django's own form rendering with our field group."""

    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == _SELECT:
            return _select(context["widget"])
        if template_name in _INPUT:
            return _input(context["widget"])
        if template_name in _ERRORS and not context["errors"]:
            return SafeString()
        return super().render(template_name, context, request)


_WIDGETS: Final = "django/forms/widgets/"
_SELECT: Final = f"{_WIDGETS}select.html"
_INPUT: Final = frozenset(f"{_WIDGETS}{name}.html" for name in _INPUTS)
_ERRORS: Final = ("django/forms/errors/list/default.html", "django/forms/errors/list/ul.html")


def _text(value: object) -> str:
    text = value if isinstance(value, str) else str(value)
    return text if isinstance(text, SafeString) else escape(text)


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join([
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    ])  # fmt: skip


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return drawn(
        f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{_attrs(widget["attrs"])}>'
    )


def _select(widget: Mapping[str, Any]) -> SafeString:
    parts = [f'<select name="{_text(widget["name"])}"{_attrs(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{_text(group)}">')
        for option in options:
            label = option["label"] if isinstance(option["label"], str) else localize(option["label"])
            words = "–" if label == _UNCHOSEN else _text(label)
            parts.append(f'\n  <option value="{_text(option["value"])}"{_attrs(option["attrs"])}>{words}</option>')
        if group:
            parts.append("\n  </optgroup>")
    parts.append("\n</select>")
    return drawn("".join(parts))
