"""Where rules and defaults come from, as pages and the API say it."""

from django.utils.translation import gettext_lazy as _

PRACTICE = _("Practice of the field")
STANDARDS = _("Standards for mediation between the people harmed and the people responsible")
KINDS_OF_PROGRAMS = _("The kinds of programs of the field, and how each works")
OWN_POLICY = _("The policy of this program")
OWN_WISH = _("The program’s own wish")
