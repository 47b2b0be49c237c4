"""A case by the API of its program, with a token that its founder makes on a page; `surveyed` names what it lacks."""

import re
import uuid
from http import HTTPStatus
from typing import Any

from infra.journey.browser import Browser
from infra.journey.founding import PASSWORD, Founded
from infra.journey.software import Reply, Software
from infra.journey.ways import CASE, PAYMENT, REFERRAL, SIDES, SURROGATE

TOKEN = re.compile(r"amends_[0-9A-Za-z]{49}")
PARTS = {"case": "", "sessions": "sessions/", "agreement": "agreement/"}


class ByApi:
    """The way by the API (`ways.Way`). Whatever takes effect is sent twice and done once."""

    def __init__(self, program: Founded):
        self.proved = program.proof.proved
        self.address = program.address
        self.software = Software(self.address, self._token(program.browsers["founder"]))
        self.referral = self.case = ""
        self.people: dict[str, str] = {}
        self.replayed = 0

    def _token(self, founder: Browser) -> str:
        page = founder.get(founder.get("team/").link("Access for software"))
        page = founder.get(page.link("Make a token"))
        if not page.forms_with("scopes"):  # it asks again who one is
            page = founder.send(page, page.form_with("password"), password=PASSWORD)
        form = page.form_with("scopes")
        page = founder.send(page, form, name="The journey", scopes=page.boxes["scopes"], days="30")
        found = TOKEN.search(page.text)
        self.proved("a token is made, and shown once", holds=found is not None, page=page)
        return found[0] if found else ""

    def is_refused_at(self, address: str) -> bool:
        """Return whether the token is nothing at another host."""
        answer = Software(address, self.software.token).get("cases/")
        return answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)

    def refer(self, answers: dict[str, Any]) -> Reply:
        """Send it as an agency's system does."""
        return self._send("referrals/", answers)

    def find(self, reference: str) -> None:
        """Find it among all referrals."""
        inbox = self.software.get("referrals/").body["results"]
        self.referral = next(each["id"] for each in inbox if each["reference"] == reference)

    def accept(self, reference: str) -> Reply:
        """Find the referral and accept it."""
        self.find(reference)
        reply = self.take("accept_referral", REFERRAL)
        self.case = reply.body["made"]["id"]
        self.know_people()
        return reply

    def case_page(self) -> str:
        """Return the page with the same key."""
        return f"{self.address}cases/{self.case}/"

    def person_page(self, side: str) -> str:
        """Return the page with the same key."""
        return f"{self.address}people/{self.people[side]}/"

    def know_people(self) -> None:
        """Ask for their list."""
        people = self.software.get(f"cases/{self.case}/people/").body["results"]
        self.people = {each["role"]: each["id"] for each in people if each["role"] in (*SIDES, SURROGATE)}

    def receipt(self) -> Reply:
        """Read it in the referral, and leave everything else of that away."""
        reply = self.software.get(f"referrals/{self.referral}/")
        return Reply(reply.url, reply.status, reply.body["receipt"])

    def told(self) -> dict[str, str]:
        """Read its rows."""
        return {each["label"]: each["value"] for each in self.receipt().body["rows"]}

    def is_receipt_live(self) -> bool:
        """Read it beside."""
        return bool(self.receipt().body["is_live"])

    def look(self, part: str) -> Reply:
        """Ask for it."""
        return self.software.get(f"cases/{self.case}/{PARTS[part]}")

    def ask(self, step: str, about: str = CASE) -> Reply:
        """Ask the step what it asks."""
        return self.software.get(self._address(step, about))

    def choice(self, step: str, question: str, label: str) -> str:
        """Read it in the answer of the step."""
        return next(each["value"] for each in self._choices(step, question) if each["label"] == label)

    def values(self, step: str, question: str, about: str = CASE) -> list[str]:
        """Read them there too."""
        return [each["value"] for each in self._choices(step, question, about)]

    def take(self, step: str, about: str = CASE, **answers: Any) -> Reply:
        """Post the answers to the step."""
        return self._send(self._address(step, about), answers)

    def _choices(self, step: str, question: str, about: str = CASE) -> list[dict[str, str]]:
        asked = self.ask(step, about).body["questions"]
        found: list[dict[str, str]] = next(each["choices"] for each in asked if each["name"] == question)
        return found

    def _address(self, step: str, about: str) -> str:
        if about == CASE:
            return f"cases/{self.case}/steps/{step}/"
        if about == REFERRAL:
            return f"referrals/{self.referral}/steps/{step}/"
        if about in self.people:
            return f"people/{self.people[about]}/steps/{step}/"
        items = self.look("agreement").body["items"]
        if about == PAYMENT:
            latest = [each["id"] for item in items for each in item["payments"]][-1]
            return f"payments/{latest}/steps/{step}/"
        return f"items/{next(item['id'] for item in items if item['kind'] == about)}/steps/{step}/"

    def _send(self, path: str, answers: dict[str, Any]) -> Reply:
        key = str(uuid.uuid4())
        reply = self.software.post(path, answers, key)
        if reply.status < HTTPStatus.BAD_REQUEST:
            again = self.software.post(path, answers, key)
            if not again.is_replayed or again.body != reply.body:
                raise LookupError(f"{reply.url} was sent twice with one key and answered {again}.")
            self.replayed += 1
        return reply
