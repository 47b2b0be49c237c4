"""Every setting of a policy, once: forms, pages, comparisons, validation, floors and the API are made from it."""

from programs.policy.catalogue.accepting import ACCEPTING
from programs.policy.catalogue.agreeing import AGREEING
from programs.policy.catalogue.choosing import CHOOSING
from programs.policy.catalogue.declared import CHANGES_POLICY, Group, Setting
from programs.policy.catalogue.keeping import KEEPING
from programs.policy.catalogue.mediating import MEDIATING
from programs.policy.catalogue.offences import OFFENCES
from programs.policy.catalogue.owning import OWNING
from programs.policy.catalogue.referring import REFERRING
from programs.policy.catalogue.surveying import SURVEYING
from programs.policy.catalogue.timing import TIMING
from programs.policy.catalogue.wording import WORDING

__all__ = ["CHANGES_POLICY", "GROUPS", "SETTINGS", "Group", "Setting"]

GROUPS: dict[str, Group] = {
    group.id: group
    for group in (
        REFERRING,
        OFFENCES,
        ACCEPTING,
        MEDIATING,
        CHOOSING,
        AGREEING,
        TIMING,
        KEEPING,
        SURVEYING,
        WORDING,
        OWNING,
    )
}
SETTINGS: dict[str, Setting] = {
    setting.id: setting for group in GROUPS.values() for setting in group.settings
}
