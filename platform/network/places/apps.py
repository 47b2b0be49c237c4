"""The Django application of places: it has translations and no tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop

# Names in the file that people say otherwise in another language. Those of states and provinces are written in English
# in every address, and are found by their other names too.
NAMES = (
    gettext_noop("United States"),
    gettext_noop("Canada"),
    gettext_noop("United Kingdom"),
    gettext_noop("Australia"),
    gettext_noop("New Zealand"),
    gettext_noop("England"),
    gettext_noop("Northern Ireland"),
    gettext_noop("Scotland"),
    gettext_noop("Wales"),
)


class PlacesConfig(AppConfig):
    """Names of places, in the languages of the pages."""

    name = "network.places"
    label = "places"
