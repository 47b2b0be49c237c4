"""Contacts, consent, choices and readiness: what comes before the two sides meet."""

from django.utils.translation import gettext_lazy as _

from programs.models.case import OPEN_STATES, CaseState
from programs.roles import WORKS_ON_THE_CASE
from programs.steps.declared import GOES_ON, Step

C = CaseState

PREPARING_STEPS = (
    Step(
        id="record_contact",
        label=_("Record a contact"),
        sources=(*OPEN_STATES, C.CLOSING),
        target=None,
        guards=(
            "channel_safe",
            "message_allowed",
            "order_kept",
            "message_in_turn",
            "in_person_or_explained",
            "contact_not_ahead",
        ),
        roles=WORKS_ON_THE_CASE,
        page="contact-record",
        path="contacts/",
        about="person",
    ),
    Step(
        id="send_participant_link",
        label=_("Send a link to their own page"),
        sources=OPEN_STATES,
        target=None,
        guards=(
            "program_open",
            "nobody_invented",
            "page_for_role",
            "address_known",
            "channel_safe",
            "order_kept",
        ),
        roles=WORKS_ON_THE_CASE,
        page="link-send",
        path="link/",
        about="person",
    ),
    Step(
        id="record_choices",
        label=_("Record the choices"),
        sources=(C.PREPARING, C.READY, C.SCHEDULED, C.EXCHANGING),
        target=None,
        guards=("choices_by_harmed",),
        roles=WORKS_ON_THE_CASE,
        page="choices-record",
        path="choices/",
        about="person",
        by_party=True,
    ),
    Step(
        id="record_consent",
        label=_("Record consent"),
        sources=(C.PREPARING, C.READY, C.SCHEDULED, C.EXCHANGING),
        target=None,
        guards=(),
        roles=WORKS_ON_THE_CASE,
        page="consent-record",
        path="consent/",
        about="person",
        by_party=True,
    ),
    Step(
        id="withdraw_consent",
        label=_("Withdraw consent"),
        sources=(*OPEN_STATES, C.CLOSING),  # at any time: no guard may ever stand here
        target=None,
        guards=(),
        roles=WORKS_ON_THE_CASE,
        page="consent-withdraw",
        path="consent/withdraw/",
        about="person",
        by_party=True,
    ),
    Step(
        id="record_readiness",
        label=_("Record whether they are ready"),
        sources=(C.PREPARING, C.READY),
        target=None,
        guards=(),
        roles=WORKS_ON_THE_CASE,
        page="readiness-record",
        path="readiness/",
        about="person",
    ),
    Step(
        id="record_mediator_readiness",
        label=_("Record what the mediator finds"),
        sources=(C.PREPARING, C.READY),
        target=None,
        guards=("mediator_assigned",),
        roles=WORKS_ON_THE_CASE,
        page="readiness-of-mediator",
        path="readiness/",
    ),
    Step(
        id="mark_ready",
        label=_("Mark as ready"),
        sources=(C.PREPARING,),
        target=C.READY,
        guards=("each_prepared", "everybody_ready", "mediators_find_ready", *GOES_ON),
        roles=WORKS_ON_THE_CASE,
        page="ready-mark",
        path="ready/",
        leads_on=True,
        asks=False,
    ),
)
