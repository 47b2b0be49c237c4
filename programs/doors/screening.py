"""The doors of screening: from the coordinator to the first mediator."""

from django.utils.translation import gettext_lazy as _

from programs import pool
from programs.actions import (
    assignments,
    risk,
    screening,
)
from programs.doors.declared import Door
from programs.forms.risk import RiskForm
from programs.forms.screening import (
    AcknowledgementForm,
    AssignForm,
    CoordinatorForm,
    LegalForm,
    LetThroughForm,
    OverrideForm,
    SubstanceForm,
)

SCREENING: dict[str, Door] = {
    "begin_screening": Door(screening.begin_screening, _("Screening has begun."), form=CoordinatorForm),
    "record_acknowledgement": Door(
        screening.record_acknowledgement, _("The answer is recorded."), form=AcknowledgementForm
    ),
    "override_acknowledgement": Door(
        screening.override_acknowledgement, _("The case can go on."), form=OverrideForm
    ),
    "record_legal_posture": Door(
        screening.record_legal_posture,
        _("It is recorded where the matter stands with the law."),
        form=LegalForm,
        effect=_(
            "A case that may not go on any more is put on hold, and a session that is scheduled is canceled."
        ),
    ),
    "override_offence": Door(
        screening.override_offence,
        _("The case can go on."),
        form=LetThroughForm,
        back="case-screening",
        effect=_("Your reasons are kept with the case. It needs two mediators of the advanced level."),
    ),
    "record_substance": Door(
        screening.record_substance,
        _("The answer is recorded."),
        form=SubstanceForm,
        back="case-screening",
    ),
    "override_substance": Door(
        screening.override_substance, _("The case can go on."), form=LetThroughForm, back="case-screening"
    ),
    "record_risk": Door(
        risk.record_risk,
        _("The risk is assessed."),
        form=RiskForm,
        reads=lambda facts, _case: facts.risks,
        back="case-screening",
        effect=_(
            "A session that is not safe enough any more is canceled. A case for which no safe way is left is put on "
            "hold."
        ),
    ),
    "assign_mediator": Door(
        assignments.assign_mediator,
        _("The mediator is assigned."),
        form=AssignForm,
        asked=lambda _case: {"is_assigning": True},
        beside=("programs/pool.html", pool.beside),
    ),
    "begin_preparing": Door(screening.begin_preparing, _("Preparing has begun.")),
}
