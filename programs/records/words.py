"""What the entries of the audit mean, in words; a test finds each verb and purpose that our code uses here."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.audit.models import AuditEntry, Kind
from programs.messages.steps import MESSAGE_STEPS
from programs.records.pages import PAGE_OF_ACTION, PAGES
from programs.steps import STEPS
from programs.timeline import TOLD

CHANGES: dict[str, Promise] = {
    **TOLD,
    "participant_updated": _("Details of a person changed"),
    "contact_ways_changed": _("Ways that are safe for a person changed"),
    "submitted": _("Referral sent"),
    "accepted": _("Referral accepted"),
    "declined": _("Referral declined"),
    "under_review": _("Referral taken under review"),
    "withdrawn": _("Referral withdrawn"),
    "amended": _("Note added to a referral"),
    "likeness_judged": _("Decided whether two referrals are the same matter"),
    "receipt_live": _("Receipt of a referral brought up to date"),
    "receipt_address_asked": _("Address of a receipt asked for by e-mail"),
    "link_opened": _("Own page opened"),
    "link_was_over": _("Code given for a link that was over"),
    "link_code_wrong": _("Wrong code for somebody’s own page"),
    "new_link_asked": _("New link to an own page asked for"),
    "own_page_left": _("Own page left"),
    "complaint_made": _("Complaint made"),
    "complaint_answered": _("Complaint answered"),
    "complaint_answer_changed": _("Answer to a complaint changed"),
    "set_up": _("Program set up"),
    "founded": _("Program begun"),
    "described": _("Description of the program changed"),
    "look_changed": _("Look of the program changed"),
    "listing_drafted": _("Draft of the listing in the directory changed"),
    "listing_published": _("Listing published in the directory"),
    "listing_taken_out": _("Listing taken out of the directory"),
    "listing_confirmed": _("Listing in the directory confirmed"),
    "listing_live": _("Listing in the directory brought up to date"),
    "listing_reminded": _("Reminded that the listing is to be confirmed"),
    "listing_claimed": _("Listing from public sources claimed"),
    "claim_heard": _("Answer to the claim of a listing received"),
    "capacity_changed": _("Capacity in the directory changed"),
    "policy_drafted": _("Draft of the policy changed"),
    "item_done": _("Something of the checklist done"),
    "item_reopened": _("Something of the checklist open again"),
    "case_described": _("Details of the case recorded"),
    "policy_draft_discarded": _("Draft of the policy thrown away"),
    "policy_published": _("Policy published"),
    "policy_moved": _("Case moved to the policy in force"),
    "policy_floor_taken": _("Minimum of a network received"),
    "set_up_chosen": _("Task of the checklist settled"),
    "confirmation_asked": _("Link to confirm an address sent"),
    "address_confirmed": _("Founder’s address confirmed"),
    "address_not_confirmed": _("Link used that confirms no founder’s address"),
    "verification_asked": _("Verification of the program asked for"),
    "verification_taken": _("Verification of the program received"),
    "verification_overtaken": _("Older verification of the program left aside"),
    "decision_heard": _("Decision of the operator about the program received"),
    "hand_over_made": _("Way in after sign-up made"),
    "hand_over_used": _("Way in after sign-up used"),
    "samples_made": _("Sample cases made"),
    "demo_case_made": _("Invented case of a demonstration made"),
    "samples_erased": _("Sample cases erased"),
    "enrolled": _("Mediator enrolled"),
    "standing_changed": _("Standing of a mediator changed"),
    "qualification_recorded": _("Training of a mediator noted"),
    "mediator_described": _("Languages, area and cases of a mediator noted"),
    "hours_changed": _("Weekly hours of a mediator changed"),
    "absence_noted": _("Days away of a mediator noted"),
    "absence_removed": _("Days away of a mediator removed"),
    "affiliation_recorded": _("Affiliation of a mediator recorded"),
    "affiliation_ended": _("Affiliation of a mediator ended"),
    "forwarded": _("Referral handed on to another program"),
    "forward_answered": _("Answer of another program noted"),
    "forward_heard": _("Word of the other program received"),
    "forward_unknown": _("Word of another program about nothing that was handed on to it"),
    "forward_asked_back": _("Asked the other program to give a referral back"),
    "handed_in": _("Referral of another program taken in"),
    "asked_to_give_back": _("Another program asked for its referral back"),
    "kept_for_victim": _("Request kept until the person harmed asks"),
    "joined": _("Kept request joined to one of the person harmed"),
    "referral_reminded": _("Reminded that an answer to a referral is due"),
    "referral_escalated": _("Told that an answer to a referral is late"),
    "source_added": _("Referral source added"),
    "payment_file_recorded": _("Payments recorded from a file"),
    "source_changed": _("Referral source changed"),
    "source_closed": _("Referral source closed"),
    "source_reopened": _("Referral source opened again"),
    "desk_opened": _("Somebody of a referral agency came over"),
    "desk_left": _("Somebody of a referral agency left"),
    "software_sent": _("Referral sent by software of an agency"),
    "filter_saved": _("Filter of the list of cases kept"),
    "filter_deleted": _("Filter of the list of cases deleted"),
    "file_attached": _("Document put with a referral form"),
    "file_removed": _("Document taken off a referral form"),
    "file_scanned": _("Document looked at by the virus scanner"),
    "message_changed": _("Words of a message changed"),
    "message_begun_again": _("A message that was begun already"),
    "recording_begun": _("Recording begun to be sent"),
    "recording_piece": _("Piece of a recording arrived"),
    "recording_checked": _("Recording checked"),
    "recording_dropped": _("Recording that did not come in whole given up"),
    "messages_stopped": _("Messages taken back because somebody left or the case ended"),
    "key_shredded": _("Key destroyed, and what it sealed with it"),
    "account.created": _("Account made"),
    "account.roles_changed": _("Roles changed"),
    "account.disabled": _("Account closed"),
    "account.enabled": _("Account opened again"),
    "account.signed_in": _("Signed in"),
    "account.signed_out": _("Signed out"),
    "account.sessions_ended": _("Signed out everywhere else"),
    "account.reset_asked": _("New password asked for"),
    "account.password_reset": _("Password set by a link"),
    "account.password_changed": _("Password changed"),
    "account.address_asked": _("Link to confirm an address sent"),
    "account.address_confirmed": _("E-mail address confirmed"),
    "account.second_factor_added": _("Second step of sign-in added"),
    "account.second_factor_removed": _("Second step of sign-in removed"),
    "account.second_factor_reset": _("Second steps of somebody removed"),
    "account.recovery_codes_made": _("Recovery codes made"),
    "account.recovery_codes_shown": _("Recovery codes looked at"),
    "invitation.made": _("Somebody invited"),
    "invitation.sent_again": _("Invitation sent once more"),
    "invitation.revoked": _("Invitation taken back"),
    "invitation.accepted": _("Invitation accepted"),
    "token.made": _("Token for software made"),
    "token.revoked": _("Token for software revoked"),
}
"""What was changed, by verb; a verb that ends in "_again" is the same form sent twice."""

CHANGES_OF: dict[str, dict[str, Promise]] = {
    "programs.referraldraft": {
        "saved": _("Referral form saved before it was sent"),
        "opened": _("Saved referral form opened"),
        "code_refused": _("Wrong code for a saved referral form"),
        "address_asked": _("Address of a saved referral form mailed"),
        "kept": _("Saved referral form kept for longer"),
        "erased": _("Saved referral form erased"),
    },
}
"""What was changed of one type of row, where the verb alone would say something else."""

READINGS: dict[str, Promise] = {
    "case_list": _("Read names in a list of cases"),
    "case_search": _("Searched the cases for a name"),
    "relationship_search": _("Compared the people of cases of one mediator"),
    "case_page": _("Read the page of a case"),
    "closure_note": _("Read the note about the end of a case"),
    "people_page": _("Read contacts and details of the people of a case"),
    "person_page": _("Read the details of a person"),
    "agreement_page": _("Read an agreement"),
    "ledger_page": _("Read the ledger of a case"),
    "statement": _("Read a statement"),
    "own_statement": _("Read their own statement"),
    "payment_report": _("Read a payment that was reported"),
    "own_payments": _("Read what they reported to have paid"),
    "payment_file": _("Read a file of payments"),
    "calendar_feed": _("Read by a calendar that somebody subscribed"),
    "agreement_paper": _("Read an agreement on paper"),
    "screening_page": _("Read the screening of a case"),
    "step_page": _("Read what a step asks about people"),
    "own_page": _("Read their own page"),
    "own_dates": _("Read their own dates"),
    "own_progress": _("Read what was agreed with them"),
    "referral_choices": _("Read names to choose from for a referral"),
    "messages_page": _("Looked which messages there are between the sides"),
    "message_page": _("Read a message between the sides"),
    "own_message": _("Read a message on their own page"),
    "recording": _("Played a recording"),
    "letters_page": _("Looked which letters a person was written"),
    "letter_draft": _("Read a session in the draft of a letter"),
    "letter_page": _("Read a letter to a person"),
    "releases_page": _("Read what may be passed on about a person"),
    "own_releases": _("Read what may be passed on about them"),
    "own_complaint": _("Read their own complaint"),
    "complaint_page": _("Read a complaint"),
    "inbox": _("Read the list of referrals"),
    "referral_page": _("Read a referral"),
    "file": _("Opened a document of a referral"),
    "likeness_page": _("Looked for the same people elsewhere"),
    "draft_opened": _("Opened a saved referral form"),
    "own_rule": _("Tried an own rule on a case"),
    "case_details": _("Read the details of a case"),
    "records": _("Read who looked at what"),
    "case_records": _("Read who looked at a case"),
    "api": _("Read by software"),
}
"""What was read, by purpose."""

ACTIONS: dict[str, Promise] = {
    "amend_referral": _("Add a note to a referral"),
    "record_payment_file": _("Record payments from a file"),
    "record_receipt": _("Record a payment for all of it"),
    "reverse_receipt": _("Reverse a payment"),
    "record_loss": _("Write down the loss"),
    "report_payment": _("Say that they paid"),
    "confirm_report": _("Confirm a payment that was reported"),
    "return_report": _("Give a reported payment back"),
    "judge_likeness": _("Decide whether two referrals are the same matter"),
    "add_participant": _("Add a person"),
    "update_participant": _("Change the details of a person"),
    "declare_conflict": _("Put a conflict of a mediator on record"),
    "set_up_program": _("Set the program up"),
    "describe_program": _("Change the description of the program"),
    "change_look": _("Change the look of the program"),
    "change_listing": _("Change the listing in the directory"),
    "change_capacity": _("Change the capacity in the directory"),
    "serve_places": _("Add places that are served"),
    "stop_serving": _("Remove places that are served"),
    "put_site": _("Add or change a site in the directory"),
    "remove_site": _("Remove a site from the directory"),
    "publish_listing": _("Publish the listing in the directory"),
    "take_listing_out": _("Take the listing out of the directory"),
    "confirm_listing": _("Confirm the listing in the directory"),
    "claim_listing": _("Claim a listing from public sources"),
    "put_own_part": _("Change an own rule, checklist or field"),
    "remove_own_part": _("Take out an own rule, checklist or field"),
    "tick_item": _("Tick something of the checklist"),
    "describe_case": _("Record details of a case"),
    "change_settings": _("Change the draft of the policy"),
    "discard_draft": _("Throw the draft of the policy away"),
    "restore_version": _("Go back to an earlier policy"),
    "publish_policy": _("Publish the policy"),
    "move_case_to_policy": _("Move a case to the policy in force"),
    "choose_task": _("Settle a task of the checklist"),
    "ask_confirmation": _("Send the link that confirms an address"),
    "ask_for_verification": _("Ask for the program to be verified"),
    "make_samples": _("Make sample cases"),
    "erase_samples": _("Erase the sample cases"),
    "make_hand_over": _("Make a way in after sign-up"),
    "enrol_mediator": _("Enroll a mediator"),
    "record_qualification": _("Note the training of a mediator"),
    "record_affiliation": _("Record an affiliation of a mediator"),
    "end_affiliation": _("End an affiliation of a mediator"),
    "record_release": _("Record a release of information"),
    "revoke_release": _("Take a release of information back"),
    "add_source": _("Add a referral source"),
    "change_source": _("Change a referral source"),
    "close_source": _("Close a referral source"),
    "reopen_source": _("Open a referral source again"),
    "describe_mediator": _("Note languages, area and cases of a mediator"),
    "change_weekly_hours": _("Change the weekly hours of a mediator"),
    "note_absence": _("Note days away of a mediator"),
    "remove_absence": _("Remove days away of a mediator"),
    "answer_complaint": _("Answer a complaint"),
    "invite_person": _("Invite somebody"),
    "resend_invitation": _("Send an invitation again"),
    "revoke_invitation": _("Take an invitation back"),
    "change_roles": _("Change somebody’s roles"),
    "disable_user": _("Close an account"),
    "enable_user": _("Open an account again"),
    "reset_second_factor": _("Remove the second steps of somebody"),
    "make_token": _("Make a token for software"),
    "revoke_token": _("Revoke a token for software"),
    **{step.id: step.label for step in STEPS.values()},
    **{step.id: step.label for step in MESSAGE_STEPS.values()},
    "write_message": _("Begin a message"),
    "begin_recording": _("Send a recording"),
    "add_piece": _("Send a recording"),
}
"""Actions that were refused."""

REFUSALS_OF_TOKENS: dict[str, Promise] = {
    "scope.missing": _("Use a token for what it was not made for"),
    "token.used": _("Use a token that is good no more"),
}
"""What was refused to a token, though its owner might have done it."""


def told(entry: AuditEntry) -> str:
    """Return what an entry means; one of a later version, whose words we do not have, is told by its kind."""
    if entry.kind == Kind.READ:
        return str(READINGS.get(entry.facts.get("purpose", "")) or _now("Read something else"))
    if entry.kind == Kind.EXPORT:
        return _now("Took data out of the program")
    if entry.kind == Kind.DENIED:
        refused = ACTIONS | REFUSALS_OF_TOKENS
        what = page_told(entry.object_id) if entry.verb == "page.denied" else refused.get(entry.verb)
        return _now("Was refused: %(what)s") % {"what": what or _now("something else")}
    return _change_told(entry.object_type, entry.verb)


def page_told(url_name: str) -> Promise | None:
    """Return what a page is called, or what is done there."""
    return PAGES.get(url_name) or ACTIONS.get(PAGE_OF_ACTION.get(url_name, ""))


def _change_told(object_type: str, verb: str) -> str:
    known = CHANGES | CHANGES_OF.get(object_type, {})
    if what := known.get(verb):
        return str(what)
    if verb.endswith("_again") and (first := known.get(verb.removesuffix("_again"))):
        return _now("%(what)s (the same form sent again)") % {"what": first}
    return _now("Changed something else")
