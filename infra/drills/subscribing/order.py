"""A program that pays by invoice on a purchase order, and pays late."""

from infra.drills.subscribing.office import TRIAL_DAYS, Office, go_over, lapse_is_told, sign_up
from infra.drills.subscribing.person import Person, in_days
from infra.journey.proving import NotProved

NUMBER = "PO-2026-118"
DUE_DAYS = 30
LATE_DAYS = 5
FINAL_AFTER = 1 / 24
"""Days for which Stripe keeps a draft; what is to be paid is due from then on."""


class ByInvoice:
    """The way of such a program."""

    def __init__(self, person: Person, word: str) -> None:
        self.person, self.word = person, word

    def go(self) -> None:
        """Subscribe, get an invoice, be late, pay, and be open again."""
        person = self.person
        office = sign_up(person, self.word)
        self.subscribe(office)
        person.ground.pass_days(TRIAL_DAYS + 1)
        person.go(f"{person.ground.site}/billing/")
        due = in_days(DUE_DAYS - 1 + FINAL_AFTER)
        person.comes_to_say("an invoice came with a day on it", "To be paid", day=due)
        person.go(f"{office.address}/plan/")
        person.comes_to_say("until that day the program is paid for", "The program itself")
        person.ground.pass_days(DUE_DAYS - 1 + LATE_DAYS)
        lapse_is_told(person, office, in_days(-LATE_DAYS).date())
        self.pay(office)

    def subscribe(self, office: Office) -> None:
        """Choose to pay by invoice, forget the number, and write it."""
        person, page = self.person, self.person.page
        go_over(person, office)
        person.press("Choose a plan")
        if page.locator("[name=country]").count():
            page.fill("[name=email]", office.email)
            person.press("Save")
        page.check("[name=plan][value='program-large.1']")
        page.check("[name=way][value=invoice]")
        person.press("Go on")
        person.says("an order's number is asked for", "Write the number of the purchase order")
        if not page.is_checked("[name=plan][value='program-large.1']"):
            raise NotProved("The choice of a plan is lost.")
        page.fill("[name=po_number]", NUMBER)
        person.press("Go on")
        person.says(
            "subscribed, without a card", "You are subscribed.", "First payment", day=in_days(TRIAL_DAYS)
        )

    def pay(self, office: Office) -> None:
        """Open the invoice at Stripe, have the transfer come in, and see the program open."""
        person = self.person
        go_over(person, office)
        person.says("the payments say that one is late", "Payment is late")
        with person.page.expect_navigation():
            person.page.locator("main table tbody tr", has_text="To be paid").last.locator("a").first.click()
        person.says("Stripe's invoice carries the order's number", NUMBER, "State: open")
        person.press("A bank transfer has come in")
        person.says("Stripe has the money", "State: paid")
        person.go(f"{office.address}/plan/")
        person.comes_to_say_no_more("the program is paid for again", "Nobody has paid", "Nobody, since")
        person.go(f"{person.ground.site}/billing/")
        person.says("the invoice is paid", "Paid", "Next payment")
