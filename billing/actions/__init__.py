"""Every write of billing."""

from billing.actions.accounts import change_payer, note_customer
from billing.actions.coverage import (
    answer_offer,
    cover,
    grant_coverage,
    offer_coverage,
    release_program,
    settle,
    withdraw_offer,
)
from billing.actions.playing import let_days_pass, look_after_days
from billing.actions.rates import answer_rate, ask_rate
from billing.actions.trials import begin_trial, open_account

__all__ = [
    "answer_offer",
    "answer_rate",
    "ask_rate",
    "begin_trial",
    "change_payer",
    "cover",
    "grant_coverage",
    "let_days_pass",
    "look_after_days",
    "note_customer",
    "offer_coverage",
    "open_account",
    "release_program",
    "settle",
    "withdraw_offer",
]
