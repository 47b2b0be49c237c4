"""Who may open the pages of accreditation and take its actions."""

from amends.accounts.access import ANYONE, SYSTEM, Rule
from network.oversight.access import ACCREDITS, ANYBODY_OF_IT, LEADS, SEES_MEMBERS

ACTIONS: dict[str, Rule] = {
    "adopt_standard": Rule((*LEADS, SYSTEM)),
    "publish_standard": Rule((*LEADS, SYSTEM)),
    "close_standard": Rule(LEADS),
    "reopen_standard": Rule(LEADS),
    "draft_standard": Rule(LEADS),
    "draft_criterion": Rule(LEADS),
    "drop_criterion": Rule(LEADS),
    "discard_standard_draft": Rule(LEADS),
    "publish_standard_draft": Rule(LEADS),
    "assign_reviewer": Rule(LEADS),
    "declare_reviewer_conflict": Rule(ACCREDITS),
    "record_finding": Rule(ACCREDITS),
    "finish_review": Rule(ACCREDITS),
    "compare_reviewer": Rule(SEES_MEMBERS),
    "close_condition": Rule(ACCREDITS),
    "decide_accreditation": Rule(SEES_MEMBERS),  # whoever did not review; the guard sees to that
    "suspend_accreditation": Rule(LEADS),
    "reinstate_accreditation": Rule(LEADS),
    "revoke_accreditation": Rule(LEADS),
    "answer_appeal": Rule(LEADS),
    "note_evidence_look": Rule(SEES_MEMBERS),
    "hear_accreditation": Rule((SYSTEM,)),
    "hear_evidence": Rule((SYSTEM,)),
    "settle_accreditations": Rule((SYSTEM,)),
}
"""Every write to standards and accreditations."""

ACCESS: dict[str, tuple[str, ...]] = {
    "accreditation-register": (ANYONE,),
    "accreditation-pipeline": ANYBODY_OF_IT,
    "accreditation-application": SEES_MEMBERS,
    "accreditation-act": SEES_MEMBERS,
    "accreditation-finding": ACTIONS["record_finding"].roles,
    "accreditation-condition": ACTIONS["close_condition"].roles,
    "accreditation-evidence": ACTIONS["note_evidence_look"].roles,
    "accreditation-standards": ANYBODY_OF_IT,
    "accreditation-adopt": LEADS,
    "accreditation-close": ACTIONS["close_standard"].roles,
    "accreditation-reopen": ACTIONS["reopen_standard"].roles,
    "accreditation-starter": ANYBODY_OF_IT,
    "accreditation-standard": ANYBODY_OF_IT,
    "accreditation-draft": LEADS,
    "accreditation-draft-criterion": LEADS,
    "accreditation-draft-new": LEADS,
    "accreditation-draft-drop": LEADS,
    "accreditation-draft-discard": LEADS,
    "accreditation-draft-publish": LEADS,
    "accreditation-pipeline-file": SEES_MEMBERS,
}
