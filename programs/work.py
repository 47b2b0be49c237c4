"""Of which kind of work each action and page of a program is, once: what a program that nobody pays for may still do.

Stands beside the access policy, and is asked in the same two places. A step of a case or a referral is CASEWORK unless
said otherwise; a page on which one action is done is of that action's kind. Of a page on which several are done the
mildest counts, and its actions say the rest. INTAKE and RUNNING stop on some rung; the others never do before the last,
and are told apart so that the table can be read. Names of accounts stand here too: `amends` knows no ladder.
"""

from amends.accounts.access import PARTICIPANT
from billing.ladder import Work
from programs.access import ACCESS
from programs.messages.steps import MESSAGE_STEPS
from programs.records.pages import PAGE_OF_ACTION
from programs.steps import STEPS

_OF_STEPS = dict.fromkeys([*STEPS, *MESSAGE_STEPS], Work.CASEWORK) | {
    "accept_referral": Work.INTAKE,
    **dict.fromkeys(
        ("withdraw_referral", "withdraw_consent", "record_risk", "cancel_session", "put_on_hold"),
        Work.PROTECTION,
    ),
}

_INTAKE = (
    *("submit_referral", "send_for_software", "take_handed_on", "attach_file"),
    # A file of the program's past brings cases in.
    *("upload_import", "name_columns", "explain_words", "begin_import"),
)

_CASEWORK = (
    *("write_message", "begin_recording", "add_piece", "settle_recording", "drop_recording"),
    *("open_desk", "leave_desk", "give_back", "hear_receiver", "amend_referral", "judge_likeness"),
    *("remind_of_answer", "escalate_answer"),
    *("add_participant", "update_participant", "tick_item", "describe_case", "move_case_to_policy"),
    *("record_payment_file", "report_payment", "confirm_report", "return_report", "record_loss"),
    *("record_receipt", "reverse_receipt", "record_release"),
    # A mediator whose supervision or check has run out cannot hold the meeting that is ahead.
    *("take_training", "hand_in_training", "set_training_aside", "make_training_statement"),
    *("record_qualification", "describe_mediator", "change_weekly_hours", "note_absence", "remove_absence"),
    *("save_filter", "delete_filter"),
    *("offer_survey", "type_survey", "set_survey_aside", "add_survey", "remind_of_survey"),
    *("remind_of_session", "record_debrief", "keep_own_note", "change_times"),
    # What was begun is brought to its end, so that no file is left half taken in.
    *("check_import_part", "compare_import", "make_import_part"),
)

_PROTECTION = (
    # What somebody typed is not lost, and what was put with it goes as it came.
    *("save_draft", "open_draft", "ask_draft_address", "erase_draft", "remove_file", "settle_file"),
    *("ask_receipt_address", "mark_receipt_live"),
    *("undo_import", "discard_import", "finish_undo", "erase_import"),
    # Neutrality, and what somebody let pass on or takes back.
    *("declare_conflict", "record_affiliation", "end_affiliation", "revoke_release"),
    # What a program no longer stands by can be ended on every rung.
    *("end_training_statement", "change_statement_key"),
    *("propose_retention", "second_retention", "take_back_retention", "carry_out_retention"),
    *("place_hold", "lift_hold", "export_person"),
    *("make_complaint", "answer_complaint"),
    *("open_participant_link", "ask_new_link", "leave_own_page", "change_contact_ways"),
    *("answer_survey", "decline_survey"),
    # Nobody who was harmed calls in vain: the program's own number, and that it takes nobody now.
    *("describe_program", "change_capacity", "take_listing_out", "confirm_listing"),
    *("mark_listing_live", "ask_to_confirm", "hear_claim"),
    # Whoever would pay again has to get there.
    "make_payment_way",
    *("make_hand_over", "use_hand_over", "confirm_founder_address", "ask_confirmation", "erase_samples"),
    *("hear_decision", "take_verification", "take_floor", "take_standing", "follow_standing", "hear_lapse"),
    # A network may be who pays; and nobody is kept in one, or made to share.
    *("accept_network", "decline_network", "change_network_shares", "leave_network"),
    # What is accredited stays so until its own end, and can be answered for.
    *(
        "answer_criterion",
        "hand_in_evidence",
        "confirm_evidence",
        "withdraw_evidence",
        "withdraw_application",
    ),
    *("appeal_decision", "give_annual_return", "take_accreditation", "hear_accreditation_unfit"),
    # Nobody is kept in the figures; what was agreed to is counted on its day.
    *("stop_sharing_figures", "count_figures"),
    *("take_membership", "tell_networks", "hear_unfit", "hear_look", "take_announcement"),
    # What networks require holds whoever pays.
    *("take_standards", "hold_standards"),
    # Of accounts (amends.accounts, amends.vault)
    *("create_user", "note_sign_in", "note_sign_out", "end_other_sessions", "ask_for_reset"),
    *("reset_password", "change_password", "ask_for_confirmation", "confirm_address", "enrol_app"),
    *("add_passkey", "remove_second_factor", "renew_recovery_codes", "note_codes_shown"),
    *("disable_user", "reset_second_factor", "revoke_invitation", "accept_invitation", "shred"),
)

