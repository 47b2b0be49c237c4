"""The roads by which cases end: one for each preset, which adds what it refuses (`presets`)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from infra.journey.browser import Page
from infra.journey.film import MAKER, PLACE, is_film, short_film, slip
from infra.journey.surveyed import AFTER, BEFORE, NAMES, NO, PAPER, PHONE, YES, Surveyed
from infra.journey.walk import ZONE
from infra.journey.ways import APOLOGY, MONEY, OFFENDER, PAYMENT, SIDES, SURROGATE, VICTIM, WORK

NAMED = "I am sorry for the bicycle. Jordan Responsible"
LETTER = "I am sorry. I should not have done it, and I will not do it again."
KIND_WORDS = "A payment was due last week. Call us if it is difficult; it can be changed."


class Instalments(Surveyed):
    """They meet and agree, and it is paid in installments, one of which the payer reports."""

    road = "a meeting, and an agreement paid in installments"
    counts: ClassVar[Mapping[str, str]] = {
        "participation": "1",
        "participation/direct": "1",
        "closure/completed_with_agreement_fulfilled": "1",
        "sessions_held": "1",
        "sessions_held/face_to_face": "1",
        "agreements_reached": "1",
        "agreements_fulfilled": "1",
        "money_agreed": "120.00",
        "money_paid": "120.00",
        "money_completed": "1",
    }

    def add_items(self) -> None:
        """Agree on three installments and an apology."""
        due = self.in_two_months()
        plan = {"amount": "120.00", "due_date": due, "parts": 3, "every": "fortnight"}
        self.take("add_agreement_item", kind=MONEY, text="In three parts", **plan, says="The item is added")
        self.take(
            "add_agreement_item", kind=APOLOGY, text="In person", due_date=due, says="The item is added"
        )
        page = self.office.open("agreement/")
        self.proved("the agreement has three installments", holds=page.text.count("40.00") >= 3, page=page)

    def keep_to_it(self) -> None:
        """Pay a part with a mistake that is reversed, a part that is reported with its slip, and the last part."""
        self.payment("45.00")
        self.take("reverse_payment", PAYMENT, says="It is reversed")
        self.payment("40.00")
        self.stands_at("40.00 of 120.00 USD received, 80.00 outstanding")
        guest = self.invite(OFFENDER)
        page = guest.report_payment("40.00", ("slip.png", slip()))
        self.proved("the offender reports a payment with its slip", holds="40.00" in page.text, page=page)
        self.stands_at("40.00 of 120.00 USD received, 80.00 outstanding")
        page = self.office.confirm_payment()
        self.proved("it is looked at and confirmed", holds="confirmed" in page.text, page=page)
        self.stands_at("80.00 of 120.00 USD received, 40.00 outstanding")
        page = guest.browser.get("mine/paid/")
        self.proved("who paid reads that it counts", holds="Confirmed" in page.text, page=page)
        self.refused(self.payment("500.00"), "payment_within_outstanding")
        self.payment("40.00")
        self.stands_at("120.00 of 120.00 USD received, 0.00 outstanding")
        self.refused(self.begin_closing(), "items_terminal")
        self.take("mark_item", APOLOGY, status="achieved", says="It is recorded how the item went")

    def stands_at(self, said: str) -> None:
        """See how the ledger stands."""
        page = self.office.open("ledger/")
        self.proved(f"the ledger says: {said}", holds=said in page.text, page=page)


class Breach(Surveyed):
    """They meet and agree, and it is not paid: each gentle step is taken before it goes back to the referrer."""

    road = "a breach that is returned to the referrer"
    reason, ended = "agreement_unfulfilled_returned", "Agreement not fulfilled, returned"
    facts = (YES, YES, NO)
    after: ClassVar[Mapping[str, str]] = {VICTIM: PAPER, OFFENDER: "unreached"}
    counts: ClassVar[Mapping[str, str]] = {
        "participation": "1",
        "participation/direct": "1",
        "closure/agreement_unfulfilled_returned": "1",
        "sessions_held": "1",
        "sessions_held/face_to_face": "1",
        "agreements_reached": "1",
        "money_agreed": "120.00",
    }

    def add_items(self) -> None:
        """Agree on two installments, the first of which was due by the time it is written down."""
        due = self.in_two_months()
        last_week = datetime.now(ZONE).date() - timedelta(days=7)
        plan = {"amount": "120.00", "due_date": due, "by_hand": f"{last_week} 40.00\n{due} 80.00"}
        self.take("add_agreement_item", kind=MONEY, text="In two parts", **plan, says="The item is added")
        self.take(
            "add_agreement_item", kind=APOLOGY, text="In person", due_date=due, says="The item is added"
        )

    def keep_to_it(self) -> None:
        """Be reminded, talk, look for a change, and still pay nothing."""
        self.take("mark_item", APOLOGY, status="achieved", says="It is recorded how the item went")
        self.is_next("A friendly reminder")
        letter = {"wording": "payment_reminder", "written_in": "en", "channel": "email", "is_safe": True}
        page = self.take("write_letter", OFFENDER, **letter, words=KIND_WORDS)
        mail = self.program.post.letter_with(self.program.mail_of(OFFENDER), "A payment was due")
        self.proved(
            "the reminder is in the mail, and names nobody else", holds="Casey" not in mail, page=page
        )
        self.is_next("A talk with the mediator")
        self.contact(OFFENDER, "arranging", "phone")
        self.is_next("Meeting again, or a changed agreement")
        self.take("amend_agreement", says="have the new version signed")
        self.take("drop_agreement", says="The agreement is given up")
        self.is_next("Back to the referrer")
        self.refused(self.take("mark_item", MONEY, status="achieved"), "ledger_agrees")
        self.take("mark_item", MONEY, status="not_achieved", says="It is recorded how the item went")

    def is_next(self, step: str) -> None:
        """See on the board of what is late which step is next."""
        page = self.office.staff.get("/late/")
        self.proved(f"40.00 is late; next: {step}", holds=f"Next: {step}" in page.text, page=page)


class DialogueAlone(Surveyed):
    """They meet, and want no agreement: it is a success."""

    road = "a dialogue without an agreement"
    reason, ended = "completed_dialogue_no_agreement", "no agreement sought"
    facts = (YES, NO)
    after: ClassVar[Mapping[str, str]] = {VICTIM: "own_page", OFFENDER: PHONE}
    counts: ClassVar[Mapping[str, str]] = {
        "participation": "1",
        "participation/direct": "1",
        "closure/completed_dialogue_no_agreement": "1",
        "sessions_held": "1",
        "sessions_held/face_to_face": "1",
    }

    def keep_to_it(self) -> None:
        """There is nothing to keep."""

    def read_figures(self) -> None:
        """See beside the counts that it stands among what took place, and in no row of failures."""
        super().read_figures()
        page = self.office.figures()[1]
        is_success = "A dialogue without an agreement is no failure" in page.text
        self.proved("the figures say that this is no failure", holds=is_success, page=page)


class Exchange(Surveyed):
    """They never meet: a letter and a film go between them, each read, offered, wanted and opened."""

    mode = "letter_exchange"
    road = "a letter and a film, without a meeting"
    reason, ended = "completed_dialogue_no_agreement", "no agreement sought"
    facts = (YES, NO)
    after: ClassVar[Mapping[str, str]] = {VICTIM: PAPER, OFFENDER: PHONE}
    counts: ClassVar[Mapping[str, str]] = {
        "participation": "1",
        "participation/indirect": "1",
        "closure/completed_dialogue_no_agreement": "1",
    }

    def exchange(self) -> None:
        """Pass a letter on, then a film the other way."""
        self.invite(OFFENDER)
        self.invite(VICTIM)
        self.send_letter()
        self.send_film()

    def send_letter(self) -> None:
        """Take a letter from its first word to the word that it arrived, given back once on the way."""
        sender, reader = self.guest(OFFENDER), self.guest(VICTIM)
        page = sender.write(NAMED)
        self.proved(
            "the offender writes a letter and hands it in", holds="somebody reads it" in page.text, page=page
        )
        (page,) = self.office.messages()
        self.proof.refused_here(self.office.step(page, "approve", recipient=""), "message_tells_nobody")
        page = self.office.step(page, "return", because="Please leave names out.")
        self.proved("it is given back", holds="Please leave names out" in page.text, page=page)
        sender.rewrite(LETTER)
        (page,) = self.office.messages()
        page = self.office.step(page, "approve", recipient="")
        self.proof.remedied("message_tells_nobody")
        self.proved("nobody hears of it before it is offered", holds=not reader.notes(), page=page)
        self.office.step(page, "offer")
        (theirs,) = reader.notes()
        self.proved("it is offered, and shows no word yet", holds=LETTER not in theirs.text, page=theirs)
        self.receive(VICTIM, OFFENDER, lambda found: LETTER in found.text)

    def receive(self, to: str, sender: str, shows: Any) -> Page:
        """Have somebody accept, open and acknowledge the latest message; the sender learns the last of it alone."""
        reader = self.guest(to)
        page = reader.press(_received(reader.notes()), "accept")
        page = reader.press(page, "open")
        self.proved(f"the {to} wants it and opens it", holds=shows(page), page=page)
        theirs = self.guest(sender).notes()[-1]
        self.proved("the sender does not learn it", holds="It arrived" not in theirs.text, page=theirs)
        reader.press(page, "tell")
        theirs = self.guest(sender).notes()[-1]
        self.proved("now they may know that it arrived", holds="It arrived" in theirs.text, page=theirs)
        return page

    def send_film(self) -> None:
        """Send a film in pieces, have it checked and wanted, and play it from its middle."""
        film, sender = short_film(), self.guest(VICTIM)
        page = sender.send_film(film)
        page = sender.press(page, "hand_in")
        page = self.office.checked(self.office.messages()[0])
        self.proved("the film is checked", holds="being checked" not in page.text, page=page)
        page = self.office.step(page, "approve", recipient="")
        self.proof.refused_here(page, "kind_chosen")
        self.choose("recorded_video", remedies=("kind_chosen",))
        self.office.step(self.office.messages()[0], "offer")
        page = self.receive(OFFENDER, VICTIM, lambda found: "play/" in " ".join(found.sources))
        whole, half = self.guest(OFFENDER).play(page), self.guest(OFFENDER).play(page, "bytes=1000-")
        plays = is_film(whole.content) and half.content == whole.content[1000:]
        is_clean = not {MAKER.encode(), PLACE.encode()} & {
            each for each in (MAKER.encode(), PLACE.encode()) if each in whole.content
        }
        self.proved(
            f"it plays, {len(whole.content)} bytes, also from its middle ({half.status})",
            holds=plays and half.status == 206,
            page=page,
        )
        self.proved("where and with what it was taken is gone", holds=is_clean, page=page)


class InTheirPlace(Surveyed):
    """Somebody else goes in place of the person harmed; what was agreed is kept in part."""

    mode = "surrogate"
    sides = (*SIDES, SURROGATE)
    road = "somebody in their place, and an agreement kept in part"
    reason, ended = "agreement_partially_fulfilled", "Agreement fulfilled in part"
    facts = (YES, YES, NO)
    after: ClassVar[Mapping[str, str]] = {VICTIM: "unsuitable", OFFENDER: PHONE, SURROGATE: PAPER}
    counts: ClassVar[Mapping[str, str]] = {
        "participation": "1",
        "participation/surrogate": "1",
        "closure/agreement_partially_fulfilled": "1",
        "sessions_held": "1",
        "sessions_held/surrogate": "1",
        "agreements_reached": "1",
        "hours_community_agreed": "10.0",
        "hours_community_done": "6.0",
    }

    def prepare(self) -> None:
        """Find somebody who goes in their place, and prepare them too."""
        told = {"name": NAMES[SURROGATE], "email": self.program.mail_of(SURROGATE), "role": SURROGATE}
        page = self.office.add_person(**told)
        self.proved("somebody goes in their place", holds="The person is added" in page.text, page=page)
        self.way.know_people()
        self.contact(SURROGATE, "preparation", "in_person", minutes=40)
        super().prepare()

    def ask_before(self) -> None:
        """Ask the third of them on paper."""
        super().ask_before()
        self.on_paper(SURROGATE, BEFORE)

    def hold(self) -> None:
        """Record that they came, without the person harmed."""
        came = [_key(self.way.person_page(side)) for side in (OFFENDER, SURROGATE)]
        self.refused(self.take("record_held", attended=came[:1]), "required_attended")
        self.take("record_held", attended=came, says="the session was held")

    def add_items(self) -> None:
        """Agree on work for the community, and an apology."""
        due = self.in_two_months()
        self.take(
            "add_agreement_item",
            kind=WORK,
            text="In the park",
            hours="10",
            due_date=due,
            says="The item is added",
        )
        self.take(
            "add_agreement_item", kind=APOLOGY, text="In a letter", due_date=due, says="The item is added"
        )

    def keep_to_it(self) -> None:
        """Work a part of the hours, and say so."""
        today = datetime.now(ZONE).date()
        self.take("record_hours", WORK, hours="6", worked_on=today, says="The hours are recorded")
        self.refused(self.take("mark_item", WORK, status="achieved"), "ledger_agrees")
        self.take("mark_item", WORK, status="partial", says="It is recorded how the item went")
        self.take("mark_item", APOLOGY, status="achieved", says="It is recorded how the item went")
        self.refused(self.begin_closing("completed_with_agreement_fulfilled"), "reason_fits")


class Withdrawal(Surveyed):
    """The person harmed stops before they meet: a no that holds, and of which nobody learns more than that it ended."""

    road = "the person harmed withdraws before they meet"
    reason, ended = "victim_withdrew", "withdrew"
    facts = (NO,)
    counts: ClassVar[Mapping[str, str]] = {"participation/declined": "1", "closure/victim_withdrew": "1"}

    def ask_before(self) -> None:
        """Have the person harmed answer on their own page; the other one is asked, and has not answered yet."""
        self.on_own_page(VICTIM, BEFORE)
        self.are_answered((VICTIM, BEFORE))
        page = self.office.offer(self.survey(OFFENDER, BEFORE).address, PHONE)
        self.proved("the other one is asked too", holds="they were asked" in page.text, page=page)

    def meet(self) -> None:
        """Schedule a session, and have it stopped with one press."""
        self.schedule_next_week()
        page = self.guest(VICTIM).stop()
        self.proved("the person harmed stops with one press", holds="It has stopped" in page.text, page=page)
        page = self.way.look("sessions")
        self.proved("the session is canceled", holds="Canceled" in page.text, page=page)

    def agree(self) -> None:
        """Agree on nothing."""

    def keep_to_it(self) -> None:
        """There is nothing to keep."""

    def follow_up(self) -> None:
        """Tell each that it ended; only who did not say no is asked how it was, as one of the comparison group."""
        for side in self.sides:
            self.contact(side, "told_end", "phone")
        page = self.way.look("case")
        is_free = not {"surveys_offered", "parties_told"} & page.guards.keys()
        self.proved("where nobody met, no survey holds the case up", holds=is_free, page=page)
        late, theirs = self.survey(OFFENDER, BEFORE), self.survey(OFFENDER, AFTER)
        holds = late.state == "No answer in time" and theirs.group == "Not mediated"
        page = self.office.open("surveys/")
        self.proved("what was to be asked before is over, and they are compared with", holds=holds, page=page)
        self.on_paper(OFFENDER, AFTER)
        is_kept = self.office.survey("Person harmed", AFTER, "") is None
        self.proved("who said no is not asked again", holds=is_kept, page=page)


def _received(notes: list[Page]) -> Page:
    """Return the message that waits for a yes."""
    return next(page for page in notes if page.forms_with("accept"))


def _key(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[1]
