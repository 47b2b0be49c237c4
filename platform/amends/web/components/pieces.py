"""Fills what the templates of tables, lists and messages cannot work out."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from amends.web.components.contents import Parameters, settle, settle_all


def prepare_plain(parameters: Parameters) -> Parameters:
    """Give the component its `content` from text or markup."""
    return settle(parameters) or {}


def prepare_items(parameters: Parameters) -> Parameters:
    """Settle the items of a list of links."""
    return {**parameters, "items": settle_all(parameters.get("items"))}


def prepare_error_message(parameters: Parameters) -> Parameters:
    """Say "Error:" to people who cannot see the colour, unless another word or none was asked for."""
    return {"visually_hidden_text": _("Error"), **parameters}


def prepare_error_summary(parameters: Parameters) -> Parameters:
    """Settle the list of errors, each with the address of its field."""
    return {
        **parameters,
        "title": parameters.get("title_html") or parameters.get("title_text") or _("There is a problem"),
        "description": parameters.get("description_html") or parameters.get("description_text"),
        "error_list": settle_all(parameters.get("error_list")),
    }


def prepare_notification_banner(parameters: Parameters) -> Parameters:
    """Choose title and role by the kind of message."""
    is_success = parameters.get("type") == "success"
    title = parameters.get("title_html") or parameters.get("title_text")
    return {
        **parameters,
        "is_success": is_success,
        "role": parameters.get("role") or ("alert" if is_success else "region"),
        "title": title or (_("Success") if is_success else _("Important")),
        "title_id": parameters.get("title_id") or "govuk-notification-banner-title",
        "title_heading_level": parameters.get("title_heading_level") or 2,
    }


def prepare_panel(parameters: Parameters) -> Parameters:
    """Choose between title and markup of the title."""
    return {
        **parameters,
        "title": parameters.get("title_html") or parameters.get("title_text"),
        "heading_level": parameters.get("heading_level") or 1,
    }


def prepare_pagination(parameters: Parameters) -> Parameters:
    """Tell whether only the neighbours are linked, which then stand in a block."""
    return {
        **parameters,
        "previous": settle(parameters.get("previous")),
        "next": settle(parameters.get("next")),
        "items": [dict(item) for item in parameters.get("items") or () if item],
        "is_block": not parameters.get("items")
        and bool(parameters.get("next") or parameters.get("previous")),
    }


def prepare_service_navigation(parameters: Parameters) -> Parameters:
    """Settle the menu; more than one item collapses on a phone."""
    items = settle_all(parameters.get("navigation"))
    collapses = parameters.get("collapse_navigation_on_mobile")
    menu = parameters.get("menu_button_text") or _("Menu")
    return {
        **parameters,
        "navigation": items,
        "is_collapsing": len(items) > 1 if collapses is None else collapses,
        "menu_button_text": menu,
        "navigation_id": parameters.get("navigation_id") or "navigation",
        "navigation_label": parameters.get("navigation_label") or menu,
    }


def prepare_summary_list(parameters: Parameters) -> Parameters:
    """Rows are upstream's dicts, or plain `(key, value)` pairs."""
    rows = [_prepare_summary_row(row) for row in parameters.get("rows") or () if row]
    card = parameters.get("card")
    if card:
        card = {**card, "title": settle(card.get("title")), "actions": _settle_actions(card.get("actions"))}
    return {
        **parameters,
        "rows": rows,
        "has_actions": any(row["actions"]["items"] for row in rows),
        "card": card,
    }


def _prepare_summary_row(row: Any) -> Parameters:
    if not isinstance(row, Mapping):
        key, value = row
        row = {"key": key, "value": value}
    return {
        **row,
        "key": settle(row.get("key")),
        "value": settle(row.get("value")),
        "actions": _settle_actions(row.get("actions")),
    }


def _settle_actions(actions: Any) -> Parameters:
    return {**(actions or {}), "items": settle_all((actions or {}).get("items"))}


def prepare_table(parameters: Parameters) -> Parameters:
    """Cells are upstream's dicts, or plain text and numbers."""
    return {
        **parameters,
        "head": _settle_cells(parameters.get("head")),
        "rows": [_settle_cells(row) for row in parameters.get("rows") or () if row],
    }


def _settle_cells(cells: Iterable[Any] | None) -> list[Parameters]:
    return [settle("" if cell is None else cell) or {} for cell in cells or ()]


def prepare_listing(parameters: Parameters) -> Parameters:
    """A table that becomes a stack of cards on a phone: each cell learns its column's heading."""
    settled = prepare_table(parameters)
    headings = settled["head"]
    settled["is_sortable"] = any(heading.get("href") for heading in headings)
    settled["rows"] = [
        [
            {**cell, "heading": heading["content"], "format": cell.get("format", heading.get("format"))}
            for cell, heading in zip(row, headings, strict=True)
        ]
        for row in settled["rows"]
    ]
    return settled


def prepare_tabs(parameters: Parameters) -> Parameters:
    """Give each panel an id and its content; without JavaScript they stand one below the other."""
    prefix = parameters.get("id_prefix") or parameters.get("id") or "tab"
    items = []
    for number, item in enumerate((item for item in parameters.get("items") or () if item), start=1):
        panel = settle(item.get("panel")) or {"content": ""}
        panel["is_markup"] = bool(panel.get("html"))
        items.append({**item, "id": item.get("id") or f"{prefix}-{number}", "panel": panel})
    return {**parameters, "items": items}


def prepare_task_list(parameters: Parameters) -> Parameters:
    """Give each task the ids that its link is described by."""
    prefix = parameters.get("id_prefix") or "task-list"
    items = []
    for index, item in enumerate(parameters.get("items") or (), start=1):
        if item:
            status = settle(item.get("status")) or {}
            if status.get("tag"):
                status["tag"] = settle(status["tag"])
            items.append(
                {
                    **item,
                    "title": settle(item.get("title")),
                    "hint": settle(item.get("hint")),
                    "hint_id": f"{prefix}-{index}-hint",
                    "status": status,
                    "status_id": f"{prefix}-{index}-status",
                }
            )
    return {**parameters, "items": items}


def prepare_timeline(parameters: Parameters) -> Parameters:
    """Each item: label, byline, `at` (a datetime in the program's zone) and text."""
    items = [
        {**item, "label": settle(item.get("label")), "byline": settle(item.get("byline"))}
        for item in settle_all(parameters.get("items"))
    ]
    return {**parameters, "items": items, "heading_level": parameters.get("heading_level") or 2}
