"""The story of a case, told from the audit: who did what when, in words."""

import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.accounts.access import PARTICIPANT
from amends.audit.models import AuditEntry, Kind
from programs.models import MediationCase, Program
from programs.models.contact import Purpose
from programs.models.participant import Role

TOLD: dict[str, Promise] = {
    "opened": _("Case opened"),
    "screening_begun": _("Screening begun"),
    "acknowledgement_recorded": _("Acknowledgment recorded"),
    "acknowledgement_overridden": _("Disputed case let through by the supervisor"),
    "offence_overridden": _("Offense let through by the supervisor"),
    "risk_assessed": _("Risk assessed"),
    "substance_recorded": _("Recorded what there is to talk about"),
    "substance_overridden": _("Let through by the supervisor although nothing is left to talk about"),
    "legal_posture_recorded": _("Recorded where the matter stands with the law"),
    "participant_added": _("Person added"),
    "contact_recorded": _("Contact"),
    "choices_recorded": _("Choices recorded"),
    "wishes_recorded": _("Wishes of the person responsible recorded"),
    "wishes_settled": _("Settled where wishes differed"),
    "readiness_recorded": _("Readiness recorded"),
    "minor_recorded": _("Recorded whether somebody is a minor"),
    "spokesperson_recorded": _("Recorded who speaks for the organization"),
    "guardian_recorded": _("Guardian recorded"),
    "mediator_readiness_recorded": _("What the mediator finds recorded"),
    "mediator_assigned": _("Mediator assigned"),
    "conflict_declared": _("Conflict of a mediator put on record"),
    "mediator_removed": _("Mediator removed"),
    "preparing_begun": _("Preparing begun"),
    "letter_written": _("Letter or message written"),
    "shared_way_confirmed": _("Message allowed to a mailbox or number that the other side has too"),
    "link_sent": _("Link to their own page sent"),
    "new_code_needed": _("Asked for a new link; new digits are needed"),
    "consent_recorded": _("Consent recorded"),
    "consent_withdrawn": _("Consent withdrawn"),
    "release_recorded": _("Release of information recorded"),
    "release_revoked": _("Release of information taken back"),
    "marked_ready": _("Ready"),
    "session_scheduled": _("Session scheduled"),
    "session_cancelled": _("Session canceled"),
    "session_talked_over": _("Session talked over with a mediator"),
    "session_reminded": _("Reminded of the session"),
    "session_held": _("Session held"),
    "session_not_held": _("Session did not take place"),
    "exchange_begun": _("Began to pass messages on"),
    "returned_to_meeting": _("Came back to a meeting"),
    "message_begun": _("A message begun"),
    "message_handed_in": _("A message handed in"),
    "message_returned": _("A message given back"),
    "message_approved": _("A message approved"),
    "message_banked": _("A message kept until it is asked for"),
    "message_offered": _("A message offered"),
    "message_accepted": _("A message wanted"),
    "message_declined": _("A message not wanted"),
    "message_delivered": _("A message handed over"),
    "message_acknowledged": _("A message that the sender knows arrived"),
    "message_withdrawn": _("A message taken back"),
    "put_on_hold": _("Put on hold"),
    "resumed": _("Taken up again"),
    "agreement_begun": _("Agreement begun"),
    "agreement_proposed": _("Agreement put before the parties"),
    "agreement_redrafted": _("Agreement taken back for changes"),
    "agreement_amended": _("A new version of the agreement begun"),
    "agreement_dropped": _("Agreement given up"),
    "item_added": _("Item added"),
    "item_removed": _("Item taken out"),
    "agreement_signed": _("Agreement signed"),
    "payment_recorded": _("Payment recorded"),
    "hours_recorded": _("Hours of work recorded"),
    "payment_reversed": _("Payment or hours reversed"),
    "loss_recorded": _("Loss recorded"),
    "payment_reported": _("Payment reported by a participant"),
    "report_confirmed": _("Reported payment confirmed"),
    "report_returned": _("Reported payment given back"),
    "item_marked": _("Result of an item recorded"),
    "closing_begun": _("Brought to its end"),
    "report_issued": _("Report to the referrer issued"),
    "closed": _("Case closed"),
}
"""What is told of each entry; those that are not here (a form sent twice) are left to the audit itself."""


UNNAMED = ("consent_withdrawn", "choices_recorded", "readiness_recorded", "minor_recorded")


def story(case: MediationCase, *, limit: int = 100) -> list[dict[str, Any]]:
    """Return what happened to a case, the newest first, as the timeline draws it; three queries however long it is."""
    entries = list(
        AuditEntry.objects.filter(
            object_type=case._meta.label_lower, object_id=str(case.pk), kind=Kind.CHANGE, verb__in=TOLD
        ).order_by("-seq")[:limit]
    )
    names = _names({entry.actor for entry in entries})
    program = Program.objects.get()
    return [
        {
            "label": _label(entry, program),
            "byline": _byline(entry, names),
            "at": timezone.localtime(entry.at),
        }
        for entry in entries
    ]


def _byline(entry: AuditEntry, names: dict[str, str]) -> str:
    """Return who did it; of a party only that it was one, so that nobody reads aloud who took a consent back."""
    if entry.actor.startswith(f"{PARTICIPANT}:"):
        return _now("a party, on their own page")
    return names.get(entry.actor, _now("the system"))


def _label(entry: AuditEntry, program: Program) -> str:
    """Return what happened, and to whom of the case by role: three people may consent on one day."""
    told, role = str(TOLD[entry.verb]), entry.facts.get("role", "")
    # Who took a consent back, or chose not to go on, is not told here: a story is read to people.
    if role not in Role.values or entry.verb in UNNAMED:
        return told
    if entry.verb == "contact_recorded":
        told = str(Purpose(entry.facts["purpose"]).label)
    return _now("%(what)s: %(role)s") % {"what": told, "role": program.word_for(role)}


def _names(actors: set[str]) -> dict[str, str]:
    """Return the names of the people among the actors, by what the audit calls them."""
    people: Any = get_user_model()
    prefix = f"{people._meta.label_lower}:"
    keys = [uuid.UUID(actor.removeprefix(prefix)) for actor in actors if actor.startswith(prefix)]
    return {f"{prefix}{user.pk}": str(user) for user in people.objects.filter(pk__in=keys)}
