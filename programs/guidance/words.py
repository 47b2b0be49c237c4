"""What the audit calls what was done about the standards of networks."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHANGES: dict[str, Promise] = {
    "standards_taken": _("What a network asks and lends received"),
    "standards_held": _("Looked whether what networks require holds"),
    "standards_adopted": _("Put into the draft what a network asks for"),
    "standards_resource_taken": _("Put into the draft what a network lends"),
}
"""What was done, by its verb."""

ACTIONS: dict[str, Promise] = {
    "adopt_standards": _("Put into the draft what a network asks for"),
    "take_resource": _("Put into the draft what a network lends"),
}
"""What was refused."""
