"""The lifecycle of one message between the sides: each step with its states, its guards and who takes it (3.8)."""

from programs.messages.steps import BY_RECIPIENT, BY_SENDER, MESSAGE_STEPS, MessageStep
from programs.messages.taking import missing_of, take

__all__ = ["BY_RECIPIENT", "BY_SENDER", "MESSAGE_STEPS", "MessageStep", "missing_of", "take"]
