"""Every write to standards and accreditations."""

from network.accreditation.actions.deciding import (
    answer_appeal,
    decide_accreditation,
    reinstate_accreditation,
    revoke_accreditation,
    suspend_accreditation,
)
from network.accreditation.actions.drafting import (
    discard_standard_draft,
    draft_criterion,
    draft_standard,
    drop_criterion,
    publish_standard_draft,
)
from network.accreditation.actions.hearing import hear_accreditation, hear_evidence, settle_accreditations
from network.accreditation.actions.reviewing import (
    assign_reviewer,
    close_condition,
    compare_reviewer,
    declare_reviewer_conflict,
    finish_review,
    note_evidence_look,
    record_finding,
)
from network.accreditation.actions.standards import (
    adopt_standard,
    close_standard,
    publish_standard,
    reopen_standard,
)

__all__ = [
    "adopt_standard",
    "answer_appeal",
    "assign_reviewer",
    "close_condition",
    "close_standard",
    "compare_reviewer",
    "decide_accreditation",
    "declare_reviewer_conflict",
    "discard_standard_draft",
    "draft_criterion",
    "draft_standard",
    "drop_criterion",
    "finish_review",
    "hear_accreditation",
    "hear_evidence",
    "note_evidence_look",
    "publish_standard",
    "publish_standard_draft",
    "record_finding",
    "reinstate_accreditation",
    "reopen_standard",
    "revoke_accreditation",
    "settle_accreditations",
    "suspend_accreditation",
]
