"""What one person gets who asks what the program holds about them: a page and the same as data, in one ZIP.

Everything is found by that person's own key, as on their own page, and nothing of the other side is read: no notes of
staff, no risk, no referral, no names. What staff wrote to them is in it; what staff wrote about them is not.
"""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from programs.facts import CaseFacts
from programs.guards.declared import Guard, Unmet, in_words
from programs.guards.links import is_trusted
from programs.messages.steps import S
from programs.models import (
    Complaint,
    Contact,
    MediatedMessage,
    Participant,
    ParticipationConsent,
    PaymentReport,
    Session,
    Survey,
    VictimChoice,
)
from programs.models.choice import Mode, Wish
from programs.models.session import SessionState
from programs.models.survey import Moment, SurveyState
from programs.own_page import OwnPage
from programs.sources import STANDARDS
from programs.surveys.showing import answers_said
from programs.wording.wall import names_other_side

ARRIVED = (S.DELIVERED, S.ACKNOWLEDGED)
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """A heading, and under it entries of labels with values; the id names it in the data."""

    id: str
    title: str
    entries: list[Rows]


def ways_in_words(facts: CaseFacts) -> str:
    """Return what stands with a person about reaching them, which staff wrote down."""
    person = facts.asked.person
    return " ".join(filter(None, (person.contact_note, person.never_do, person.caller_words)))


EXPORT_GUARDS = (
    Guard(
        id="export_for_trusted",
        rule="E6",
        sentence=_lazy(
            "This guardian is suspected of having harmed a child in this case, and is given nothing."
        ),
        source=_lazy("A child is safe first; this cannot be switched off"),
        remedy=_lazy("Ask a lawyer, and those who protect the child."),
        check=is_trusted,
    ),
    Guard(
        id="export_tells_nobody",
        rule="3.6",
        sentence=_lazy("What is written down about reaching this person names somebody of the other side."),
        source=STANDARDS,
        remedy=_lazy("Say it without the name under “Change details”. Then it can be made."),
        page="case-people",
        check=lambda facts: not names_other_side(facts, facts.asked.person, ways_in_words(facts)),
    ),
)


def why_not(facts: CaseFacts) -> list[Unmet]:
    """Return what keeps the person of `facts.asked` from being given what is held about them."""
    return [in_words(each, facts) for each in EXPORT_GUARDS if not each.check(facts)]


def sections_of(facts: CaseFacts, actor: Any) -> list[Section]:
    """Return all that is held about the person of `facts.asked` and is theirs to see, in the language that is spoken.

    What they said went wrong, and what they answered to a survey, is in it where `actor` may read that.
    """
    person: Participant = facts.asked.person
    page = OwnPage(person, facts.program, facts.now)
    found = [
        Section("person", _("About you"), [_details(person)]),
        Section(
            "consents",
            _("What you agreed to"),
            [_consent(each) for each in _of(ParticipationConsent, person)],
        ),
        Section("choices", _("What you chose"), [_choice(each) for each in _of(VictimChoice, person)]),
        Section("contacts", _("When we were in touch"), [_contact(each) for each in _of(Contact, person)]),
        Section("messages", _("Messages"), _messages(person)),
        Section("sessions", _("Meetings"), _sessions(person)),
        Section("agreement", _("What was agreed"), [_item(each) for each in page.items]),
        Section(
            "payments",
            _("What you reported to have paid"),
            [_report(each) for each in _of(PaymentReport, person)],
        ),
        Section("releases", _("What you let us pass on"), [_release(each) for each in person.releases.all()]),
        Section("surveys", _("What you answered when we asked how it was"), _surveys(person, actor)),
        Section("complaints", _("What you said went wrong"), _complaints(person, actor)),
    ]
    return [each for each in found if each.entries]


