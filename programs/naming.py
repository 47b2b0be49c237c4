"""What a state of a case is called in a program: by its own name where it has one, else as everywhere."""

from django.utils.translation import get_language

from programs.models.case import CaseState
from programs.policy.document import Policy


def name_of_state(state: str, policy: Policy) -> str:
    """Return the name of a state for those who work in the program, in the language of the page."""
    own = {"en": policy.state_names_en, "fr": policy.state_names_fr, "es": policy.state_names_es}
    language = (get_language() or "").partition("-")[0]
    return own.get(language, {}).get(state) or str(CaseState(state).label)
