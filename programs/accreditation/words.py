"""What the audit calls what was done about accreditations."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHANGES: dict[str, Promise] = {
    "accreditation_begun": _("Application for accreditation begun"),
    "accreditation_answered": _("Wrote how a criterion of a standard is met"),
    "accreditation_applied": _("Application for accreditation sent"),
    "accreditation_withdrawn": _("Application for accreditation withdrawn"),
    "accreditation_appealed": _("Appealed against a decision about an accreditation"),
    "annual_return_given": _("Annual return of an accreditation given"),
    "evidence_handed_in": _("Document for an accreditation handed in"),
    "evidence_confirmed": _("Said that a document for an accreditation is about nobody of a case"),
    "evidence_withdrawn": _("Document for an accreditation withdrawn"),
    "accreditation_heard": _("Word about an accreditation received"),
    "accreditation_overtaken": _("Older word about an accreditation left aside"),
    "accreditation_unfit": _("Heard that an application for accreditation was not put to the network"),
}
"""What was done, by its verb."""

ACTIONS: dict[str, Promise] = {
    "start_accreditation": _("Begin an application for accreditation"),
    "answer_criterion": _("Write how a criterion of a standard is met"),
    "hand_in_evidence": _("Hand in a document for an accreditation"),
    "confirm_evidence": _("Say that a document for an accreditation is about nobody of a case"),
    "withdraw_evidence": _("Withdraw a document for an accreditation"),
    "apply_for_accreditation": _("Apply for accreditation"),
    "withdraw_application": _("Withdraw an application for accreditation"),
    "appeal_decision": _("Appeal against a decision about an accreditation"),
    "give_annual_return": _("Give the annual return of an accreditation"),
}
"""What was refused."""
