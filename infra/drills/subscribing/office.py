"""One program and whoever pays for it: from its sign-up over trial, card, change, failure and recovery to the end."""

import re
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from infra.drills.subscribing.person import Person, in_days, read, written
from infra.journey.proving import NotProved

PASSWORD = "three plain words together"
PAYS, FAILS_LATER, FIRST_ONLY = "4242424242424242", "4000000000000341", "4000000000004341"
TRIAL_DAYS = 30
RESTRICTED_AFTER = 15
LATE_DAYS = 2
BUSY_SECONDS = 180


@dataclass(frozen=True)
class Office:
    """A program's address, and where its letters go."""

    address: str
    email: str


def sign_up(person: Person, word: str) -> Office:
    """Start a program on the public site, and choose a password."""
    page, email = person.page, f"founder@{word}.example"
    person.go(f"{person.ground.site}/start/")
    for name, value in (
        ("name", f"{word.title()} Mediation"),
        ("place", "Elkhart, Indiana"),
        ("slug", f"{word}-mediation"),
        ("founder_name", "Fay Founder"),
        ("email", email),
    ):
        page.fill(f"[name={name}]", value)
    page.check("[name=type][value=community_agency]")
    page.check("[name=track][value=own]")
    page.select_option("[name=time_zone]", "America/New_York")
    page.check("[name=terms]")
    person.press("Start the program")
    deadline = time.monotonic() + BUSY_SECONDS
    while page.locator("[data-trouble=busy]").count() and time.monotonic() < deadline:
        # None is prepared just now: the page asks to wait and to press again.
        time.sleep(3)
        person.press("Start the program")
    if page.locator("[name=slug]").count():
        raise NotProved(f"The program is not signed up: {person.text}")
    with page.expect_navigation():
        page.locator("main a.govuk-button").first.click()
    address = re.match(r"https?://[^/]+", page.url)[0]  # type: ignore[index]
    person.go(f"{address}/account/password/")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    person.go(f"{address}/plan/")
    person.says(
        "a program is signed up, without Stripe, and on trial",
        "Trial, free of charge",
        day=in_days(TRIAL_DAYS),
    )
    return Office(address, email)


def sign_in(person: Person, address: str, email: str, password: str) -> None:
    """Sign in at a host."""
    person.go(f"{address}/sign-in/")
    person.page.locator("input[type=email], input[name=username]").first.fill(email)
    person.page.fill("input[type=password]", password)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def go_over(person: Person, office: Office) -> None:
    """Go from the program's page of its plan to the payments."""
    person.go(f"{office.address}/plan/")
    person.press("Manage payment")
    person.press("Go to the payments")
    person.says("the program's administrator is at its payments", "Plan and payments", "Invoices")


def subscribe_by_card(
    person: Person, card: str, *, plan: str = "program-small.1", told: str, email: str
) -> None:
    """Choose a plan, pay on Stripe's page, and come back."""
    page = person.page
    person.press("Choose a plan")
    if page.locator("[name=country]").count():
        page.fill("[name=email]", email)
        person.press("Save")
    page.check(f"[name=plan][value='{plan}']")
    page.check("[name=way][value=card]")
    person.press("Go on")
    person.says("Stripe's page says what is paid, and when", "USD", told)
    page.check(f"[name=card][value='{card}']")
    person.press("Subscribe")
    person.says("back from Stripe, the subscription is there", "Stripe has told us")


def fail_to_renew(person: Person, office: Office) -> None:
    """Let days pass until two after the next payment, which fails; the program and a letter say so."""
    person.go(f"{person.ground.site}/billing/")
    due = read(person.text, "Next payment")
    days = (due - datetime.now(UTC).date()).days + LATE_DAYS
    person.ground.pass_days(days)
    lapse_is_told(person, office, due - timedelta(days=days))


def lapse_is_told(person: Person, office: Office, since: date) -> None:
    """See in the program and in a letter since when nobody pays, and what stops next on which day."""
    person.go(f"{office.address}/plan/")
    person.comes_to_say("the program says that nobody pays", "Nobody has paid for this program since")
    told = read(person.text, "Nobody has paid for this program since")
    # The payments' pages have the platform's time zone, which can be a day ahead.
    if since - told not in (timedelta(0), timedelta(days=1)):
        raise NotProved(f"Nobody pays since {since}, not {told}.")
    ahead = written(told + timedelta(days=RESTRICTED_AFTER))
    person.says(
        "since when, that everything goes on, and what stops on which day",
        "Everything goes on.",
        f"From {ahead}: New referrals",
    )
    letter = person.hears("a letter says the same", office.email, f"Since {written(told)} nobody pays")
    if "No meeting is canceled by this" not in letter:
        raise NotProved(f"The letter does not say that no meeting is canceled: {letter}")


