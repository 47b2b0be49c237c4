"""What the forms of steps have in common: they know the case, what the address names, and who asks."""

from typing import Any

from django import forms

from programs.facts import CaseFacts


class StepForm(forms.Form):
    """The questions of a step; one that asks nothing is this form itself.

    `facts` are those of the case, `target` is what the address names (the case, a person, an item, a payment),
    `actor` whoever fills the form in.
    """

    shown_before = ""
    """The template of what is read before the questions; it gets the form."""

    title: Any = ""
    """What the page is called in place of the step."""

    button: Any = ""
    """What the button says in place of the step."""

    may_look = False
    """Is there a second button, which only draws the page anew with what was filled in?"""

    def __init__(self, *args: Any, facts: CaseFacts, target: Any, actor: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.facts, self.target, self.actor = facts, target, actor
        self.program = facts.program
        self.prepare()

    def prepare(self) -> None:
        """Offer the choices and initial answers that depend on the case."""

    def answers(self) -> dict[str, Any]:
        """Return what the action takes beside the target; call it when the form is valid."""
        return self.cleaned_data
