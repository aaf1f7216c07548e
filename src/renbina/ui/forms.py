"""How every form is drawn: one field template, errors tied to their field. Set as FORM_RENDERER."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class UiFormRenderer(TemplatesSetting):
    """Django's own form rendering with our field group; widgets keep Django's templates."""

    field_template_name = "ui/forms/field.html"
