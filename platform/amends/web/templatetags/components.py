"""Puts components on a page: `{% component "tag" text=state %}`, `{% wrap "details" ... %}...{% endwrap %}`."""

from collections.abc import Mapping
from typing import Any, NoReturn

from django import forms, template
from django.core.exceptions import ImproperlyConfigured
from django.utils.safestring import SafeString

from amends.web.components import draw
from amends.web.components.contents import write_attributes
from amends.web.forms import draw_error_summary, draw_field

register = template.Library()


@register.simple_tag
def component(component_name: str, **parameters: Any) -> SafeString:
    """Draw a component from its parameters."""
    return draw(component_name, **parameters)


@register.simple_tag
def part(component_name: str, parameters: Mapping[str, Any]) -> SafeString:
    """Draw a component from one dict, as components do with the ones inside them."""
    return draw(component_name, **parameters)


@register.simple_block_tag
def wrap(content: SafeString, component_name: str, **parameters: Any) -> SafeString:
    """Draw a component around the markup between the tags."""
    return draw(component_name, html=content, **parameters)


@register.simple_tag
def attributes(values: Mapping[str, Any] | SafeString | None) -> SafeString:
    """Write attributes, each with a blank before it."""
    return write_attributes(values)


@register.simple_tag
def form_field(field: forms.BoundField, **changes: Any) -> SafeString:
    """Draw one field with label, hint and error; `heading=True` makes its label the page's heading."""
    return draw_field(field, **changes)


@register.simple_tag
def error_summary(*candidates: forms.BaseForm | None) -> SafeString:
    """Draw one summary of the errors of the forms on this page; nothing when there are none."""
    found = [form for form in candidates if isinstance(form, forms.BaseForm)]
    return draw_error_summary(found)


@register.filter
def has_errors(form: Any) -> bool:
    """Tell whether a form was sent and refused."""
    return isinstance(form, forms.BaseForm) and form.is_bound and bool(form.errors)


@register.simple_tag
def title_is_missing() -> NoReturn:
    """Refuse to draw a page whose template gives no title."""
    msg = "Every page fills {% block title %}"
    raise ImproperlyConfigured(msg)