def pay_with_another_card(person: Person, office: Office) -> None:
    """Give a card that pays on Stripe's page, pay what is open, and see everything open again."""
    go_over(person, office)
    person.says("the payments say that one is late", "Payment is late")
    person.press("Card or bank account")
    person.page.check(f"[name=card][value='{PAYS}']")
    person.press("Use this one from now on")
    person.press("Pay what is open")
    person.press("Back to Amends")
    person.comes_to_say("back from Stripe, it is paid", "Next payment")
    if "Payment is late" in person.text or "To be paid" in person.text.partition("Invoices")[2].replace(
        "To be paid by", ""
    ):
        raise NotProved(f"Something is still to be paid: {person.text}")
    person.go(f"{office.address}/plan/")
    person.comes_to_say_no_more("the program is open again", "Nobody has paid", "Nobody, since")
    person.says("and says who pays", "The program itself")


class ByCard:
    """The way of a program that pays by card, to its end and beyond."""

    def __init__(self, person: Person, word: str) -> None:
        self.person, self.word = person, word

    def go(self) -> None:
        """Take the whole way."""
        self.office = sign_up(self.person, self.word)
        self.begin()
        self.change()
        self.fail_and_recover()
        self.cancel_and_go_on()
        self.end_and_begin_again()

    def begin(self) -> None:
        """Subscribe within the trial, and pay when it ends."""
        person = self.person
        go_over(person, self.office)
        person.says(
            "nothing is subscribed to yet", "Nothing is subscribed to", "Trial", day=in_days(TRIAL_DAYS)
        )
        subscribe_by_card(person, PAYS, told="Nothing is paid until the trial ends.", email=self.office.email)
        person.says("the first payment is at the trial's end", "First payment", day=in_days(TRIAL_DAYS))
        person.ground.pass_days(TRIAL_DAYS + 1)
        person.go(f"{person.ground.site}/billing/")
        person.comes_to_say(
            "the trial is over and the first invoice is paid", "Next payment", "$29.00 ", "Paid"
        )
        person.go(f"{self.office.address}/plan/")
        person.comes_to_say("the program pays for itself", "The program itself", "Small")

    def change(self) -> None:
        """Take a larger plan, and pay what was shown."""
        person = self.person
        person.go(f"{person.ground.site}/billing/")
        person.press("Change the plan")
        person.page.check("[name=plan][value='program-medium.1']")
        person.press("See what it costs")
        person.says("the price of a change is said before it is made", "Charged now: $", "$79.00 a month")
        due = re.search(r"Charged now: (\$\d+\.\d\d)", person.text)[1]  # type: ignore[index]
        person.press("Change the plan")
        person.says("the plan is changed, for what was shown", "The plan is changed.", "Medium", due)

    def fail_and_recover(self) -> None:
        """Keep a card that will not pay, see the renewal fail, come down a rung, and pay with another one."""
        person, office = self.person, self.office
        person.press("Card or bank account")
        person.page.check(f"[name=card][value='{FAILS_LATER}']")
        person.press("Use this one from now on")
        person.says("Stripe's page keeps another card", "Ends in 0341")
        person.press("Back to Amends")
        fail_to_renew(person, office)
        person.ground.pass_days(RESTRICTED_AFTER)
        person.go(f"{office.address}/plan/")
        person.comes_to_say("after 15 days nothing new is taken in", "New referrals and cases are not taken")
        person.hears("and a letter says so", office.email, "It takes no new referrals and cases in now")
        pay_with_another_card(person, office)

    def cancel_and_go_on(self) -> None:
        """Cancel, read when it ends, and go on after all."""
        person, office = self.person, self.office
        go_over(person, office)
        person.press("Cancel")
        person.says("before it is canceled the page says what ends", "It ends on", "No meeting is canceled")
        person.press("Cancel the subscription")
        person.says("it ends with what is paid", "The subscription ends with what is paid.", "Ends")
        person.go(f"{office.address}/plan/")
        person.comes_to_say("the program knows until when", "The program itself, until")
        person.go(f"{person.ground.site}/billing/")
        person.press("Go on after all")
        person.says("it goes on after all", "The subscription goes on.", "Next payment")
        person.go(f"{office.address}/plan/")
        person.comes_to_say_no_more("the program knows of no end", "The program itself, until")

    def end_and_begin_again(self) -> None:
        """Cancel for good, lapse, subscribe again with a card that pays once, and recover from that too."""
        person, office = self.person, self.office
        person.go(f"{person.ground.site}/billing/")
        person.press("Cancel")
        person.press("Cancel the subscription")
        person.says(
            "it is canceled again, a moment later", "The subscription ends with what is paid.", "Ends"
        )
        person.ground.pass_days(40)
        person.go(f"{office.address}/plan/")
        person.comes_to_say(
            "what was paid is used up, and nobody pays", "Nobody has paid for this program since"
        )
        go_over(person, office)
        person.comes_to_say("nothing is subscribed to any more", "Nothing is subscribed to")
        subscribe_by_card(person, FIRST_ONLY, told="Paid now.", email=office.email)
        person.go(f"{office.address}/plan/")
        person.comes_to_say_no_more(
            "subscribed again, everything is open", "Nobody has paid", "Nobody, since"
        )
        fail_to_renew(person, office)
        pay_with_another_card(person, office)
