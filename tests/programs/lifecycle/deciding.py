"""What becomes of a referral: taken on, kept, or handed on and answered there."""

from typing import Any

from tests.programs.lifecycle import answers
from tests.programs.lifecycle.answers import Chooser
from tests.programs.lifecycle.changes import tightening
from tests.programs.lifecycle.moves import Move
from tests.programs.lifecycle.shadow import Case, World


def decide(world: World, case: Case, choose: Chooser) -> Any:
    if case.referral.asked_by == "offender_self":
        if "offender" not in world.policy.initiative:
            return "keep_for_victim", {}
        if "keep_for_victim" in choose.leans:
            if case.referral.state == "submitted" and "under_review" in choose.leans:
                return "begin_review", {}
            return tightening(world, "outreach_allowed")
    if not choose.among(*range(12)):
        return "forward_referral", {"goes_with": choose.among("nothing", "live")} | answers.handing_over(
            choose
        )
    if case.referral.state == "submitted" and choose.turns({"under_review"}, {"intake"}):
        return "begin_review", {}
    return "accept_referral", {}


def wait_for_others(world: World, case: Case, choose: Chooser) -> Any:
    """Let a program of the platform say what became of it; of another somebody here notes the answer."""
    if case.referral.went_over:
        answer = choose.among("accepted", "rejected", "revoked") if case.referral.is_there else "pending"
        return Move("receiver_says", 0, {"answer": answer})
    return "record_forward_answer", answers.ANSWERS["record_forward_answer"](world, case, choose)
