"""Why something about networks is refused, and what to do."""

from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance

KNOWN_ALREADY = Hindrance(
    "network_knows_program",
    _("The program belongs to this network already, or one of both waits for the other’s answer."),
    _("Look at the page of your networks: it shows how things stand."),
)
IS_OVER = Hindrance(
    "network_waits_for_this",
    _("Things stand otherwise by now: it was answered, changed or taken back meanwhile."),
    _("Look at the page of your networks again, and decide anew."),
)
