"""The pages of accreditation on the platform's own hosts."""

from django.utils.translation import gettext_lazy as _

TITLE = _("Accreditation")
