"""Fills what the templates of form controls cannot work out: ids, descriptions, states."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from amends.web.components.contents import (
    Parameters,
    join_classes,
    optional,
    settle,
    settle_all,
    write_attributes,
)


def _describe(parameters: Parameters, identifier: str, described_by: str = "") -> Parameters:
    """Give hint and error their ids and return the parameters with what describes the control."""
    described = [described_by]
    settled = dict(parameters)
    for part, suffix in (("hint", "hint"), ("error_message", "error")):
        if (content := settle(parameters.get(part))) is not None:
            content["id"] = f"{identifier}-{suffix}"
            described.append(content["id"])
            settled[part] = content
    settled["described_by"] = join_classes(*described)
    settled["form_group"] = _settle_group(parameters.get("form_group"))
    return settled


def _settle_group(group: Any) -> Parameters:
    settled = dict(group or {})
    for part in ("before_input", "after_input", "before_inputs", "after_inputs"):
        settled[part] = settle(settled.get(part))
    return settled


def _prepare_control(parameters: Parameters) -> Parameters:
    identifier = parameters.get("id") or parameters.get("name") or ""
    settled = _describe(parameters, identifier, parameters.get("described_by") or "")
    label = settle(parameters.get("label")) or {"content": ""}
    settled.update(id=identifier, label={**label, "for": identifier})
    return settled


def prepare_input(parameters: Parameters) -> Parameters:
    """Write the attributes of a box for one line, and tell whether something stands beside it."""
    settled = _prepare_control(parameters)
    spellcheck = parameters.get("spellcheck")
    settled["element"] = write_attributes(
        {
            "class": join_classes(
                "govuk-input",
                parameters.get("classes"),
                "govuk-input--error" if parameters.get("error_message") else "",
            ),
            "id": settled["id"],
            "name": parameters.get("name"),
            "type": parameters.get("type") or "text",
            "spellcheck": optional(str(spellcheck).lower() if isinstance(spellcheck, bool) else None),
            "value": optional(parameters.get("value")),
            "disabled": optional(parameters.get("disabled")),
            "aria-describedby": optional(settled["described_by"] or None),
            **{
                name: optional(parameters.get(name))
                for name in ("autocomplete", "autocapitalize", "pattern", "inputmode")
            },
        }
    ) + write_attributes(parameters.get("attributes"))
    settled["prefix"], settled["suffix"] = settle(parameters.get("prefix")), settle(parameters.get("suffix"))
    group = settled["form_group"]
    settled["is_wrapped"] = any(
        part and part["content"]
        for part in (settled["prefix"], settled["suffix"], group["before_input"], group["after_input"])
    )
    return settled


def prepare_textarea(parameters: Parameters) -> Parameters:
    """Write the attributes of a box for several lines."""
    settled = _prepare_control(parameters)
    spellcheck = parameters.get("spellcheck")
    settled["element"] = write_attributes(
        {
            "class": join_classes(
                "govuk-textarea",
                "govuk-textarea--error" if parameters.get("error_message") else "",
                parameters.get("classes"),
            ),
            "id": settled["id"],
            "name": parameters.get("name"),
            "rows": parameters.get("rows") or 5,
            "spellcheck": optional(str(spellcheck).lower() if isinstance(spellcheck, bool) else None),
            "disabled": optional(parameters.get("disabled") or None),
            "aria-describedby": optional(settled["described_by"] or None),
            "autocomplete": optional(parameters.get("autocomplete") or None),
        }
    ) + write_attributes(parameters.get("attributes"))
    return settled


def prepare_file_upload(parameters: Parameters) -> Parameters:
    """Write the attributes of a box for a file; the browser's own button, which says what it says in its language."""
    settled = _prepare_control(parameters)
    settled["element"] = write_attributes(
        {
            "class": join_classes(
                "govuk-file-upload",
                parameters.get("classes"),
                "govuk-file-upload--error" if parameters.get("error_message") else "",
            ),
            "id": settled["id"],
            "name": parameters.get("name"),
            "type": "file",
            "disabled": optional(parameters.get("disabled") or None),
            "multiple": optional(parameters.get("multiple") or None),
            "aria-describedby": optional(settled["described_by"] or None),
        }
    ) + write_attributes(parameters.get("attributes"))
    return settled


def prepare_select(parameters: Parameters) -> Parameters:
    """Find the option that is chosen."""
    settled = _prepare_control(parameters)
    chosen = parameters.get("value")
    items = []
    for item in settle_all(parameters.get("items")):
        effective = item["value"] if "value" in item else item.get("text")
        is_selected = bool(item.get("selected")) or bool(
            chosen and effective == chosen and item.get("selected") is not False
        )
        has_value = "value" in item
        items.append({**item, "selected": is_selected, "has_value": has_value})
    settled["items"] = items
    settled["element"] = write_attributes(
        {
            "class": join_classes(
                "govuk-select",
                parameters.get("classes"),
                "govuk-select--error" if parameters.get("error_message") else "",
            ),
            "id": settled["id"],
            "name": parameters.get("name"),
            "disabled": optional(parameters.get("disabled") or None),
            "aria-describedby": optional(settled["described_by"] or None),
        }
    ) + write_attributes(parameters.get("attributes"))
    return settled


def prepare_fieldset(parameters: Parameters) -> Parameters:
    """Settle the legend."""
    return {**parameters, "legend": settle(parameters.get("legend"))}


