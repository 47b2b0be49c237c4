"""The doors about the people of a case: reaching, preparing, choosing, consenting."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.actions import (
    consents,
    contacts,
    letters,
    links,
    minors,
    organisations,
    screening,
    wishes,
)
from programs.doors.declared import Door, name, person
from programs.facts import CaseFacts
from programs.forms.contacts import ChoicesForm, ContactForm, MediatorReadinessForm, ReadinessForm
from programs.forms.letters import LetterForm
from programs.forms.minors import GuardianForm, MinorForm
from programs.forms.organisations import SpokespersonForm
from programs.forms.people import ConsentRecordForm, LinkForm
from programs.forms.wishes import SettlementForm, WishesForm
from programs.guards.links import approach
from programs.holding import NEEDS_EVERYBODY
from programs.models import Participant
from programs.models.representation import RepresentationKind
from programs.policy.vocabulary import Premise
from programs.safe_contact import next_safe_moment


def _where_it_goes(facts: CaseFacts, person: Participant) -> str:
    """Return what is sent where, so that a wrong address is seen before, and what it does to an earlier link."""
    told = _now(
        "A message that says nothing goes to %(email)s. On the next page you see six digits: tell them by telephone "
        "or in person. The link works once, within seven days. A link that was sent earlier stops working."
    ) % {"email": person.email}
    leaves = next_safe_moment(person, facts.now, facts.program.zone)
    if leaves == facts.now:
        return told
    day = date_format(timezone.localtime(leaves), "DATETIME_FORMAT")
    waits = _now("The message waits for the safe hours of this person and leaves on %(day)s.") % {"day": day}
    return f"{told} {waits}"


def _what_ends_with_it(facts: CaseFacts, person: Participant) -> str:
    """Return in words what a withdrawal does to the case, as `withdraw_consent` does it."""
    told = _now(
        "Anybody can stop at any time and need not say why. Tell the other side only that it does not go on, "
        "never who stopped."
    )
    counts = person.is_party or any(row.participant in facts.minors for row in facts.represented_by(person))
    if not counts or facts.case.state not in NEEDS_EVERYBODY:
        return told
    ends = _now("The case goes back to preparing; a session that is scheduled is canceled.")
    return f"{ends} {told}"


def _whose_wishes_lead(facts: CaseFacts, _person: Participant) -> str:
    """Return what these wishes count for, by the program's premise."""
    if facts.policy.premise == Premise.BALANCED:
        return _now(
            "Where they differ from what the person harmed chose, it is settled with each side alone before a session "
            "is scheduled. Whether and how the person harmed takes part is theirs alone."
        )
    return _now("The wishes of the person harmed lead here. These are noted as advice, and bind nobody.")


def _for_whom(facts: CaseFacts, person: Participant) -> str:
    """Return for whom a guardian consents beside themselves; nothing for anybody else."""
    rows = [row for row in facts.represented_by(person) if row.kind == RepresentationKind.GUARDIAN]
    children = ", ".join(row.participant.name for row in rows)
    if not children or not facts.may_consent_for_others(person):
        return ""
    return _now("They consent as the guardian of %(children)s, who has to agree too.") % {
        "children": children
    }


PEOPLE: dict[str, Door] = {
    "record_contact": Door(
        contacts.record_contact,
        _("The contact is recorded."),
        form=ContactForm,
        asked=lambda person: {"person": person},
        note=name,
        reads=person,
        back="case-people",
        prefilled=("purpose",),
    ),
    "send_participant_link": Door(
        links.send_participant_link,
        _("The link is on its way."),
        form=LinkForm,
        asked=lambda person: {"person": person, "contact": approach()},
        effect=_where_it_goes,
        note=name,
        reads=person,
        back="case-people",
        shows="programs/link_sent.html",
    ),
    "write_letter": Door(
        letters.write_letter,
        _("The letter is kept."),
        form=LetterForm,
        effect=_(
            "An e-mail or a text message leaves when you press the button, or at the next hour that is safe. What "
            "goes on paper you print on the next page. Either is kept in the case."
        ),
        asked=lambda person: {"person": person},
        note=name,
        reads=person,
        back="case-people",
        judges_words=True,
        prefilled=("wording", "written_in"),
        leads_to="letter",
    ),
    "record_minor": Door(
        minors.record_minor,
        _("The answer is recorded."),
        form=MinorForm,
        effect=_(
            "A minor takes part only with the consent of a guardian and their own. If the guardian’s is missing, "
            "the case goes back to preparing; a session that is scheduled is canceled."
        ),
        note=name,
        reads=person,
        back="case-people",
    ),
    "record_guardian": Door(
        minors.record_guardian,
        _("It is recorded who the guardian is."),
        form=GuardianForm,
        asked=lambda person: {"person": person},
        effect=_(
            "Record the consent of the guardian afterwards. What a suspected guardian has consented to ends at once, "
            "and what was planned on it is canceled."
        ),
        note=name,
        reads=lambda facts, _person: facts.participants,
        back="case-people",
    ),
    "record_spokesperson": Door(
        organisations.record_spokesperson,
        _("It is recorded who speaks for the organization."),
        form=SpokespersonForm,
        asked=lambda person: {"person": person},
        note=name,
        reads=lambda facts, _person: facts.participants,
        back="case-people",
    ),
    "record_choices": Door(
        contacts.record_choices,
        _("The choices are recorded. Every later step obeys them."),
        form=ChoicesForm,
        asked=lambda person: {"person": person},
        effect=_("A session that no longer fits is canceled. They may choose otherwise at any time."),
        note=name,
        reads=person,
        back="case-people",
    ),
    "record_wishes": Door(
        wishes.record_wishes,
        _("The wishes are recorded."),
        form=WishesForm,
        asked=lambda person: {"person": person},
        effect=_whose_wishes_lead,
        note=name,
        reads=person,
        back="case-people",
    ),
    "record_settlement": Door(
        wishes.record_settlement,
        _("It is recorded how it was settled."),
        form=SettlementForm,
        effect=_(
            "Whether and how the person harmed takes part is theirs alone: that is never settled against them."
        ),
    ),
    "record_readiness": Door(
        contacts.record_readiness,
        _("The answer is recorded."),
        form=ReadinessForm,
        asked=lambda person: {"person": person},
        note=name,
        reads=person,
        back="case-people",
    ),
    "record_mediator_readiness": Door(
        contacts.record_mediator_readiness, _("The answer is recorded."), form=MediatorReadinessForm
    ),
    "record_consent": Door(
        consents.record_consent,
        _("The consent is recorded."),
        form=ConsentRecordForm,
        asked=lambda person: {"person": person},
        effect=_for_whom,
        note=name,
        reads=person,
        back="case-people",
    ),
    "withdraw_consent": Door(
        consents.withdraw_consent,
        _("The consent is withdrawn. What was planned on it is canceled."),
        effect=_what_ends_with_it,
        note=name,
        reads=person,
        back="case-people",
    ),
    "mark_ready": Door(screening.mark_ready, _("The case is ready.")),
}
