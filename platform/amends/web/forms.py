"""Draws every Django form with the design system: `{{ form }}` is all a page needs.

FORM_RENDERER names `Renderer`. A field's help text becomes its hint, its first error its message, both
joined to the control by aria-describedby; the summary of errors links to the fields. The `required`
attribute is left out on purpose: the browser's own bubbles are read out badly and are not translated
by us. A widget may carry `component_parameters`, given to its component as they are.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Input
from django.utils.formats import get_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.web.components import draw
from amends.web.components.contents import Parameters

SUMMARISED = "_summary_is_drawn"
YEAR_DIGITS = 4
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What our components write themselves, or leave out with a reason (see the module's docstring).
OWN_ATTRIBUTES = {"id", "class", "required", "aria-describedby", "type", "name", "value", "rows", "cols"}
PASSED_ON = ("autocomplete", "autocapitalize", "pattern", "inputmode", "disabled", "spellcheck")


class Renderer(DjangoTemplates):
    """Django's form renderer, which finds templates of apps too, with the design system's for forms and fields."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    formset_template_name = "web/forms/formset.html"


class MoneyInput(forms.TextInput):
    """A short box for an amount, with the currency's sign before it."""

    def __init__(self, sign: str = "$", attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input--width-5", "inputmode": "decimal", **(attrs or {})})
        self.component_parameters = {"prefix": sign}


class DateInput(forms.Widget):
    """A date as three boxes, in the order of the reader's language."""

    parts: ClassVar = ("day", "month", "year")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """Return an ISO date, or the parts as they were typed when they are no date, or None when all are empty."""
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part in self.parts)
        if not any((day, month, year)):
            return None
        try:
            # Two digits of a year would be taken for a year of the first century.
            return dt.date(int(year) if len(year) == YEAR_DIGITS else 0, int(month), int(day)).isoformat()
        except ValueError:
            return f"{year}-{month}-{day}"

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in self.parts)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-{self.order()[0]}" if id_ else id_

    def order(self) -> list[str]:
        """Return day, month and year as the current language writes them."""
        letters = {
            "d": "day",
            "j": "day",
            "m": "month",
            "n": "month",
            "b": "month",
            "F": "month",
            "N": "month",
        }
        letters |= {"M": "month", "E": "month", "y": "year", "Y": "year"}
        plain = re.sub(r"\\.", "", get_format("DATE_FORMAT"))
        found = [letters[letter] for letter in plain if letter in letters]
        return found if sorted(found) == sorted(self.parts) else list(self.parts)

    def split(self, value: Any) -> dict[str, str]:
        if isinstance(value, dt.date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        year, month, day = [*str(value or "").split("-", 2), "", "", ""][:3]
        return {"day": day, "month": month, "year": year}


class DateField(forms.DateField):
    """A date typed in three boxes; what is wrong with it is said in words."""

    widget = DateInput
    default_error_messages: ClassVar = {
        "required": gettext_lazy("Enter a date"),
        "invalid": gettext_lazy("Enter a real date with a month, a day and a year, such as 3 27 2026"),
    }

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        try:
            if ISO_DATE.fullmatch(str(value)):
                return dt.date.fromisoformat(str(value))
        except ValueError:
            pass
        raise ValidationError(self.error_messages["invalid"], code="invalid")


def draw_error_summary(candidates: list[forms.BaseForm]) -> SafeString:
    """Return one summary of the forms that were sent and refused.

    A form is summarised once: the base template does it above the heading, so that `{{ form }}` does
    it only on a page that has another base or another name for its form.
    """
    refused = [form for form in candidates if form.is_bound and form.errors and not hasattr(form, SUMMARISED)]
    if not refused:
        return SafeString("")
    for form in refused:
        setattr(form, SUMMARISED, True)
    return draw("error-summary", error_list=[item for form in refused for item in _list_errors(form)])


def _list_errors(form: forms.BaseForm) -> list[Parameters]:
    items: list[Parameters] = [{"text": error} for error in form.non_field_errors()]
    for field in form:
        if field.errors:
            target = None if field.is_hidden else {"href": f"#{_identify_first_control(field)}"}
            items.append({"text": field.errors[0], **(target or {})})
    return items


def _identify_first_control(field: forms.BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, DateInput):
        return widget.id_for_label(field.auto_id or field.html_name)
    return field.auto_id or field.html_name


def draw_field(field: forms.BoundField, *, heading: bool = False, **changes: Any) -> SafeString:
    """Return a field as its component; an unknown kind of widget is drawn by Django inside our markup."""
    widget = field.field.widget
    if field.is_hidden:
        return field.as_hidden()
    described = {
        "hint": field.help_text or None,
        "error_message": field.errors[0] if field.errors else None,
        "attributes": {},
        **getattr(widget, "component_parameters", {}),
    }
    name, parameters = _describe_widget(field, widget, heading=heading)
    return draw(name, **{**described, **parameters, **changes})


def _describe_widget(
    field: forms.BoundField, widget: forms.Widget, *, heading: bool
) -> tuple[str, Parameters]:
    if isinstance(widget, DateInput):
        return "date-input", _describe_date(field, widget, heading=heading)
    if isinstance(widget, forms.CheckboxInput):
        return "checkboxes", _describe_single_checkbox(field)
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        # Django's CheckboxSelectMultiple is a RadioSelect, so it is asked about first.
        name = "checkboxes" if isinstance(widget, forms.CheckboxSelectMultiple) else "radios"
        return name, _describe_choices(field, heading=heading)
    return _describe_box_widget(field, widget, _describe_box(field, heading=heading))


def _describe_box_widget(
    field: forms.BoundField, widget: forms.Widget, parameters: Parameters
) -> tuple[str, Parameters]:
    if isinstance(widget, forms.Select):
        return "select", {
            **parameters,
            "items": [_describe_option(option) for option in _list_options(field)],
        }
    if isinstance(widget, forms.Textarea):
        return "textarea", {**parameters, "rows": widget.attrs.get("rows") or 5}
    if isinstance(widget, forms.FileInput):
        return "file-upload", {**parameters, "multiple": widget.allow_multiple_selected}
    if isinstance(widget, Input):
        return "input", {**parameters, "type": _choose_type(widget, parameters)}
    return "other", {**parameters, "control": field.as_widget(attrs={"id": field.auto_id})}


def _choose_type(widget: Input, parameters: Parameters) -> str:
    # A spinner changes a number by a stray scroll, so numbers are typed as text with a number keyboard.
    if isinstance(widget, forms.NumberInput):
        step = widget.attrs.get("step", "1")
        parameters.setdefault("inputmode", "numeric" if str(step) == "1" else "decimal")
        for attribute in ("step", "min", "max"):
            parameters["attributes"].pop(attribute, None)
        return "text"
    return widget.input_type or "text"


def _read_widget(field: forms.BoundField) -> Parameters:
    """Return what Django would draw: attributes, value, options."""
    widget = field.field.widget
    attributes = field.build_widget_attrs({"id": field.auto_id}, widget)
    context: Parameters = widget.get_context(field.html_name, field.value(), attributes)["widget"]
    return context


def _describe_box(field: forms.BoundField, *, heading: bool) -> Parameters:
    drawn = _read_widget(field)
    attributes = drawn["attrs"]
    parameters: Parameters = {
        "id": field.auto_id,
        "name": field.html_name,
        "value": drawn["value"],
        "classes": attributes.get("class", ""),
        "label": _describe_label(field, heading=heading),
        "attributes": _list_attributes(attributes),
    }
    parameters.update({name: attributes[name] for name in PASSED_ON if name in attributes})
    return parameters


def _list_attributes(attributes: Mapping[str, Any]) -> Parameters:
    return {
        name: {"value": value, "optional": True}
        for name, value in attributes.items()
        if name not in OWN_ATTRIBUTES and name not in PASSED_ON
    }


def _describe_label(field: forms.BoundField, *, heading: bool, part: str = "label") -> Parameters:
    size = f"govuk-{part}--l" if heading else getattr(field.field, "label_classes", "")
    if not size and part == "fieldset__legend":
        size = "govuk-fieldset__legend--s"
    text = field.label
    # A field can be one of two of which one is needed: then neither is marked, and a hint says so.
    marks = getattr(field.form, "marks_optional", True) and getattr(field.field, "marks_optional", True)
    if not field.field.required and marks:
        text = _("%(label)s (optional)") % {"label": text}
    return {"text": text, "classes": size, "is_page_heading": heading}


def _list_options(field: forms.BoundField) -> list[Parameters]:
    return [option for _group, options, _index in _read_widget(field)["optgroups"] for option in options]


def _describe_option(option: Parameters) -> Parameters:
    return {
        "value": "" if option["value"] is None else str(option["value"]),
        "text": option["label"],
        "selected": bool(option["selected"]),
        "disabled": bool(option["attrs"].get("disabled")),
    }


def _describe_choices(field: forms.BoundField, *, heading: bool) -> Parameters:
    hints = getattr(field.field, "choice_hints", {})
    items = []
    for option in _list_options(field):
        described = _describe_option(option)
        items.append({**described, "checked": described["selected"], "hint": hints.get(option["value"])})
    return {
        "id_prefix": field.auto_id,
        "name": field.html_name,
        "classes": field.field.widget.attrs.get("class", ""),
        "fieldset": {"legend": _describe_label(field, heading=heading, part="fieldset__legend")},
        "items": items,
    }


def _describe_single_checkbox(field: forms.BoundField) -> Parameters:
    drawn = _read_widget(field)
    item = {
        "value": drawn["value"] or "on",
        "text": field.label,
        "checked": bool(drawn["attrs"].get("checked")),
        "id": field.auto_id,
    }
    return {"id_prefix": field.auto_id, "name": field.html_name, "items": [item]}


def _describe_date(field: forms.BoundField, widget: DateInput, *, heading: bool) -> Parameters:
    names = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    values = widget.split(field.value())
    autocomplete = {part: f"bday-{part}" for part in widget.parts} if "bday" in widget.attrs.values() else {}
    items = [
        {
            "name": f"{field.html_name}_{part}",
            "id": f"{field.auto_id}-{part}",
            "label": names[part],
            "value": values[part],
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}",
            "autocomplete": autocomplete.get(part),
        }
        for part in widget.order()
    ]
    legend = _describe_label(field, heading=heading, part="fieldset__legend")
    return {"id": field.auto_id, "fieldset": {"legend": legend}, "items": items}
