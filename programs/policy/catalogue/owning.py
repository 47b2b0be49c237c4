"""What the program adds of its own: rules, what is to be done at each state, fields, and words of its letters."""

from django.utils.translation import gettext_lazy as _

from programs.policy.catalogue.declared import Group, Setting
from programs.retention.kinds import KeepingRules
from programs.rules.kinds import Checklist, OwnFields, Rules
from programs.sources import OWN_WISH, STANDARDS
from programs.wording.own import Wordings

OWNING = Group(
    id="own",
    label=_("Rules, checklists, fields and letters of your own"),
    lead=_(
        "What no other program may need. It comes on top of everything above: a rule of your own can ask for more, "
        "and it can never permit what another rule forbids."
    ),
    settings=(
        Setting(
            id="rules",
            kind=Rules(),
            label=_("Own rules"),
            question=_("Which rules of your own do you have?"),
            explanation=_(
                "A rule stops a step, asks for something before it, reminds, or has something done."
            ),
            source=OWN_WISH,
        ),
        Setting(
            id="checklist",
            kind=Checklist(),
            label=_("Checklists"),
            question=_("What is to be done at each state?"),
            explanation=_("It stands on the page of the case, to be ticked."),
            source=OWN_WISH,
        ),
        Setting(
            id="fields",
            kind=OwnFields(),
            label=_("Own fields"),
            question=_("What do you ask in each case, beyond what everybody asks?"),
            explanation=_("The answers stand on the page of the case."),
            source=OWN_WISH,
        ),
        Setting(
            id="wordings",
            kind=Wordings(),
            label=_("Letters and messages"),
            question=_("Which letters and messages do you write in words of your own?"),
            explanation=_(
                "Each letter has standard words in English, French and Spanish. Write your own in their place, or add "
                "a letter. No letter names anybody of the other side."
            ),
            source=OWN_WISH,
        ),
        Setting(
            id="retention",
            kind=KeepingRules(),
            label=_("How long cases are kept"),
            question=_("Which cases are sealed, anonymized or purged, and when?"),
            explanation=_(
                "A case that a rule names is put on a list; nothing happens to it before somebody says so. Ask a "
                "lawyer what the law asks of you: these are examples."
            ),
            source=STANDARDS,
        ),
    ),
    page="own-parts",
)
