"""Why something about taking part in figures across programs is refused, and what to do."""

from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance

OTHER_WORDS = Hindrance(
    "consent_to_these_words",
    _("The text that you agreed to was changed meanwhile."),
    _("Read it again, and agree to it as it is now."),
    "programs.sharing",
)
NO_PLACE = Hindrance(
    "region_is_known",
    _("This place is not known."),
    _("Choose the state or province in which most of your cases are."),
    "programs.sharing",
)
NOT_SHARED = Hindrance(
    "figures_are_shared_with_network",
    _("The program does not share its figures with this network."),
    _("Share them on the page of the network first, or choose none."),
    "programs.sharing",
)
NO_PART = Hindrance(
    "takes_part",
    _("The program takes no part in figures across programs."),
    _("There is nothing to stop."),
    "programs.sharing",
)