def archive_of(facts: CaseFacts, actor: Any, language: str) -> bytes:
    """Return the ZIP: a page to read and to print, and the same as data."""
    with translation.override(language):
        sections = sections_of(facts, actor)
        page = render_to_string(
            "programs/access_request.html",
            {"program": facts.program, "sections": sections, "day": _day(facts.now), "language": language},
        )
    data = {
        "program": facts.program.name,
        "made_on": timezone.localtime(facts.now, facts.program.zone).date().isoformat(),
        "sections": {each.id: [dict(rows) for rows in each.entries] for each in sections},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about-you.html", page)
        archive.writestr("about-you.json", json.dumps(data, ensure_ascii=False, indent=1))
    return packed.getvalue()


def _of(model: Any, person: Participant) -> list[Any]:
    rows = list(model.objects.filter(participant=person.pk))
    for row in rows:
        row.participant = person
    return rows


def _said(*pairs: tuple[Any, Any]) -> Rows:
    """Return the pairs that have a value, as texts."""
    return [(str(label), str(value)) for label, value in pairs if value not in (None, "", [])]


def _day(moment: Any) -> str:
    return str(date_format(timezone.localtime(moment) if hasattr(moment, "hour") else moment, "DATE_FORMAT"))


def _details(person: Participant) -> Rows:
    return _said(
        (_("Name"), person.name),
        (_("Role"), person.get_role_display()),
        (_("E-mail"), person.email),
        (_("Telephone"), person.phone),
        (_("Address"), person.address),
        (_("How to reach you"), person.contact_note),
        (_("What we must not do"), person.never_do),
        (_("How we name ourselves"), person.caller_words),
        (_("Language"), person.language),
        (_("Loss on record"), person.loss),
    )


def _consent(row: ParticipationConsent) -> Rows:
    ended = _day(row.withdrawn_at) if row.withdrawn_at else ""
    return _said(
        (_("Given on"), _day(row.given_at)), (_("How"), row.get_form_display()), (_("Taken back on"), ended)
    )


def _choice(row: VictimChoice) -> Rows:
    wishes = [(Wish(key).label, words) for key, words in row.wishes.items() if key in Wish.values]
    mode = Mode(row.mode).label if row.mode else ""
    return _said((_("Takes part"), _("Yes") if row.takes_part else _("No")), (_("How"), mode), *wishes)


def _contact(row: Contact) -> Rows:
    return _said(
        (_("On"), _day(row.made_at)),
        (_("Purpose"), row.get_purpose_display()),
        (_("How"), row.get_channel_display()),
        (_("Result"), row.get_result_display()),
        (_("What we wrote"), row.words),
    )


def _messages(person: Participant) -> list[Rows]:
    mine = MediatedMessage.objects.filter(sender=person.pk).select_related("case")
    came = MediatedMessage.objects.filter(recipient=person.pk, state__in=ARRIVED).select_related("case")
    sent = [_said((_("From you"), each.get_kind_display()), (_("Words"), each.words)) for each in mine]
    return [
        *sent,
        *(_said((_("To you"), each.get_kind_display()), (_("Words"), each.words)) for each in came),
    ]


def _sessions(person: Participant) -> list[Rows]:
    rows = Session.objects.filter(
        case=person.case_id, state=SessionState.HELD, attended__contains=[person.pk]
    )
    return [
        _said((_("On"), _day(each.starts_at)), (_("How"), each.get_mode_display()), (_("Where"), each.place))
        for each in rows.select_related("case")
    ]


def _item(item: Any) -> Rows:
    return _said(
        (_("What"), item.get_kind_display()),
        (_("Words"), item.text),
        (_("By"), _day(item.due_date)),
        (_("Amount"), item.amount),
        (_("Hours"), item.hours),
        (_("Done so far"), item.received if item.has_ledger else ""),
    )


def _report(row: PaymentReport) -> Rows:
    return _said(
        (_("Paid on"), _day(row.paid_on)),
        (_("Amount"), row.amount),
        (_("Your note"), row.note),
        (_("State"), row.get_state_display()),
        (_("Why it was given back"), row.reason),
    )


def _release(row: Any) -> Rows:
    ended = _day(row.revoked_at) if row.revoked_at else ""
    return _said(
        (_("To whom"), row.recipient),
        (_("What for"), row.purpose),
        (_("Given on"), _day(row.given_at)),
        (_("Until"), _day(row.last_moment)),
        (_("Taken back on"), ended),
    )


def _surveys(person: Participant, actor: Any) -> list[Rows]:
    rows = list(Survey.objects.visible_to(actor).filter(participant=person.pk, state=SurveyState.ANSWERED))
    rows = [row for row in rows if row.moment != Moment.FOLLOW_UP]
    for row in rows:
        row.participant = person
    return [_said(*answers_said(row)) for row in rows]


def _complaints(person: Participant, actor: Any) -> list[Rows]:
    rows = Complaint.objects.visible_to(actor).filter(participant=person.pk)
    for row in rows:
        row.participant = person
    return [
        _said(
            (_("On"), _day(row.made_at)), (_("What you said"), row.text), (_("What we answered"), row.answer)
        )
        for row in rows
    ]
