"""Why something about figures across programs is refused, and what to do."""

from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance

NOT_COUNTING = Hindrance(
    "period_is_counting",
    _("This year is not being counted now."),
    _("Programs are asked from the day on which it is sealed; look at the list of years."),
    "network.reporting",
)
STILL_ASKED = Hindrance(
    "programs_have_answered",
    _("Some programs have not handed in their counts yet."),
    _("It is released when all have, or seven days after they were first asked."),
    "network.reporting",
)
NOT_PUBLISHED = Hindrance(
    "release_is_published",
    _("These figures are not published, or were withdrawn meanwhile."),
    _("Look at the list of releases again."),
    "network.reporting",
)
NOT_WITHDRAWN = Hindrance(
    "release_is_withdrawn",
    _("Only figures that were withdrawn are made anew."),
    _("Withdraw them first, with the reason that readers are told."),
    "network.reporting",
)
MADE_ANEW = Hindrance(
    "release_is_made_anew_once",
    _("These figures were made anew once, and the reserve of their cases is spent."),
    _("They stay withdrawn. The next year is counted by itself."),
    "network.reporting",
)
COUNTS_GONE = Hindrance(
    "counts_are_kept_for_90_days",
    _("The counts that programs handed in were deleted 90 days after sealing."),
    _("They stay withdrawn. The next year is counted by itself."),
    "network.reporting",
)
NO_WORDS = Hindrance(
    "withdrawal_says_why",
    _("Readers are told why figures were withdrawn."),
    _("Write one sentence for them."),
    "network.reporting",
)
