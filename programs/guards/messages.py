"""Guards of what is passed on between the sides: read by another, wanted by both, and no way around the mediator."""

from django.utils.translation import gettext_lazy as _

from programs.facts import CaseFacts
from programs.guards.choices import allows
from programs.guards.declared import Guard
from programs.models.case import CaseState
from programs.models.message import MODE_OF
from programs.models.participant import RESPONSIBLE_SIDE
from programs.models.stored_file import FileState
from programs.wording.wall import names_other_side

FIXED = _("Only the mediator passes anything on; this cannot be switched off")


def has_content(facts: CaseFacts) -> bool:
    """Return whether there are words, or a recording that has come in whole."""
    message = facts.asked.message
    if message.is_recorded:
        return message.file is not None and message.file.state in (FileState.CHECKING, FileState.CLEAN)
    return bool((message.words or "").strip())


def goes_across(facts: CaseFacts) -> bool:
    """Return whether the recipient is a person of the case on the other side than the sender."""
    person, sender = facts.asked.person, facts.asked.message.sender
    is_across = (person.role in RESPONSIBLE_SIDE) != (sender.role in RESPONSIBLE_SIDE)
    return person.case_id == facts.case.pk and person.is_party and sender.is_party and is_across


def tells_nobody(facts: CaseFacts) -> bool:
    """Return whether the words keep the wall; who met face to face knows each other's names."""
    message = facts.asked.message
    return facts.was_held or not names_other_side(facts, facts.asked.person, message.words or "")


GUARDS = (
    Guard(
        id="message_has_content",
        rule="3.8",
        sentence=_("There is nothing in it yet."),
        source=FIXED,
        remedy=_("Write the words, or wait until the recording has come in whole."),
        check=has_content,
    ),
    Guard(
        id="recording_checked",
        rule="3.8",
        sentence=_("The recording is not checked yet, or was refused."),
        source=FIXED,
        remedy=_("Wait a few minutes. If it was refused, ask for it in another form."),
        check=lambda facts: (
            facts.asked.message.file is None or facts.asked.message.file.state == FileState.CLEAN
        ),
    ),
    Guard(
        id="read_by_another",
        rule="3.8",
        sentence=_("Whoever wrote this down cannot approve it."),
        source=FIXED,
        remedy=_("Ask a colleague of this case to read it."),
        check=lambda facts: facts.asked.message.written_by_id != facts.asked.by.pk,
        needs=("by",),
    ),
    Guard(
        id="recipient_across",
        rule="3.8",
        sentence=_("A message goes to somebody of the other side of this case."),
        source=FIXED,
        remedy=_("Choose whom it is for."),
        check=goes_across,
        needs=("person",),
    ),
    Guard(
        id="message_tells_nobody",
        rule="3.6",
        sentence=_("These words name somebody of the sender’s side, or tell how to reach them."),
        source=_("No document holds both sides; this cannot be switched off"),
        remedy=_("Give it back with the request to leave names, numbers and addresses out."),
        check=tells_nobody,
        needs=("person",),
    ),
    Guard(
        id="kind_chosen",
        rule="3.7",
        sentence=_(
            "The person harmed did not choose messages of this kind, or the program does not offer them."
        ),
        source=_("The choices of the person harmed bind; this cannot be switched off"),
        remedy=_("Keep it until they ask for it. They may choose otherwise at any time."),
        page="case-people",
        check=lambda facts: (
            MODE_OF[facts.asked.message.kind] in facts.policy.modes
            and allows(facts, MODE_OF[facts.asked.message.kind])
        ),
    ),
    Guard(
        id="passing_messages_on",
        rule="3.5",
        sentence=_("The two sides do not exchange messages at the moment."),
        source=_("The lifecycle of a case"),
        remedy=_("Keep it until they do."),
        check=lambda facts: facts.case.state == CaseState.EXCHANGING,
    ),
    Guard(
        id="only_apologies_kept",
        rule="3.8",
        sentence=_("Only what the person responsible wrote is kept until it is asked for."),
        source=FIXED,
        remedy=_("Offer it, or give it back."),
        check=lambda facts: facts.asked.message.sender.role in RESPONSIBLE_SIDE,
    ),
)
