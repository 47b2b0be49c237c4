"""One case through one program, from the referral to the end, with a refusal and its remedy on the way."""

import random
import time
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from infra.journey.browser import Browser, Form, Page
from programs.demo import PASSWORD, Demo

RECEIPT_WITHIN = 10.0
"""Seconds until a status must have crossed to the public side and back."""

CONFLICTS = {
    # Type: connection that the coordinator answers, and the rule that must refuse.
    "church": ("kin", "no_connection"),
    "community_agency": ("none", "no_involved_office"),
    "probation": ("none", "no_officer_of_department"),
    "dispute_settlement": ("other_matter", "no_connection"),
}
REFERRERS = {
    "church": ("school", "Lincoln School"),
    "community_agency": ("police", "Riverside Police Department"),
    "probation": ("judge", "Lakeview Juvenile Court"),
    "dispute_settlement": ("community", ""),
}


class NotProved(AssertionError):
    """A page did not show what the step promises."""


class Walk:
    """The journey of one case."""

    def __init__(self, demo: Demo, address: str, say: Callable[[str], None]):
        self.demo, self.say = demo, say
        self.referrer, self.staff = Browser(address), Browser(address)
        self.steps = 0
        self.closed = False
        self.refusals: list[str] = []
        self.slowest_receipt = 0.0
        self.receipt_url = self.referral_url = self.case_url = ""

    def go(self) -> None:
        """Take the whole way; raises NotProved or LookupError where a page is not what it should be."""
        self.say(f"\n{self.demo.name} ({self.demo.type})")
        self.refer()
        self.sign_in()
        self.accept()
        self.screen()
        self.assign()
        self.try_to_schedule_without_consent()
        self.consent()
        self.schedule(next_week=True)
        self.withdraw_and_consent_again()
        self.schedule(next_week=False)
        self.hold()
        self.agree()
        self.pay()
        self.close()

    # What happened

    def proved(self, what: str, *, holds: bool, page: Page) -> None:
        """Print a step that holds; raise NotProved for one that does not."""
        if not holds:
            raise NotProved(
                f"{self.demo.name}: {what}. {page.url} answered {page.status}: {page.text[:1500]}"
            )
        self.steps += 1
        self.say(f"  {what}")

    def refused(self, page: Page, *rules: str) -> None:
        """Check that a page refuses by these rules, with a sentence and a remedy, and print them."""
        self.proved(f"refused: {', '.join(rules)}", holds=set(rules) <= page.guards.keys(), page=page)
        for rule in rules:
            self.refusals.append(rule)
            self.say(f"    {page.guards[rule]}")
            if not page.guards[rule]:
                raise NotProved(f"{rule} refuses without a word.")

    def step(self, path: str, **values: Any) -> Page:
        """Open the page of a step of the case, fill it in, send it, and return what it leads to."""
        page = self.staff.get(f"{self.case_url}{path}")
        return self.staff.send(page, page.form_to(page.url), **values)

    # The way

    def refer(self) -> None:
        """Send the public form, first with a mistake."""
        page = self.referrer.get("refer/")
        form = page.form_with("offender_name")
        kind, office = REFERRERS[self.demo.type]
        stages = {"dispute_settlement": "community"}
        answers: dict[str, Any] = {
            "referrer_class": kind,
            "office_name": office,
            "referrer_name": "Robin Referrer",
            "stage": stages.get(self.demo.type, "post_charge"),
            "offences": ["theft", "property_damage"],
            "summary": "A bicycle was taken from the yard and came back broken.",
            "offender_name": "Jordan Responsible",
            "offender_phone": "555 0100 77",
            "victim_name": "Casey Harmed",
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
        self.receipt_url = page.url
        nameless = not any(name in page.text + page.url for name in ("Casey", "Jordan", "Robin"))
        self.proved(
            "the referral is received, and its receipt names nobody",
            holds="/received/" in page.url and nameless,
            page=page,
        )
        self.reference = page.text.split("Your reference")[1].split()[0]

    def sign_in(self) -> None:
        """Sign in as the coordinator."""
        page = self.staff.get("sign-in/")
        form = page.form_with("username", "password")
        page = self.staff.send(
            page, form, username=f"coordinator@{self.demo.slug}.example", password=PASSWORD
        )
        self.proved("the coordinator signs in", holds="Sign out" in page.text, page=page)

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
        """Take the case, and record the acknowledgement."""
        self.step("screening/")
        page = self.staff.get(self.case_url)
        self.proved(
            "the page lists everything that is missing",
            holds={"acknowledgement_met", "mediator_assigned"} <= page.guards.keys(),
            page=page,
        )
        page = self.step("acknowledgement/", answer="basic_facts")
        self.proved(
            "the acknowledgement is recorded", holds="acknowledgement_met" not in page.guards, page=page
        )

    def assign(self) -> None:
        """Try a mediator who is not neutral, then one who is."""
        connection, rule = CONFLICTS[self.demo.type]
        conflicted, proper, supervisor = (
            next(worker.name for worker in self.demo.workers if worker.login == login)
            for login in ("mediator2", "mediator", "supervisor")
        )
        page = self.staff.get(f"{self.case_url}mediator/")
        form = page.form_with("mediator", "connection", "supervisor")
        people, supervisors = form.options["mediator"], form.options["supervisor"]
        page = self.staff.send(
            page, form, mediator=people[conflicted], connection=connection, supervisor=supervisors[supervisor]
        )
        self.refused(page, rule)
        form = page.form_with("mediator", "connection", "supervisor")
        page = self.staff.send(
            page, form, mediator=people[proper], connection="none", supervisor=supervisors[supervisor]
        )
        self.proved("a neutral mediator is assigned", holds="mediator_assigned" not in page.guards, page=page)
        page = self.staff.send(page, page.form_to("/preparing/"))
        self.proved(
            "preparing begins",
            holds=page.status == HTTPStatus.OK and not page.guards.get("acknowledgement_met"),
            page=page,
        )

    def try_to_schedule_without_consent(self) -> None:
        """Ask for a session before anybody consented."""
        page = self.staff.get(f"{self.case_url}session/")
        self.refused(page, "right_state", "consents_live")
        # The page offers no form; a request that is sent all the same is refused by the action.
        answers = {name: [str(value)] for name, value in self.session_answers(next_week=True).items()}
        answers |= {"form_key": [str(uuid.uuid4())]} | page.forms[0].values
        page = self.staff.send(page, Form(page.url, answers))
        self.proved(
            "a request that is sent all the same is refused too",
            holds=page.status == HTTPStatus.CONFLICT,
            page=page,
        )

    def consent(self) -> None:
        """Record the consent of both, and mark the case as ready."""
        page = self.staff.get(f"{self.case_url}people/")
        count = 0
        while "Record consent" in page.links:
            asked = self.staff.get(page.link("Record consent"))
            page = self.staff.send(asked, asked.form_with("is_free"), form="written", is_free="on")
            count += 1
        self.proved("consent is recorded for whoever had not given it", holds=count > 0, page=page)
        page = self.staff.get(self.case_url)
        page = self.staff.send(page, page.form_to("/ready/"))
        self.proved("the case is ready", holds="consents_live" not in page.guards, page=page)

    def ask_for_session(self, *, next_week: bool) -> Page:
        """Send the form of a session: next week, or right now."""
        return self.step("session/", **self.session_answers(next_week=next_week))

    def session_answers(self, *, next_week: bool) -> dict[str, Any]:
        """Return what is filled into the form of a session."""
        day, starts, ends = self.time_of_session(next_week=next_week)
        where = {"mode": "face_to_face", "place": "Library, room 2"}
        return where | {
            "day_day": day.day,
            "day_month": day.month,
            "day_year": day.year,
            "starts": starts,
            "ends": ends,
        }

    def time_of_session(self, *, next_week: bool) -> tuple[date, str, str]:
        """Return the day and times in the program's zone; by chance, since other journeys book the mediator too.

        A session of now has begun some minutes ago, which may be entered; none crosses midnight.
        """
        now = datetime.now(ZoneInfo(self.demo.time_zone))
        if next_week:
            return (now + timedelta(days=random.randint(7, 300))).date(), "14:30", "4:00 pm"
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        starts = max(now - timedelta(minutes=random.randint(1, 13)), midnight)
        return now.date(), f"{starts:%H:%M}", f"{starts + timedelta(minutes=1):%H:%M}"

    def schedule(self, *, next_week: bool) -> None:
        """Schedule a session with everybody's consent."""
        for _attempt in range(8):
            page = self.ask_for_session(next_week=next_week)
            if "mediators_free" not in page.guards:
                break
        self.proved("a session is scheduled", holds="The session is scheduled" in page.text, page=page)

    def withdraw_and_consent_again(self) -> None:
        """Withdraw one consent: the session is canceled; then agree anew."""
        page = self.staff.get(f"{self.case_url}people/")
        asked = self.staff.get(page.link("Withdraw"))
        self.staff.send(asked, asked.form_to(asked.url))
        page = self.staff.get(self.case_url)
        self.proved("one withdraws: the session is canceled", holds=": Canceled" in page.text, page=page)
        self.refused(page, "consents_live")
        self.consent()

    def hold(self) -> None:
        """Record that the session was held."""
        page = self.staff.get(self.case_url)
        page = self.staff.send(page, page.form_to("/session/held/"))
        self.proved("the session was held", holds="the session was held" in page.text, page=page)

    def agree(self) -> None:
        """Write the agreement and record the signatures."""
        self.step("agreement/begin/")
        due = datetime.now(ZoneInfo(self.demo.time_zone)).date() + timedelta(days=60)
        when = {"due_date_day": due.day, "due_date_month": due.month, "due_date_year": due.year}
        self.step(
            "agreement/items/", kind="monetary_restitution", text="Two payments", amount="120.00", **when
        )
        page = self.step("agreement/items/", kind="apology", text="In person", **when)
        self.proved(
            "the agreement has two items", holds="120.00" in page.text and "Apology" in page.text, page=page
        )
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
        self.proved(
            "a mistake is reversed, not edited",
            holds="Reversal" in page.text and "120.00" in page.text,
            page=page,
        )
        page = self.payment("500.00")
        self.refused(page, "payment_within_outstanding")
        page = self.payment("120.00")
        self.proved("everything is paid", holds="Done" in page.text, page=page)
        page = self.case_closing()
        self.refused(page, "items_terminal")
        page = self.staff.get(f"{self.case_url}agreement/")
        asked = self.staff.get(page.all_links["Record how it went"][-1])
        page = self.staff.send(asked, asked.form_with("status"), status="achieved")
        self.proved("the apology is recorded", holds="It is recorded" in page.text, page=page)

    def payment(self, amount: str) -> Page:
        """Record a payment of today; return the page it leads to."""
        page = self.staff.get(f"{self.case_url}agreement/")
        asked = self.staff.get(page.link("Record a payment"))
        return self.staff.send(asked, asked.form_with("amount"), amount=amount, means="through_program")

    def case_closing(self) -> Page:
        """Ask for the end of the case as fulfilled; return what that leads to."""
        return self.step("closing/", reason="completed_with_agreement_fulfilled")

    def close(self) -> None:
        """Bring the case to its end, close it, and see the referrer told."""
        self.case_closing()
        page = self.staff.get(self.case_url)
        page = self.staff.send(page, page.form_to("/close/"))
        self.closed = "The case is closed" in page.text
        self.proved(
            "the case is closed with its reason",
            holds=self.closed and "Agreement fulfilled" in page.text,
            page=page,
        )
        self.receipt_is_live("Closed")
