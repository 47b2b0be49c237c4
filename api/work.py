"""Of which kind of work each address of the API is: that of the step or the page that it stands for."""

from api.v1.offers import name_of
from billing.ladder import Work
from programs.steps import STEPS
from programs.work import ACTIONS as OF_PROGRAMS

ACTIONS: dict[str, Work] = {
    "make_token": Work.RUNNING,
    **dict.fromkeys(
        ("revoke_token", "note_token_use", "claim_key", "keep_answer", "forget_answers"), Work.PROTECTION
    ),
}

PAGES: dict[str, Work] = {
    "api-tokens": Work.PROTECTION,
    "api-token-make": ACTIONS["make_token"],
    "api-token-revoke": ACTIONS["revoke_token"],
    **dict.fromkeys(("api-version", "api-schema"), Work.PROTECTION),
    **dict.fromkeys(("api-referrals", "api-agency-referrals"), OF_PROGRAMS["submit_referral"]),
    **dict.fromkeys(
        (
            *("api-program", "api-policy", "api-referral", "api-referral-people", "api-cases", "api-case"),
            *("api-case-people", "api-case-sessions", "api-case-agreement", "api-case-story"),
            "api-person-releases",
        ),
        Work.CASEWORK,
    ),
    "api-case-describe": OF_PROGRAMS["describe_case"],
    "api-item-tick": OF_PROGRAMS["tick_item"],
    "api-release-record": OF_PROGRAMS["record_release"],
    "api-release-revoke": OF_PROGRAMS["revoke_release"],
    **{name_of(step): OF_PROGRAMS[step.id] for step in STEPS.values() if step.about != "receipt"},
}

READ_ON = frozenset(("api-referrals",))
"""It lists what came, too."""
