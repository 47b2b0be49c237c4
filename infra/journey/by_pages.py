"""A case by the pages of its program: a coordinator's browser, and one of the referrer without an account."""

import time
import urllib.parse
import uuid
from datetime import date
from typing import Any

from infra.journey.browser import Browser, Form, Page
from infra.journey.founding import Founded
from infra.journey.ways import CASE, MONEY, REFERRAL, SIDES, SURROGATE, WORK

SLOW_ENOUGH = 3.1
"""Seconds after which a form is no machine's any more."""

OF_CASE = {
    "begin_screening": "screening/",
    "record_acknowledgement": "acknowledgement/",
    "record_legal_posture": "law/",
    "record_risk": "risk/",
    "record_substance": "substance/",
    "record_settlement": "settlement/",
    "assign_mediator": "mediator/",
    "begin_preparing": "preparing/",
    "record_mediator_readiness": "readiness/",
    "mark_ready": "ready/",
    "schedule_session": "session/",
    "record_held": "session/held/",
    "begin_exchange": "exchange/",
    "return_to_meeting": "exchange/meeting/",
    "resume_case": "resume/",
    "begin_agreement": "agreement/begin/",
    "add_agreement_item": "agreement/items/",
    "propose_agreement": "agreement/propose/",
    "sign_agreement": "agreement/sign/",
    "drop_agreement": "agreement/drop/",
    "amend_agreement": "agreement/amend/",
    "begin_closing": "closing/",
    "issue_report": "report/",
    "close_case": "close/",
}
OF_PERSON = {
    "record_contact": "contacts/",
    "write_letter": "letters/write/",
    "record_choices": "choices/",
    "record_wishes": "wishes/",
    "record_readiness": "readiness/",
    "record_minor": "minor/",
    "record_consent": "consent/",
    "withdraw_consent": "consent/withdraw/",
}
OF_REFERRAL = {"accept_referral": "accept/", "decline_referral": "decline/", "join_referral": "join/"}
LINKED = {
    "record_payment": "Record a payment",
    "record_hours": "Record hours of work",
    "reverse_payment": "Reverse",
    "mark_item": "Record how it went",
}
"""Steps about a part of the agreement, by the link on its page: money or work stands first, the last payment last."""
FIRST = (MONEY, WORK)

PARTS = {"case": "", "sessions": "", "agreement": "agreement/"}


class ByPages:
    """The way by pages (`ways.Way`)."""

    def __init__(self, program: Founded, patience: float = 0.0):
        self.proved = program.proof.proved
        self.referrer, self.staff = Browser(program.address, patience), program.browsers["coordinator"]
        self.staff.patience = patience
        self.receipt_url = self.referral_url = self.case_url = ""
        self.shown: Page | None = None
        self.people: dict[str, str] = {}

    def refer(self, answers: dict[str, Any]) -> Page:
        """Fill in what the form does not hold yet, and send it."""
        page = self.shown or self.referrer.get("refer/")
        form = page.form_with("offender_name")
        missing = {name: value for name, value in answers.items() if form.values.get(name) != _listed(value)}
        page = self.referrer.send(page, form, **missing)
        if "Not sent yet" in page.text:  # as fast as a machine
            form = self._form_that_kept(answers, page)
            time.sleep(SLOW_ENOUGH)
            page = self.referrer.send(page, form)
        self.shown = page if page.errors else None
        if page.errors:
            self._form_that_kept(answers, page)
        self.receipt_url = page.url
        return page

    def _form_that_kept(self, answers: dict[str, Any], page: Page) -> Form:
        form = page.form_with("offender_name")
        kept = all(form.values.get(name) == _listed(value) for name, value in answers.items())
        self.proved("a form that is not taken is shown again, and nothing is lost", holds=kept, page=page)
        return form

    def find(self, reference: str) -> None:
        """Find it in the inbox, among all of them."""
        self.referral_url = self.staff.get("referrals/?state=all").link(reference)

    def accept(self, reference: str) -> Page:
        """Find the referral in the inbox and accept it."""
        self.find(reference)
        page = self.take("accept_referral", REFERRAL)
        self.case_url = page.url
        self.know_people()
        return page

    def case_page(self) -> str:
        """Return where it was made."""
        return self.case_url

    def person_page(self, side: str) -> str:
        """Return where their details are changed."""
        return self.people[side]

    def know_people(self) -> None:
        """Read their pages from the list; they stand in the order in which they were named."""
        people = self.staff.get(f"{self.case_url}people/").all_links["Change details"]
        self.people = dict(zip((*SIDES, SURROGATE), people, strict=False))

    def receipt(self) -> Page:
        """Open the page that the referrer keeps."""
        return self.referrer.get(self.receipt_url)

    def told(self) -> dict[str, str]:
        """Read the rows of that page."""
        return {row[0]: row[1] for row in self.receipt().rows if len(row) > 1}

    def is_receipt_live(self) -> bool:
        """Read it on the page of the referral."""
        data = self.staff.get(self.referral_url).data
        return data["data-receipt-version"] == data["data-receipt-live"]

    def look(self, part: str) -> Page:
        """Open the page that shows it."""
        return self.staff.get(f"{self.case_url}{PARTS[part]}")

    def ask(self, step: str, about: str = CASE) -> Page:
        """Open the page of the step."""
        return self.staff.get(self._address(step, about))

    def _address(self, step: str, about: str) -> str:
        if step in LINKED:
            return self.look("agreement").all_links[LINKED[step]][0 if about in FIRST else -1]
        if about == REFERRAL:
            return self.referral_url + OF_REFERRAL[step]
        return self.case_url + OF_CASE[step] if about == CASE else self.people[about] + OF_PERSON[step]

    def choice(self, step: str, question: str, label: str) -> str:
        """Read it from a list."""
        return self.ask(step).form_with(question).options[question][label]

    def values(self, step: str, question: str, about: str = CASE) -> list[str]:
        """Read them from the boxes, or from a list."""
        page = self.ask(step, about)
        if question in page.boxes:
            return page.boxes[question]
        return [value for value in page.form_with(question).options[question].values() if value]

    def take(self, step: str, about: str = CASE, **answers: Any) -> Page:
        """Open the page of the step, fill it in and send it; where it offers no form, send one all the same."""
        address = self._address(step, about)
        page = self.staff.get(address)
        sent = {name: text for asked, value in answers.items() for name, text in _typed(page, asked, value)}
        offered = [form for form in page.forms if urllib.parse.urljoin(page.url, form.action) == address]
        if offered:
            return self.staff.send(page, offered[0], **sent)
        made = {name: _listed(value) for name, value in sent.items()}
        made |= {"form_key": [str(uuid.uuid4())]} | page.forms[0].values
        return self.staff.send(page, Form(address, made))


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def _typed(page: Page, name: str, value: Any) -> list[tuple[str, Any]]:
    """Return an answer as a form takes it: a day in three boxes, yes or no as a choice or as a box that is ticked."""
    if isinstance(value, date):
        return [(f"{name}_{part}", getattr(value, part)) for part in ("day", "month", "year")]
    if isinstance(value, bool) and "yes" in page.boxes.get(name, ()):
        return [(name, "yes" if value else "no")]
    if isinstance(value, bool):
        return [(name, ["on"] if value else [])]
    return [(name, value)]
