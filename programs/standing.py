"""How far each person of a case has come, as the page of the people shows it: contacts, consent, choices, readiness."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.consent_texts import TEXTS
from programs.facts import CaseFacts
from programs.guards.premise import unsettled
from programs.guards.refusals import said_no
from programs.models import (
    Contact,
    Participant,
    ParticipantLink,
    ParticipationConsent,
    Representation,
    VictimChoice,
)
from programs.models.choice import Wish
from programs.models.contact import Purpose, Result
from programs.models.participant import HARMED_SIDE, OWN_PAGE_ROLES, Role
from programs.models.representation import RepresentationKind
from programs.policy.vocabulary import Premise
from programs.safe_contact import care_of, is_safe_moment


@dataclass(frozen=True)
class Standing:
    """One person as the page shows them; `rows` are those of a summary list."""

    person: Participant
    word: str
    rows: list[dict[str, Any]]
    contacts: list[Contact]
    spent: str
    wishes: list[tuple[Any, str]]
    care: list[dict[str, Any]]
    """What to mind before somebody calls, as `safe_contact.html` draws it."""
    unsafe: Collection[str]
    is_safe_now: bool
    binds: bool
    """Is what they chose more than a wish?"""


def standings(facts: CaseFacts, open_steps: Collection[str]) -> list[Standing]:
    """Return everybody in a case, with links to the steps that are open."""
    live = ParticipantLink.objects.filter(participant__case=facts.case.pk, revoked_at=None)
    links = {link.participant_id: link for link in live}
    return [_standing(facts, person, links.get(person.pk), open_steps) for person in facts.participants]


def _standing(
    facts: CaseFacts, person: Participant, link: ParticipantLink | None, open_steps: Collection[str]
) -> Standing:
    contacts = facts.contacts_with(person)
    choice = facts.choices.get(person.pk) or facts.wishes.get(person.pk)
    return Standing(
        person=person,
        word=capfirst(str(facts.program.word_for(person.role))),
        rows=_rows(facts, person, choice, open_steps) + _own_page(person, link, open_steps),
        contacts=list(reversed(contacts)),
        spent=_spent(contacts),
        wishes=[(Wish(name).label, text or _("No preference")) for name, text in choice.wishes.items()]
        if choice
        else [],
        care=[care_of(person, facts)],
        unsafe=person.unsafe_channels,
        is_safe_now=is_safe_moment(person, facts.now, facts.program.zone),
        binds=person.role in HARMED_SIDE,
    )


def _rows(
    facts: CaseFacts, person: Participant, choice: VictimChoice | None, open_steps: Collection[str]
) -> list[dict[str, Any]]:
    if person.is_organisation:
        return _spoken_for(facts, person, open_steps)
    if person.role == Role.SUPPORT_PERSON:
        return [_prepared(facts, person)]
    if not person.is_party:
        return _stands_for(facts, person, open_steps)
    rows = [_prepared(facts, person), _consented(facts, person, open_steps), _ready(person, open_steps)]
    if person.role in HARMED_SIDE:
        rows.insert(1, _chosen(person, choice, open_steps))
    else:
        rows.insert(1, _wished(facts, person, choice, open_steps))
    return [*_registered(person), _minor(person, open_steps), *_guarded(facts, person, open_steps), *rows]


def _registered(person: Participant) -> list[dict[str, Any]]:
    if person.is_registered is None:
        return []
    return [_row(_("Registered victim"), _("Yes") if person.is_registered else _("No"), person)]


def _spoken_for(facts: CaseFacts, person: Participant, open_steps: Collection[str]) -> list[dict[str, Any]]:
    """Return who speaks for an organization."""
    names = ", ".join(row.by.name for row in facts.representations if row.participant_id == person.pk)
    page = "spokesperson-record" if "record_spokesperson" in open_steps else ""
    return [
        _row(
            _("Spoken for by"), names or _("Nobody yet"), person, page, _("Change") if names else _("Record")
        )
    ]


def _minor(person: Participant, open_steps: Collection[str]) -> dict[str, Any]:
    value = {None: _("Not known"), True: _("Yes"), False: _("No")}[person.is_minor]
    page = "minor-record" if "record_minor" in open_steps else ""
    return _row(_("A minor"), value, person, page, _("Record") if person.is_minor is None else _("Change"))


def _guarded(facts: CaseFacts, person: Participant, open_steps: Collection[str]) -> list[dict[str, Any]]:
    """Return who the guardians of a minor are, and whether each may consent and has."""
    rows = [row for row in facts.representations if row.participant_id == person.pk]
    if not person.is_minor and not rows:
        return []
    told = [(_guardian_told(facts, row) % {"name": row.by.name},) for row in rows]
    value = format_html_join(mark_safe("<br>"), "{}", told) if told else _("Nobody yet")
    page = "guardian-record" if "record_guardian" in open_steps else ""
    return [_row(_("Guardians"), value, person, page, _("Change") if rows else _("Record"))]


def _guardian_told(facts: CaseFacts, row: Representation) -> str:
    if row.is_suspected:
        return _("%(name)s, suspected of having harmed this child, can never consent")
    if not facts.may_consent_for_others(row.by):
        return _("%(name)s, can never consent in this case")
    if any(each.is_live for each in facts.consents_for(row)):
        return _("%(name)s, has consented")
    return _("%(name)s, has not consented")


def _stands_for(facts: CaseFacts, person: Participant, open_steps: Collection[str]) -> list[dict[str, Any]]:
    """Return for whom a guardian stands, and their consent, if it can count."""
    rows = [row for row in facts.represented_by(person) if row.kind == RepresentationKind.GUARDIAN]
    if not rows:
        return []
    children = ", ".join(row.participant.name for row in rows)
    told = [_row(_("Guardian of"), children, person)]
    if facts.may_consent_for_others(person):
        return [*told, _consented(facts, person, open_steps)]
    return [*told, _row(_("Consent"), _("Can never consent: suspected of having harmed a child"), person)]


def _row(key: str, value: Any, person: Participant, page: str = "", text: str = "") -> dict[str, Any]:
    if not page:
        return {"key": key, "value": value}
    action = {
        "href": reverse(page, args=[person.pk]),
        "text": text,
        "visually_hidden_text": f"{key}, {person.name}",
    }
    return {"key": key, "value": value, "actions": {"items": [action]}}


def _prepared(facts: CaseFacts, person: Participant) -> dict[str, Any]:
    met = [c for c in facts.contacts_with(person, Purpose.PREPARATION) if c.result == Result.REACHED]
    value = (
        ", ".join(f"{_day(c.made_at)} ({str(c.get_channel_display()).lower()})" for c in met)
        if met
        else _("No meeting yet")
    )
    return _row(_("Prepared"), value, person)


def _chosen(person: Participant, choice: VictimChoice | None, open_steps: Collection[str]) -> dict[str, Any]:
    if choice is None:
        value, text = _("Not recorded yet"), _("Record")
    elif not choice.takes_part:
        value, text = _("Does not want this to go on"), _("Change")
    else:
        day = _("version %(number)s of %(day)s") % {"number": choice.version, "day": _day(choice.made_at)}
        value, text = format_html("{} ({})", choice.get_mode_display(), day), _("Change")
    page = "choices-record" if "record_choices" in open_steps else ""
    return _row(_("Choices"), value, person, page, text)


def _wished(
    facts: CaseFacts, person: Participant, wish: VictimChoice | None, open_steps: Collection[str]
) -> dict[str, Any]:
    """Return which way the person responsible wishes for, and what that counts for."""
    page = "wishes-record" if "record_wishes" in open_steps else ""
    if wish is None:
        return _row(_("Wishes"), _("Not recorded yet"), person, page, _("Record"))
    told = str(wish.get_mode_display())
    if wish in unsettled(facts) and facts.policy.premise == Premise.BALANCED:
        told = _("%(way)s; something differs and has to be settled") % {"way": told}
    return _row(_("Wishes"), told, person, page, _("Change"))


def _consented(facts: CaseFacts, person: Participant, open_steps: Collection[str]) -> dict[str, Any]:
    live = person.live_consents  # type: ignore[attr-defined]
    is_anew = bool(live) and facts.is_asked_anew(person)
    if live and not is_anew:
        value = _consent_told(live[0])
        page = "consent-withdraw" if "withdraw_consent" in open_steps else ""
        return _row(_("Consent"), value, person, page, _("Withdraw"))
    page = "consent-record" if "record_consent" in open_steps else ""
    told = _("Has not consented for each child yet") if is_anew else capfirst(answer_told(facts, person))
    return _row(_("Consent"), told, person, page, _("Record"))


def answer_told(facts: CaseFacts, person: Participant) -> str:
    """Return what somebody has said of taking part, within a line; a no is never what only was not asked yet."""
    if person.live_consents:  # type: ignore[attr-defined]
        return _("agreed to take part")
    return _("said no") if said_no(facts, person) else _("has not decided yet")


def _consent_told(consent: ParticipationConsent) -> Any:
    """Return when somebody agreed to which text, with a link to it, and who saw it."""
    day = _("Agreed to take part on %(day)s") % {"day": _day(consent.given_at)}
    languages = dict(settings.LANGUAGES)
    language = consent.language if consent.language in languages else settings.LANGUAGE_CODE
    text = _("text %(version)s, %(language)s") % {
        "version": consent.text_version,
        "language": languages[language],
    }
    told = text
    if consent.text_version in TEXTS:
        href = reverse("consent-text", args=[consent.text_version, language])
        told = format_html('<a class="govuk-link" href="{}">{}</a>', href, text)
    seen = _("Witness: %(name)s") % {"name": consent.witness} if consent.witness else ""
    lines = [(each,) for each in (day, consent.get_form_display(), told, seen) if each]
    return format_html_join(mark_safe("<br>"), "{}", lines)


def _ready(person: Participant, open_steps: Collection[str]) -> dict[str, Any]:
    value = {None: _("Not asked yet"), True: _("Yes"), False: _("Not yet")}[person.is_ready]
    page = "readiness-record" if "record_readiness" in open_steps else ""
    return _row(_("Ready"), value, person, page, _("Record") if person.is_ready is None else _("Change"))


def _own_page(
    person: Participant, link: ParticipantLink | None, open_steps: Collection[str]
) -> list[dict[str, Any]]:
    """Return whether this person has come to their own page; nothing for those who have none."""
    if person.role not in OWN_PAGE_ROLES or person.is_organisation:
        return []
    page = "link-send" if "send_participant_link" in open_steps else ""
    text = _("Send a new link") if link else _("Send a link")
    return [_row(_("Own page"), _link_told(link), person, page, text)]


def _link_told(link: ParticipantLink | None) -> str:
    if link is None:
        return _("No link was sent")
    if not link.tries_left:
        return _("Closed after five wrong codes")
    if link.first_opened_at:
        return _("Opened on %(day)s") % {"day": _day(link.first_opened_at)}
    return _("Link sent on %(day)s, not opened yet") % {"day": _day(link.sent_at)}


def _spent(contacts: list[Contact]) -> str:
    """Return how many contacts there were and how long they took."""
    count = len(contacts)
    told = ngettext("%(count)s contact", "%(count)s contacts", count) % {"count": count}
    hours, minutes = divmod(sum(contact.minutes for contact in contacts), 60)
    if not hours and not minutes:
        return told
    took = _("%(hours)s h %(minutes)s min") if hours else _("%(minutes)s min")
    return f"{told}, {took % {'hours': hours, 'minutes': minutes}}"


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
