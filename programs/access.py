"""Who may open which page of a program and take which action; a step is for whom and for when `steps` says."""

from amends.accounts.access import ANYONE, PARTICIPANT, SIGNED_IN, SYSTEM, Rule
from programs.policy.catalogue import CHANGES_POLICY
from programs.roles import RUNS_THE_CASE, RUNS_THE_PROGRAM, WORKS_ON_THE_CASE
from programs.steps import STEPS

ACTIONS: dict[str, Rule] = {
    **{step.id: Rule(step.actors, step.sources) for step in STEPS.values()},
    "submit_referral": Rule((ANYONE,)),
    "save_draft": Rule((ANYONE,)),
    "open_draft": Rule((ANYONE,)),  # the code is the proof
    "ask_draft_address": Rule((ANYONE,)),  # a signed button on the page that showed the code is
    "erase_draft": Rule((SYSTEM,)),
    "amend_referral": Rule(RUNS_THE_CASE),
    "add_participant": Rule(WORKS_ON_THE_CASE),
    "update_participant": Rule(WORKS_ON_THE_CASE),
    "declare_conflict": Rule(WORKS_ON_THE_CASE),  # a mediator declares their own, and nobody else's
    "set_up_program": Rule(("program_admin",)),
    "describe_program": Rule(("program_admin",)),
    "choose_task": Rule(("program_admin",)),
    "ask_confirmation": Rule(("program_admin",)),
    "make_samples": Rule(("program_admin",)),
    "erase_samples": Rule(("program_admin",)),
    "make_demo_case": Rule((SYSTEM,)),
    "make_hand_over": Rule(("program_admin",)),
    "use_hand_over": Rule((SYSTEM,)),  # whoever comes with the signed way in is nobody yet
    "ask_for_verification": Rule(("program_admin",)),
    "hear_decision": Rule((SYSTEM,)),
    "confirm_founder_address": Rule((ANYONE,)),  # the signed link is the proof
    "take_verification": Rule((SYSTEM,)),
    "enrol_mediator": Rule(RUNS_THE_PROGRAM),
    "record_qualification": Rule(RUNS_THE_PROGRAM),
    "record_affiliation": Rule(RUNS_THE_PROGRAM),
    "end_affiliation": Rule(RUNS_THE_PROGRAM),
    "change_look": Rule(("program_admin",)),
    "change_settings": Rule(CHANGES_POLICY),
    "put_own_part": Rule(CHANGES_POLICY),
    "remove_own_part": Rule(CHANGES_POLICY),
    "tick_item": Rule(WORKS_ON_THE_CASE),
    "describe_case": Rule(WORKS_ON_THE_CASE),
    "discard_draft": Rule(CHANGES_POLICY),
    "restore_version": Rule(CHANGES_POLICY),
    "publish_policy": Rule(CHANGES_POLICY),
    "move_case_to_policy": Rule(RUNS_THE_PROGRAM),
    "take_floor": Rule((SYSTEM,)),
    "ask_receipt_address": Rule((ANYONE,)),  # whoever has the receipt
    "mark_receipt_live": Rule((SYSTEM,)),
    "save_filter": Rule((SIGNED_IN,)),
    "delete_filter": Rule((SIGNED_IN,)),
    "open_participant_link": Rule((SYSTEM,)),  # whoever comes with a signed link is nobody before the code
    "ask_new_link": Rule((SYSTEM,)),
    "leave_own_page": Rule((PARTICIPANT,)),
    "change_contact_ways": Rule((PARTICIPANT,)),
}

ACCESS: dict[str, tuple[str, ...]] = {
    "home": (ANYONE,),
    "refer": ACTIONS["submit_referral"].roles,
    "refer-received": (ANYONE,),
    "refer-mail": ACTIONS["ask_receipt_address"].roles,
    "draft": ACTIONS["open_draft"].roles,
    "draft-mail": ACTIONS["ask_draft_address"].roles,
    "look": ACTIONS["change_look"].roles,
    "look-style": (ANYONE,),
    "logo": (ANYONE,),
    "policy": (SIGNED_IN,),
    "policy-versions": (SIGNED_IN,),
    "policy-version": (SIGNED_IN,),
    "policy-change": ACTIONS["change_settings"].roles,
    "own-parts": ACTIONS["put_own_part"].roles,
    "own-part-add": ACTIONS["put_own_part"].roles,
    "own-part": ACTIONS["put_own_part"].roles,
    "own-part-remove": ACTIONS["remove_own_part"].roles,
    "own-rule": ACTIONS["put_own_part"].roles,
    "own-rule-fact": ACTIONS["put_own_part"].roles,
    "own-rule-compare": ACTIONS["put_own_part"].roles,
    "case-describe": ACTIONS["describe_case"].roles,
    "item-tick": ACTIONS["tick_item"].roles,
    "policy-draft": ACTIONS["publish_policy"].roles,
    "policy-discard": ACTIONS["discard_draft"].roles,
    "policy-restore": ACTIONS["restore_version"].roles,
    "case-policy": ACTIONS["move_case_to_policy"].roles,
    "referrals": RUNS_THE_CASE,
    "referral": RUNS_THE_CASE,
    "referral-amend": ACTIONS["amend_referral"].roles,
    "hand-over": (ANYONE,),
    "founder-confirm": ACTIONS["confirm_founder_address"].roles,
    "verification": (SIGNED_IN,),
    "verification-ask": ACTIONS["ask_for_verification"].roles,
    "confirmation-send": ACTIONS["ask_confirmation"].roles,
    "program-describe": ACTIONS["describe_program"].roles,
    "samples-erase": ACTIONS["erase_samples"].roles,
    "task-choose": ACTIONS["choose_task"].roles,
    "mediators": RUNS_THE_PROGRAM,
    "mediator": ACTIONS["enrol_mediator"].roles,
    "qualification": ACTIONS["record_qualification"].roles,
    "affiliation-add": ACTIONS["record_affiliation"].roles,
    "affiliation-end": ACTIONS["end_affiliation"].roles,
    "cases": (SIGNED_IN,),
    "filter-save": ACTIONS["save_filter"].roles,
    "filter-delete": ACTIONS["delete_filter"].roles,
    "records": ("program_admin",),
    "case-records": RUNS_THE_CASE,
    "case": WORKS_ON_THE_CASE,
    "case-people": WORKS_ON_THE_CASE,
    "case-agreement": WORKS_ON_THE_CASE,
    "participant-add": ACTIONS["add_participant"].roles,
    "participant-edit": ACTIONS["update_participant"].roles,
    "conflict-declare": ACTIONS["declare_conflict"].roles,
    **{step.page: step.roles for step in STEPS.values()},
    # A participant's own page
    "own-link": (ANYONE,),  # asks for the code
    "own-exit": (ANYONE,),  # must lead away at once, whoever asks
    "own-closed": (ANYONE,),
    "own-home": (PARTICIPANT,),
    "own-about": (PARTICIPANT,),
    "own-answer": (PARTICIPANT,),
    "own-stop": (PARTICIPANT,),
    "own-choices": (PARTICIPANT,),
    "own-choice": (PARTICIPANT,),
    "own-ways": (PARTICIPANT,),
    "own-dates": (PARTICIPANT,),
    "own-progress": (PARTICIPANT,),
    "own-leave": (PARTICIPANT,),
}

# Who is signed in here as somebody who works for the program sees a participant's page only with that person's code.
WITHOUT_SECOND_FACTOR = frozenset(name for name in ACCESS if name.startswith("own-"))
