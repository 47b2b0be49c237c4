"""Why something that a network would publish is refused, and what to do."""

from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance

NOTHING_ASKED = Hindrance(
    "template_asks_something",
    _("The template speaks of no setting yet."),
    _("Choose a setting in the list, and say what you ask for."),
)
NOTHING_NEW = Hindrance(
    "template_is_new",
    _("The template says what the published one says already."),
    _("Change a setting first."),
)
TOO_SOON = Hindrance(
    "members_have_time",
    _("What is newly required holds too soon: members need time to look at what would change."),
    _("Choose a day that is two weeks away at least, and within a year."),
)
NO_MINIMUM = Hindrance(
    "setting_has_minimum",
    _("Of this setting no value is stricter than another, so none can be required."),
    _("Recommend the value instead."),
)
NOT_PUBLISHED = Hindrance(
    "template_published",
    _("There is no published template that could be taken back."),
    _("Look at the page again: it shows how things stand."),
)
WITHDRAWN = Hindrance(
    "resource_offered",
    _("This is offered no more."),
    _("Publish it anew under another name."),
)
TOO_MANY = Hindrance(
    "resources_in_bounds",
    _("A network offers at most 50 things at a time."),
    _("Take back what nobody needs any more."),
)
