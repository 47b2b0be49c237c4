"""What the audit calls what was done about figures across programs."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHANGES: dict[str, Promise] = {
    "figures_shared": _("Agreed to take part in figures across programs"),
    "figures_stopped": _("Stopped taking part in figures across programs"),
    "figures_counted": _("Counted for figures across programs"),
    "figures_not_counted": _("Asked for figures across programs, of which it is no part"),
    "figures_handed_again": _("Handed in the same counts for figures across programs again"),
}
"""What was done, by its verb."""

ACTIONS: dict[str, Promise] = {
    "share_figures": _("Take part in figures across programs"),
    "stop_sharing_figures": _("Stop taking part in figures across programs"),
}
"""What was refused."""
