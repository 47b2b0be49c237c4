"""Every write to standards and accreditations."""

from network.accreditation.actions.deciding import (
    answer_appeal,
    decide_accreditation,
    reinstate_accreditation,
    revoke_accreditation,
    suspend_accreditation,
)
from network.accreditation.actions.hearing import hear_accreditation, hear_evidence, settle_accreditations
from network.accreditation.actions.reviewing import (
    assign_reviewer,
    close_condition,
    declare_reviewer_conflict,
    finish_review,
    note_evidence_look,
    record_finding,
)
from network.accreditation.actions.standards import adopt_standard, close_standard, publish_standard

__all__ = [
    "adopt_standard",
    "answer_appeal",
    "assign_reviewer",
    "close_condition",
    "close_standard",
    "decide_accreditation",
    "declare_reviewer_conflict",
    "finish_review",
    "hear_accreditation",
    "hear_evidence",
    "note_evidence_look",
    "publish_standard",
    "record_finding",
    "reinstate_accreditation",
    "revoke_accreditation",
    "settle_accreditations",
    "suspend_accreditation",
]