_RUNNING = (
    *("set_up_program", "choose_task", "make_samples", "make_demo_case", "ask_for_verification"),
    *("enrol_mediator", "change_look", "record_cost", "share_figures"),
    *("change_settings", "put_own_part", "remove_own_part"),
    *("discard_draft", "restore_version", "publish_policy", "adopt_standards", "take_resource"),
    *("add_source", "change_source", "close_source", "reopen_source"),
    *("change_listing", "serve_places", "stop_serving", "put_site", "remove_site"),
    *("publish_listing", "claim_listing", "ask_to_join"),
    *("start_accreditation", "apply_for_accreditation"),
    # Of accounts
    *("change_roles", "enable_user", "invite_person", "resend_invitation"),
)

ACTIONS: dict[str, Work] = {
    **_OF_STEPS,
    **dict.fromkeys(_INTAKE, Work.INTAKE),
    **dict.fromkeys(_CASEWORK, Work.CASEWORK),
    **dict.fromkeys(_PROTECTION, Work.PROTECTION),
    **dict.fromkeys(_RUNNING, Work.RUNNING),
}

_PAGES: dict[Work, tuple[str, ...]] = {
    Work.INTAKE: (
        *("refer", "refer-fits", "desk-rows", "handed-in"),
        *("imports", "import-columns", "import-words", "import-begin"),
    ),
    Work.CASEWORK: (
        *("home", "desk", "referrals", "referral", "file", "referral-handed", "referral-forward-find"),
        *("cases", "filter-save", "filter-delete", "case", "case-people", "consent-text", "case-agreement"),
        *(
            "case-ledger",
            "receipt-record",
            "receipt-reverse",
            "loss-record",
            "payment-report",
            "payment-file",
        ),
        *("arrears", "case-screening", "case-describe", "item-tick", "case-policy", "policy"),
        *("policy-versions", "policy-version", "mediators", "mediator-time", "my-time", "my-calendar"),
        *("training", "training-statement", "training-file"),
        *("calendar-feed", "letters", "letter", "messages", "message", "message-step", "message-recording"),
        *("agreement-paper", "agreement-pdf", "statement-paper", "statement-pdf"),
        *("certificate-paper", "certificate-pdf", "releases", "surveys", "survey", "survey-paper"),
        *("survey-blank", "case-surveys", "case-talks", "case-note", "person-times"),
    ),
    Work.PROTECTION: (
        *("refer-received", "refer-mail", "draft", "draft-mail"),
        *("desk-come", "desk-closed", "desk-leave"),
        *("import", "import-failed", "import-undo", "import-discard"),
        *("hand-over", "founder-confirm", "verification", "plan", "plan-manage", "networks"),
        "standards",
        *("accredit", "accredit-one", "accredit-certificate"),
        *("records", "case-records", "complaints", "complaint"),
        *("retention", "sealed-cases", "sealed-case", "case-retention"),
        *("figures-shared", "figures-quality", "figures-peers", "figures-handed"),
        # Every page of a participant
        *(name for name, roles in ACCESS.items() if roles == (PARTICIPANT,)),
        *("own-link", "own-closed"),
        # Looking at what the directory says, and the page on which it is said that nobody is taken now
        *("listing", "listing-preview", "listing-part"),
        # Of accounts
        *("sign-in", "sign-out", "account_login", "mfa_authenticate"),
        *("mfa_login_webauthn", "password-reset", "account_reset_password_from_key", "address-confirm"),
        *("invitation", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
        *("account", "password-change", "address-change", "sessions", "app-enrol", "passkey-add"),
        *("second-factor-remove", "recovery-codes", "team"),
    ),
    Work.RUNNING: (
        *("look", "policy-change", "own-parts", "own-part-add", "own-part", "own-part-remove"),
        *("own-rule", "own-rule-fact", "own-rule-compare"),
        *("policy-draft", "policy-discard", "policy-restore", "sources", "mediator", "figures-cost"),
        *("team-invite", "team-person", "networks-join"),
    ),
    Work.EXPORT: ("figures", "figures-file"),
}

PAGES: dict[str, Work] = {
    # `listing-part` is for what is taken now as well, and a listing is changed on it: see above.
    **{page: ACTIONS[name] for page, name in PAGE_OF_ACTION.items() if not page.startswith("api-")},
    **{name: work for work, names in _PAGES.items() for name in names},
}

READ_ON = frozenset(
    (
        # What is done there waits; what it shows does not.
        *("imports", "look", "own-parts", "policy-draft", "sources", "source", "mediator", "listing-places"),
        *("team-person", "figures-cost", "standards-resource"),
    )
)
"""Pages that may be looked at although what is done on them is stopped."""

ALWAYS = frozenset(
    ("health", "api-health", "own-exit", "look-style", "logo", "training-keys", "training-ended")
)
"""No work at all, on any rung: what machines ask, the way out at once, and how pages look."""
