"""Letters and messages to one person: which there are to write, which were written, and one as it went out."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amends import audit
from amends.mail.models import Delivery, State
from programs.facts import CaseFacts
from programs.models import Contact, MediationCase, Participant
from programs.models.contact import Channel
from programs.safe_contact import care_of, next_safe_moment, unsafe_ways
from programs.steps import STEPS, missing
from programs.views.pages import (
    ProgramRequest,
    draw_page,
    facts_of,
    find_case,
    find_participant,
    program_page,
)
from programs.views.steps import linked, open_steps
from programs.wording.offered import offered_to, wordings


@require_safe
@program_page
def listing(request: ProgramRequest, pk: Any) -> HttpResponse:
    """List the letters that can be written to somebody, and those that were."""
    person = find_participant(request, pk)
    case = find_case(request, person.case_id)
    facts = facts_of(request, case, person=person)
    audit.read(person, actor=request.user, purpose="letters_page")
    step = STEPS["write_letter"]
    is_over = case.state not in step.sources
    offered = _offered(facts, person)
    context = {
        "case": case,
        "person": person,
        "care": [care_of(person, facts)],
        "may_write": step in open_steps(request, facts),
        "is_over": is_over,
        "state": facts.state_label,
        "reasons": [] if is_over else linked(request, case, missing(step, facts)),
        "offered": offered,
        "some_safe": any(each["is_safe"] for each in offered),
        "written": _written(facts, person),
    }
    return draw_page(request, "programs/letters.html", context)


def _offered(facts: CaseFacts, person: Participant) -> list[dict[str, Any]]:
    """Return each letter with the language it is written in first, which is theirs if it can be, and the others."""
    names, found, unsafe = dict(settings.LANGUAGES), [], unsafe_ways(person)
    for each in offered_to(facts, person).values():
        wanted = person.language or settings.LANGUAGE_CODE
        first, *rest = sorted(each.words, key=lambda code: code != wanted)
        others = [(code, names[code]) for code in rest]
        is_safe = any(way not in unsafe for way in each.channels)
        found.append(
            {
                "wording": each,
                "language": first,
                "word": names[first],
                "others": others,
                "is_safe": is_safe,
            }
        )
    return found


def _written(facts: CaseFacts, person: Participant) -> list[dict[str, Any]]:
    names = wordings(facts.policy, facts.program.preset)
    letters = Contact.objects.letters().filter(participant=person).order_by("-made_at")
    return [{"letter": each, "name": _name(each, names)} for each in letters]


def _name(contact: Contact, names: Any) -> Any:
    # A letter of the program's own may be gone from its policy.
    return names[contact.wording].name if contact.wording in names else _("Letter")


@require_safe
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show a letter as it went out, to be read or printed, and what became of it."""
    cases = MediationCase.objects.visible_to(request.user)
    found = Contact.objects.letters().filter(participant__case__in=cases)
    contact = get_object_or_404(found.select_related("participant__case", "recorded_by"), pk=pk)
    person = contact.participant
    case = find_case(request, person.case_id)
    facts = facts_of(request, case)
    audit.read(contact, actor=request.user, purpose="letter_page")
    audit.read(person, actor=request.user, purpose="letter_page")
    context = {
        "case": case,
        "person": person,
        "contact": contact,
        "name": _name(contact, wordings(facts.policy, facts.program.preset)),
        "paper": {
            "day": contact.made_at,
            "words": contact.words,
            "language": contact.language,
            "is_paper": contact.delivery is None,
        },
        "is_posted": contact.channel == Channel.LETTER,
        "told": _told(facts, contact),
        "care": [care_of(person, facts)],
    }
    return draw_page(request, "programs/letter.html", context)


def _told(facts: CaseFacts, contact: Contact) -> str:
    """Return what became of a message; "" for paper."""
    if contact.delivery is None:
        return ""
    delivery = Delivery.objects.filter(pk=contact.delivery).first()
    if delivery is not None:
        sent = timezone.localtime(delivery.ended_at) if delivery.ended_at else None
        return {
            State.SENT: _("Sent on %(day)s.") % {"day": date_format(sent, "DATETIME_FORMAT") if sent else ""},
            State.REFUSED: _(
                "It could not be sent: the address or number takes no messages. Ask for another one."
            ),
            State.DROPPED: _(
                "It was not sent: this way was not safe or not known any more when it was to leave."
            ),
            State.MAYBE_SENT: _("It may have been sent. Ask this person before you send it again."),
        }.get(State(delivery.state), _("It is being sent."))
    leaves = next_safe_moment(contact.participant, facts.now, facts.program.zone)
    if leaves == facts.now:
        return _("It is being sent.")
    day = date_format(timezone.localtime(leaves), "DATETIME_FORMAT")
    return _("It waits for the safe hours of this person and leaves on %(day)s.") % {"day": day}