def _prepare_choices(parameters: Parameters, described_by: str) -> Parameters:
    prefix = parameters.get("id_prefix") or parameters.get("name") or ""
    settled = _describe(parameters, prefix, described_by)
    if parameters.get("legend") and not parameters.get("fieldset"):
        settled["fieldset"] = {"legend": parameters["legend"]}
    if settled.get("fieldset") is not None:
        settled["fieldset"] = prepare_fieldset(dict(settled["fieldset"]))
    settled["id_prefix"] = prefix
    return settled


def _prepare_choice(item: Any, index: int, settled: Parameters) -> Parameters:
    choice = settle(item) or {}
    identifier = choice.get("id") or settled["id_prefix"] + (f"-{index}" if index > 1 else "")
    hint = settle(choice.get("hint"))
    conditional = choice.get("conditional")
    revealed = settle(conditional) if conditional else None
    choice.update(
        id=identifier,
        name=choice.get("name") or settled.get("name") or "",
        hint={**hint, "id": f"{identifier}-item-hint"} if hint and hint["content"] else None,
        revealed=revealed["content"] if revealed else "",
        conditional_id=f"conditional-{identifier}",
    )
    return choice


def prepare_radios(parameters: Parameters) -> Parameters:
    """Give each choice its id and description; at most one is checked."""
    fieldset = parameters.get("fieldset")
    settled = _prepare_choices(parameters, (fieldset or {}).get("described_by") or "")
    chosen = parameters.get("value")
    choices = []
    for index, item in enumerate(parameters.get("items") or (), start=1):
        if not item:
            continue
        choice = _prepare_choice(item, index, settled)
        is_value = bool(chosen) and choice.get("value") == chosen and choice.get("checked") is not False
        choice["checked"] = bool(choice.get("checked")) or is_value
        choice["described_by"] = choice["hint"]["id"] if choice["hint"] else ""
        choices.append(choice)
    return {**settled, "items": choices}


def prepare_checkboxes(parameters: Parameters) -> Parameters:
    """Give each choice its id and description; any number is checked."""
    fieldset = parameters.get("fieldset")
    described_by = (fieldset or {}).get("described_by") or parameters.get("described_by") or ""
    settled = _prepare_choices(parameters, described_by)
    chosen = parameters.get("values") or ()
    choices = []
    for index, item in enumerate(parameters.get("items") or (), start=1):
        if not item:
            continue
        choice = _prepare_choice(item, index, settled)
        is_value = choice.get("value") in chosen and choice.get("checked") is not False
        choice["checked"] = bool(choice.get("checked")) or is_value
        # Without a fieldset nothing else carries the description of the group.
        choice["described_by"] = join_classes(
            "" if settled.get("fieldset") is not None else settled["described_by"],
            choice["hint"]["id"] if choice["hint"] else "",
        )
        choices.append(choice)
    return {**settled, "items": choices}


def prepare_date_input(parameters: Parameters) -> Parameters:
    """Three boxes, or those of `items`; an error marks every box unless one box is named as wrong."""
    identifier = parameters.get("id") or ""
    fieldset = parameters.get("fieldset")
    settled = _describe(parameters, identifier, (fieldset or {}).get("described_by") or "")
    if fieldset is not None:
        settled["fieldset"] = {**prepare_fieldset(dict(fieldset)), "role": "group"}
    parts = _list_parts(parameters)
    is_one_wrong = any(_is_wrong(part) for part in parts)
    is_all_wrong = bool(parameters.get("error_message")) and not is_one_wrong
    settled["parts"] = [_prepare_part(part, parameters, is_all_wrong) for part in parts]
    settled["id"] = identifier
    return settled


def _list_parts(parameters: Parameters) -> list[Parameters]:
    """Return the boxes, each with the `kind` it is; `day`, `month` and `year` change or drop the three."""
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    values = parameters.get("values") or {}
    threes = {}
    for kind, label in labels.items():
        changed = parameters.get(kind)
        plain = {"name": kind, "label": label, "value": values.get(kind)}
        if changed is not False:
            threes[kind] = {"kind": kind, **(plain if changed is None else {"name": kind, **changed})}
    given = [dict(item) for item in parameters.get("items") or () if item]
    kinds = {name: kind for kind, three in threes.items() for name in (kind, three["name"])}
    for item in given:
        item["kind"] = kinds.get(item["name"], "")
        if item.get("value") is None and item["kind"]:
            item["value"] = threes[item["kind"]].get("value")
    return given or list(threes.values())


def _is_wrong(part: Mapping[str, Any]) -> bool:
    return bool(part.get("error")) or "govuk-input--error" in (part.get("classes") or "")


def _prepare_part(part: Parameters, parameters: Parameters, is_all_wrong: bool) -> Parameters:
    name = part["name"]
    own_classes = part.get("classes") or ""
    is_marked = (bool(part.get("error")) or (is_all_wrong and part.get("error") is not False)) and (
        "govuk-input--error" not in own_classes
    )
    width = (
        ""
        if "govuk-input--width-" in own_classes
        else f"govuk-input--width-{4 if part['kind'] == 'year' else 2}"
    )
    prefix = f"{parameters['name_prefix']}-" if parameters.get("name_prefix") else ""
    values = parameters.get("values") or {}
    value = part.get("value")
    return {
        "label": {
            "text": part.get("label") or name.capitalize(),
            "classes": "govuk-date-input__label",
        },
        "id": part.get("id") or f"{parameters.get('id')}-{name}",
        "classes": join_classes(
            "govuk-date-input__input", "govuk-input--error" if is_marked else "", width, own_classes
        ),
        "name": prefix + name,
        "value": values.get(prefix + name) if value is None else value,
        "inputmode": part.get("inputmode") or "numeric",
        "autocomplete": part.get("autocomplete"),
        "pattern": part.get("pattern"),
        "attributes": part.get("attributes"),
    }
