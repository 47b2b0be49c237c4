"""Why something about networks is refused, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance

KNOWN_ALREADY = Hindrance(
    "network_knows_program",
    _("The program belongs to this network already, or one of both waits for the other’s answer."),
    _("Look at the page of your networks: it shows how things stand."),
    source="",
)
IS_OVER = Hindrance(
    "network_waits_for_this",
    _("Things stand otherwise by now: it was answered, changed or taken back meanwhile."),
    _("Look at the page of your networks again, and decide anew."),
    source="",
)
OTHER_TERMS = Hindrance(
    "network_terms_as_shown",
    _("The network has changed its terms since you opened this page."),
    _("Read the terms again below. If you still agree, send the form once more."),
    source="",
)
UNFIT: dict[str, Promise] = {
    "takes_no_requests": _("The network takes no requests now, so yours was not put to it."),
    "other_terms": _("The network changed its terms meanwhile. Read the new ones, and ask again."),
    "known_already": _(
        "The network invited you at the same time, or another network asked it to. Its invitation is what you answer."
    ),
}
"""Why a request never reached a network."""
