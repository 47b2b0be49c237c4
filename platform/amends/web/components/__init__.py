"""Draws a component of the design system: `draw("tag", text="Open")`, or the template tags of the same names.

The parameters are those of upstream's macros in snake_case. Wherever upstream has `text` and `html`,
both work and both are escaped unless marked safe; a plain string stands for `{"text": ...}`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString

from amends.web.components import charts, controls, pieces
from amends.web.components.contents import Parameters

PREPARE: Mapping[str, Callable[[Parameters], Parameters]] = {
    "checkboxes": controls.prepare_checkboxes,
    "date-input": controls.prepare_date_input,
    "file-upload": controls.prepare_file_upload,
    "fieldset": controls.prepare_fieldset,
    "input": controls.prepare_input,
    "radios": controls.prepare_radios,
    "select": controls.prepare_select,
    "textarea": controls.prepare_textarea,
    "bar-chart": charts.prepare_bar_chart,
    "column-chart": charts.prepare_column_chart,
    "breadcrumbs": pieces.prepare_items,
    "error-message": pieces.prepare_error_message,
    "error-summary": pieces.prepare_error_summary,
    "language-navigation": pieces.prepare_items,
    "listing": pieces.prepare_listing,
    "notification-banner": pieces.prepare_notification_banner,
    "pagination": pieces.prepare_pagination,
    "panel": pieces.prepare_panel,
    "service-navigation": pieces.prepare_service_navigation,
    "summary-list": pieces.prepare_summary_list,
    "table": pieces.prepare_table,
    "tabs": pieces.prepare_tabs,
    "task-list": pieces.prepare_task_list,
    "timeline": pieces.prepare_timeline,
}


def draw(name: str, /, **parameters: Any) -> SafeString:
    """Return the markup of a component; raises TemplateDoesNotExist for an unknown one."""
    settled = pieces.prepare_plain(parameters)
    prepare = PREPARE.get(name)
    context = prepare(settled) if prepare else settled
    return SafeString(get_template(f"web/components/{name}.html").render(context))
