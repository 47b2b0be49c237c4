"""Guards of handing a referral on (R7), and of keeping what only the person harmed may begin (R6)."""

from django.utils.translation import gettext_lazy as _

from programs.facts import ReferralFacts
from programs.guards.declared import Guard
from programs.handing_on import makes_a_referral
from programs.models.forward import ForwardAnswer
from programs.models.office import fold
from programs.models.referral import INITIATIVE_OF, WAITING_STATES, ReferralState, ReferrerClass
from programs.models.release import RecipientKind
from programs.policy.document import Policy
from programs.sources import PRACTICE, STANDARDS


def may_go_with_it(facts: ReferralFacts) -> bool:
    """Return whether a release lets something go out: live now, of somebody whom the referral names, to this program.

    Without one nothing goes out, which is always allowed.
    """
    release = facts.asked.release
    if release is None:
        return True
    return (
        release.is_live(facts.now)
        and release.recipient_kind == RecipientKind.PROGRAM
        and fold(release.recipient) == fold(facts.asked.program_name)
        and release.participant.referral_id == facts.referral.pk
    )


def is_pending(facts: ReferralFacts) -> bool:
    """Return whether the other program has not answered yet."""
    return any(each.answer == ForwardAnswer.PENDING for each in facts.referral.forwards.all())


def is_taken_there(facts: ReferralFacts) -> bool:
    """Return whether a referral of somebody real can go from here to that program of the platform."""
    return facts.asked.receiver.takes and facts.program.is_open and not facts.referral.is_sample


def is_enough_released(facts: ReferralFacts) -> bool:
    """Return whether what goes along makes a referral there; without a release nothing goes, and nothing has to."""
    return facts.asked.release is None or makes_a_referral(facts.asked.release)


def may_be_noted(facts: ReferralFacts) -> bool:
    """Return whether an answer is for somebody here to note: where the program answers by itself, only taking back."""
    pending = [each for each in facts.referral.forwards.all() if each.answer == ForwardAnswer.PENDING]
    return facts.asked.answer == ForwardAnswer.REVOKED or not any(each.is_there for each in pending)


def waits_for_victim(referrer_class: str, policy: Policy) -> bool:
    """Return whether a request is kept until the person harmed asks: an offender's own, where it may begin nothing."""
    return (
        INITIATIVE_OF.get(ReferrerClass(referrer_class)) == "offender" and "offender" not in policy.initiative
    )


def is_asked_by_victim(facts: ReferralFacts) -> bool:
    """Return whether the other request was made by the person harmed, and is looked at or taken on."""
    other = facts.asked.other
    is_alive = other.state in (*WAITING_STATES, ReferralState.ACCEPTED)
    return other.referrer_class == ReferrerClass.VICTIM_SELF and is_alive


GUARDS = (
    Guard(
        id="release_names_program",
        rule="R7",
        sentence=_("There is no live release of this person that names this program."),
        source=_(
            "Nothing about anybody goes to another program without their signed release; this cannot be switched off"
        ),
        remedy=_("Hand it on blind: tell the person where they can turn. Or ask whether they want to sign."),
        check=may_go_with_it,
        needs=("program_name",),
    ),
    Guard(
        id="receiver_takes",
        rule="3.1",
        sentence=_("It cannot go to that program over the platform now."),
        source=_(
            "Programs deal with real people when somebody vouches for them, and say whether they take cases"
        ),
        remedy=_(
            "Choose another program, or write down how that one is reached and hand it on without the platform. A "
            "referral for practice stays here, and so does everything until this program is verified."
        ),
        check=is_taken_there,
        needs=("receiver",),
    ),
    Guard(
        id="release_makes_referral",
        rule="R7",
        sentence=_("What was released is not enough for a referral there."),
        source=_(
            "A referral names the person responsible and says what it is about; this cannot be switched off"
        ),
        remedy=_(
            "Ask whether the person responsible lets their name, ways to reach them and what the referral says go "
            "there. Or hand it on without the platform: then you print what was released, or nothing goes."
        ),
        check=is_enough_released,
        needs=("receiver",),
    ),
    Guard(
        id="answers_itself",
        rule="3.1",
        sentence=_("That program has it on this platform, and its answer comes by itself."),
        source=PRACTICE,
        remedy=_("Wait for its answer, or take the referral back."),
        check=may_be_noted,
        needs=("answer",),
    ),
    Guard(
        id="leave_counts",
        rule="R7",
        sentence=_("The release with which another program handed it on is over."),
        source=_(
            "Nothing about anybody goes to another program without their signed release; this cannot be switched off"
        ),
        remedy=_("Decline it. The other program can ask for a new release and hand it on again."),
        check=lambda facts: not facts.referral.is_leave_over(facts.now),
    ),
    Guard(
        id="forward_pending",
        rule="3.1",
        sentence=_("The other program has answered already."),
        source=PRACTICE,
        remedy=_("Go back to the referral; the answer stands there."),
        check=is_pending,
    ),
    Guard(
        id="kept_for_victim",
        rule="R6",
        sentence=_(
            "Only a request of the person responsible is kept, where a case may not begin with it in this program."
        ),
        source=STANDARDS,
        remedy=_("Accept it or decline it."),
        check=lambda facts: waits_for_victim(facts.referral.referrer_class, facts.policy),
    ),
    Guard(
        id="victim_asked",
        rule="R6",
        sentence=_("This is not a request that the person harmed made themselves and that is still open."),
        source=STANDARDS,
        remedy=_("Keep it. It is joined when the person harmed asks, and nobody asks them."),
        check=is_asked_by_victim,
        needs=("other",),
    ),
    Guard(
        id="not_joined",
        rule="R6",
        sentence=_("It is joined to another request already."),
        source=PRACTICE,
        remedy=_("Open the request that it is joined to."),
        check=lambda facts: facts.referral.joined_to_id is None,
    ),
)
