"""The job that forgets answers which were kept for a day."""

from django.utils import timezone

from amends import outbox
from api import actions


@outbox.job("api.forget_answers")
def forget_answers() -> None:
    """Forget them, in the program that asked for it when it kept them."""
    actions.forget_answers(actor=None, now=timezone.now())
