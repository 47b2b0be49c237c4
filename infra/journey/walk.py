"""One case through one program by its pages, from the referral to the end, with refusals and their remedies."""

import random
import re
import time
import uuid
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from infra.journey.browser import Browser, Form, Page
from infra.journey.founding import PEOPLE, Founded

RECEIPT_WITHIN = 10.0
"""Seconds until a status must have crossed to the public side and back."""

SLOW_ENOUGH = 3.1
"""Seconds after which a form is no machine's any more."""

REFERENCE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")
ZONE = ZoneInfo("America/New_York")
SIDES = {"offender": "Jordan Responsible", "victim": "Casey Harmed"}


class Walk:
    """The journey of one case, as its coordinator; the referrer has a browser without an account."""

    def __init__(self, program: Founded):
        self.kind, self.proof = program.kind, program.proof
        self.proved, self.refused = program.proof.proved, program.proof.refused
        self.referrer, self.staff = Browser(program.address), program.browsers["coordinator"]
        self.closed = False
        self.slowest_receipt = 0.0
        self.receipt_url = self.referral_url = self.case_url = self.reference = ""

    def go(self) -> None:
        """Take the whole way; raises NotProved or LookupError where a page is not what it should be."""
        self.refer()
        self.accept()
        self.screen()
        self.assign()
        self.try_to_schedule_too_early()
        self.prepare()
        self.schedule(next_week=True)
        self.withdraw_and_consent_again()
        self.schedule(next_week=False)
        self.hold()
        self.agree()
        self.pay()
        self.end()

    def step(self, path: str, **values: Any) -> Page:
        """Open the page of a step of the case, fill it in, send it, and return what it leads to."""
        page = self.staff.get(f"{self.case_url}{path}")
        return self.staff.send(page, page.form_to(page.url), **values)

    def step_with(self, side: str, path: str, **values: Any) -> Page:
        """Do the same with a step about the person of one side."""
        page = self.staff.get(f"{self.people[side]}{path}")
        return self.staff.send(page, page.form_to(page.url), **values)

    @property
    def people(self) -> dict[str, str]:
        """Return where the steps about each side begin, as the page of the people links them."""
        page = self.staff.get(f"{self.case_url}people/")
        # The people stand in the order in which the referral named them.
        return dict(zip(SIDES, page.all_links["Change details"], strict=True))

    # The way

    def refer(self) -> None:
        """Send the public form, first with a mistake."""
        page = self.referrer.get("refer/")
        form = page.form_with("offender_name")
        answers: dict[str, Any] = {
            "referrer_class": self.kind.referrer_class,
            "office_name": self.kind.office,
            "referrer_name": "Robin Referrer",
            "stage": self.kind.stage,
            "offences": ["theft", "property_damage"],
            "summary": "A bicycle was taken from the yard and came back broken.",
            "offender_name": SIDES["offender"],
            "offender_phone": "555 0100 77",
            "victim_name": SIDES["victim"],
            "victim_phone": "555 0100 88",
            "victim_note": "Evenings only, leave no message.",
        }
        page = self.referrer.send(page, form, **answers)
        form = page.form_with("offender_name")
        kept = (
            form.values["summary"] == [answers["summary"]] and form.values["offences"] == answers["offences"]
        )
        self.proved(
            "a referral without a way to answer is shown again, nothing lost",
            holds=kept and bool(page.errors),
            page=page,
        )
        page = self.referrer.send(page, form, referrer_email="robin@lincoln.example")
        if "Not sent yet" in page.text:  # as fast as a machine
            form = page.form_with("offender_name")
            kept = form.values["summary"] == [answers["summary"]]
            self.proved("a form that comes too fast is asked for again, nothing lost", holds=kept, page=page)
            time.sleep(SLOW_ENOUGH)
            page = self.referrer.send(page, form)
        self.receipt_url = page.url
        found = REFERENCE.search(page.text)
        self.reference = found[0] if found else ""
        self.proved(
            "the referral is received, and its receipt names nobody",
            holds=bool(found) and self.names_nobody(page),
            page=page,
        )

    def names_nobody(self, page: Page) -> bool:
        """Return whether a page of the referrer keeps quiet about everybody."""
        return not any(name in page.text + page.url for name in ("Casey", "Jordan", "Robin"))

    def accept(self) -> None:
        """Find the referral in the inbox and accept it."""
        page = self.staff.get(self.staff.get("referrals/").link(self.reference))
        self.referral_url = page.url
        page = self.staff.send(page, page.form_to("/accept/"))
        self.case_url = page.url
        self.proved("the referral is accepted and has a case", holds="/cases/" in page.url, page=page)
        self.receipt_is_live("Accepted")

    def receipt_is_live(self, status: str) -> None:
        """Wait until the status has crossed to the public side, and word of it has come back."""
        started = time.monotonic()
        while True:
            page = self.staff.get(self.referral_url)
            waited = time.monotonic() - started
            is_live = page.data["data-receipt-version"] == page.data["data-receipt-live"]
            if is_live or waited > RECEIPT_WITHIN:
                break
            time.sleep(0.2)
        self.slowest_receipt = max(self.slowest_receipt, round(waited, 1))
        self.proved(
            f"the status crossed to the public side and back in {waited:.1f} s", holds=is_live, page=page
        )
        page = self.referrer.get(self.receipt_url)
        self.proved(f"the referrer's receipt says: {status}", holds=status in page.text, page=page)

    def screen(self) -> None:
        """Take the case, keep to the order of the contacts, record what is acknowledged and what the law says."""
        self.step("screening/")
        page = self.staff.get(self.case_url)
        missing = {"acknowledgement_met", "contact_lawful", "mediator_assigned"}
        self.proved("the page lists all that is missing", holds=missing <= page.guards.keys(), page=page)
        self.refused(self.contact("victim", "first_contact", "phone"), "order_kept")
        page = self.contact("offender", "preparation", "in_person")
        self.proved("the person responsible is met first", holds="is recorded" in page.text, page=page)
        page = self.step("acknowledgement/", answer="basic_facts")
        self.step("law/", appeal="none", conviction="not_convicted", no_contact_order="in_force")
        page = self.staff.get(self.case_url)
        self.refused(page, "contact_lawful")
        self.step("law/", appeal="none", conviction="not_convicted", no_contact_order="none")
        page = self.staff.get(self.case_url)
        self.proved(
            "only a mediator is missing", holds=page.guards.keys() == {"mediator_assigned"}, page=page
        )

    def contact(self, side: str, purpose: str, channel: str, **more: Any) -> Page:
        """Record that somebody was reached."""
        return self.step_with(side, "contacts/", purpose=purpose, channel=channel, result="reached", **more)

    def assign(self) -> None:
        """Try a mediator who is not neutral, then one who is."""
        page = self.staff.get(f"{self.case_url}mediator/")
        form = page.form_with("mediator", "connection", "supervisor")
        supervisor = form.options["supervisor"][PEOPLE["supervisor"][0]]
        for login, connection in (("mediator2", self.kind.connection), ("mediator", "none")):
            form = page.form_with("mediator", "connection", "supervisor")
            who = form.options["mediator"][PEOPLE[login][0]]
            page = self.staff.send(page, form, mediator=who, connection=connection, supervisor=supervisor)
            if login == "mediator2":
                self.refused(page, self.kind.rule)
        self.proved("a neutral mediator is assigned", holds="mediator_assigned" not in page.guards, page=page)
        page = self.staff.send(page, page.form_to("/preparing/"))
        self.proved("preparing begins", holds=page.status == HTTPStatus.OK, page=page)

    def try_to_schedule_too_early(self) -> None:
        """Ask for a session before anybody was prepared or consented."""
        page = self.staff.get(f"{self.case_url}session/")
        self.refused(page, "right_state", "choices_complete", "consents_live")
        # The page offers no form; a request that is sent all the same is refused by the action.
        answers = {name: [str(value)] for name, value in self.session_answers(next_week=True).items()}
        answers |= {"form_key": [str(uuid.uuid4())]} | page.forms[0].values
        page = self.staff.send(page, Form(page.url, answers))
        self.proved(
            "a request that is sent all the same is refused too",
            holds=page.status == HTTPStatus.CONFLICT,
            page=page,
        )

    def prepare(self) -> None:
        """Prepare the person harmed, record their choices, everybody's consent and readiness."""
        self.contact("victim", "preparation", "in_person", minutes=75)
        page = self.staff.get(f"{self.people['victim']}choices/")
        form = page.form_to(page.url)
        page = self.staff.send(page, form, takes_part="yes", mode="shuttle")
        self.proved("choices with a question left out are not taken", holds=bool(page.errors), page=page)
        self.choose("face_to_face")
        for side in SIDES:
            self.step_with(side, "readiness/", is_ready="yes")
        self.step("readiness/", is_ready="yes")
        self.consent()

    def choose(self, mode: str) -> None:
        """Record the choices of the person harmed, everything but the way left open."""
        page = self.staff.get(f"{self.people['victim']}choices/")
        form = page.form_to(page.url)
        page = self.staff.send(page, form, takes_part="yes", mode=mode, open=page.boxes["open"])
        self.proved(f"the choice is recorded: {mode}", holds="Every later step obeys" in page.text, page=page)

    def consent(self) -> None:
        """Record the consent of whoever has not given it, and mark the case as ready."""
        count = 0
        for url in self.people.values():
            page = self.staff.get(f"{url}consent/")
            if page.forms_with("is_free"):
                self.staff.send(page, page.form_with("is_free"), form="written", is_free="on")
                count += 1
        page = self.staff.get(self.case_url)
        self.proved("consent is recorded", holds=count > 0 and "consents_live" not in page.guards, page=page)
        page = self.staff.send(page, page.form_to("/ready/"))
        self.proved("the case is ready", holds=page.status == HTTPStatus.OK, page=page)

    def session_answers(self, *, next_week: bool) -> dict[str, Any]:
        """Return what is filled into the form of a session."""
        day, starts, ends = self.time_of_session(next_week=next_week)
        return {
            "mode": "face_to_face",
            "place": "Library, room 2",
            "fits_choices": "on",
            "day_day": day.day,
            "day_month": day.month,
            "day_year": day.year,
            "starts": starts,
            "ends": ends,
        }

    def time_of_session(self, *, next_week: bool) -> tuple[date, str, str]:
        """Return the day and times in the program's zone.

        A session of now has begun some minutes ago, which may be entered; none crosses midnight.
        """
        now = datetime.now(ZONE)
        if next_week:
            return (now + timedelta(days=random.randint(7, 300))).date(), "14:30", "4:00 pm"
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        starts = max(now - timedelta(minutes=random.randint(1, 13)), midnight)
        return now.date(), f"{starts:%H:%M}", f"{starts + timedelta(minutes=1):%H:%M}"

    def schedule(self, *, next_week: bool) -> None:
        """Schedule a session, first in a way that was not chosen."""
        answers = self.session_answers(next_week=next_week)
        if next_week:
            self.refused(self.step("session/", **answers | {"mode": "shuttle"}), "mode_as_chosen")
        page = self.step("session/", **answers)
        self.proved("a session is scheduled", holds="The session is scheduled" in page.text, page=page)

    def withdraw_and_consent_again(self) -> None:
        """Withdraw one consent: the session is canceled; then agree anew."""
        self.step_with("victim", "consent/withdraw/")
        page = self.staff.get(self.case_url)
        self.proved("one withdraws: the session is canceled", holds=": Canceled" in page.text, page=page)
        self.refused(page, "consents_live")
        self.consent()

    def hold(self) -> None:
        """Record that the session was held, first with one side away."""
        page = self.staff.get(f"{self.case_url}session/held/")
        everybody = page.boxes["attended"]
        self.refused(self.step("session/held/", attended=everybody[:1]), "required_attended")
        page = self.step("session/held/", attended=everybody)
        self.proved("the session was held", holds="the session was held" in page.text, page=page)

    def agree(self) -> None:
        """Write the agreement, put it before the parties, and record the signatures."""
        self.step("agreement/begin/")
        due = datetime.now(ZONE).date() + timedelta(days=60)
        when = {"due_date_day": due.day, "due_date_month": due.month, "due_date_year": due.year}
        money = {"kind": "monetary_restitution", "text": "Two payments", "amount": "120.00"}
        self.step("agreement/items/", **money, **when)
        page = self.step("agreement/items/", kind="apology", text="In person", **when)
        self.proved(
            "the agreement has two items", holds="120.00" in page.text and "Apology" in page.text, page=page
        )
        self.refused(self.staff.get(f"{self.case_url}agreement/sign/"), "agreement_is_proposed")
        self.step("agreement/propose/")
        page = self.step("agreement/sign/")
        self.refused(page, "signed_by_all")
        form = page.form_with("signed_by")
        page = self.staff.send(page, form, signed_by=page.boxes["signed_by"])
        self.proved("everybody signed: the agreement runs", holds="Running" in page.text, page=page)

    def pay(self) -> None:
        """Pay in two parts, with a mistake that is reversed, and record the apology."""
        page = self.payment("45.00")
        self.proved("a payment is in the ledger", holds="75.00" in page.text, page=page)
        asked = self.staff.get(page.link("Reverse"))
        page = self.staff.send(asked, asked.form_to(asked.url))
        reversed_ = "Reversal" in page.text and "120.00" in page.text
        self.proved("a mistake is reversed, not edited", holds=reversed_, page=page)
        self.refused(self.payment("500.00"), "payment_within_outstanding")
        page = self.payment("120.00")
        self.proved("everything is paid", holds="Done" in page.text, page=page)
        self.refused(self.begin_closing(), "items_terminal")
        page = self.staff.get(f"{self.case_url}agreement/")
        asked = self.staff.get(page.all_links["Record how it went"][-1])
        page = self.staff.send(asked, asked.form_with("status"), status="achieved")
        self.proved("the apology is recorded", holds="It is recorded" in page.text, page=page)

    def payment(self, amount: str) -> Page:
        """Record a payment of today; return the page it leads to."""
        page = self.staff.get(f"{self.case_url}agreement/")
        asked = self.staff.get(page.link("Record a payment"))
        return self.staff.send(asked, asked.form_with("amount"), amount=amount, means="through_program")

    def begin_closing(self) -> Page:
        """Ask for the end of the case as fulfilled; return what that leads to."""
        return self.step("closing/", reason="completed_with_agreement_fulfilled")

    def end(self) -> None:
        """Bring the case to its end, follow everybody up, report, close it, and see the referrer told."""
        self.begin_closing()
        self.refused(self.staff.get(self.case_url), "parties_told", "report_issued")
        for side in SIDES:
            self.contact(side, "follow_up", "phone", survey_offered="on")
        self.step("report/")
        page = self.referrer.get(self.receipt_url)
        told = "They made an agreement" in page.text and self.names_nobody(page)
        self.proved("the report says yes and no to the referrer, and names nobody", holds=told, page=page)
        page = self.staff.get(self.case_url)
        page = self.staff.send(page, page.form_to("/close/"))
        self.closed = "The case is closed" in page.text
        fulfilled = self.closed and "Agreement fulfilled" in page.text
        self.proved("the case is closed with its reason", holds=fulfilled, page=page)
        self.receipt_is_live("Closed")
