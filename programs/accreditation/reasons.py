"""Why something about an accreditation is refused inside a program, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance

IS_OVER = Hindrance(
    "accreditation_as_shown",
    _("Things stand otherwise by now, so this cannot be done."),
    _("Look at the page of the accreditation again."),
    source="",
)
KNOWN_ALREADY = Hindrance(
    "accreditation_once",
    _("The program has applied for this standard already, or is accredited by it and need not renew yet."),
    _("Look at the list of your accreditations."),
    source="",
)
INCOMPLETE = Hindrance(
    "application_complete",
    _("The application is not complete: each criterion needs an answer, and each required one a document."),
    _("Open the criteria that are marked below, and complete them."),
    source="",
)
TO_LOOK_AT = Hindrance(
    "evidence_looked_at",
    _("In a document something was found that may be about a person, or it could not be read."),
    _("Look at the document, then confirm that it names nobody of a case, or withdraw it."),
    source="",
)
NAMES_SOMEBODY = Hindrance(
    "words_name_nobody",
    _("These words look as if they said something about a person of a case."),
    _(
        "Write them without names, dates of birth, telephone numbers and file numbers. Nothing was kept or sent."
    ),
    source="",
)
NOT_NAMED = Hindrance(
    "evidence_name_names_nobody",
    _("The name of the file looks as if it said something about a person of a case."),
    _("Give the file another name, and choose it again. Nothing was kept or sent."),
    source="",
)
TOO_MANY = Hindrance(
    "evidence_not_too_many",
    _("There are as many documents as can be handed in."),
    _("Withdraw one that is not needed."),
    source="",
)
TOO_LATE = Hindrance(
    "appeal_in_time",
    _("An appeal is possible once, within 60 days of the decision."),
    _("Write to the network. You can also apply anew."),
    source="",
)
UNFIT: dict[str, Promise] = {
    "closed": _("The network does not take applications for this standard any more."),
    "other_version": _("The network has published another version of the standard. Apply by that one."),
    "no_member": _("The program is no member of the network, and only members can apply."),
    "known_already": _("The network looks at an application of yours for this standard already."),
    "stands_already": _("The program is accredited by this standard, and need not renew yet."),
}
"""Why an application never reached a network."""
