"""What a coordinator does on the pages alone, whichever way a case is taken: surveys, messages, reports of payments."""

import csv
import io
import re
import time
import urllib.parse
from dataclasses import dataclass
from typing import Any

from infra.journey.browser import Browser, Page
from infra.journey.proving import NotProved

CODE = re.compile(r"stored nowhere\. (\d{3}) (\d{3})")
CHECKED_WITHIN = 60.0
"""Seconds until a recording must have been looked at."""


@dataclass(frozen=True)
class Survey:
    """A row of the list of surveys, as it reads, and where it leads."""

    address: str
    side: str
    moment: str
    group: str
    state: str


class Office:
    """The coordinator's browser, in one case."""

    def __init__(self, staff: Browser, case_url: str):
        self.staff, self.case_url = staff, case_url

    def open(self, part: str = "") -> Page:
        """Open a page below that of the case."""
        return self.staff.get(f"{self.case_url}{part}")

    # Surveys

    def surveys(self) -> list[Survey]:
        """Return the surveys of the case, as its page lists them."""
        page = self.open("surveys/")
        rows = [row for row in page.rows if row and row[0] in page.links]
        return [Survey(page.link(row[0]), row[2], row[3], row[4], row[6]) for row in rows]

    def survey(self, side: str, moment: str, name: str) -> Survey | None:
        """Return somebody's survey of a moment; None where there is none."""
        found = [each for each in self.surveys() if (each.side, each.moment) == (side, moment)]
        if len(found) > 1:
            found = [each for each in found if name in self.staff.get(each.address).text]
        return found[0] if found else None

    def offer(self, address: str, way: str) -> Page:
        """Ask somebody by a way."""
        page = self.staff.get(address)
        return self.staff.send(page, page.form_with("way", "offer"), way=way, offer="yes")

    def code_of(self, page: Page) -> str:
        """Return the six digits that are shown once; NotProved without them."""
        found = CODE.search(page.text)
        if found is None:
            raise NotProved(f"{page.url} shows no digits: {page.text[:500]}")
        return "".join(found.groups())

    def type_in(self, address: str, way: str) -> Page:
        """Fill in the first answer to each question, as it was heard or as it stands on paper."""
        page = self.staff.get(f"{address}answers/")
        form = page.form_with("way")
        asked = form.names - {"csrfmiddlewaretoken", "way", "words"}
        first = {name: page.boxes[name][0] for name in asked if name in page.boxes}
        return self.staff.send(page, form, **first, way=way)

    def set_aside(self, address: str, state: str, reason: str = "") -> Page:
        """Note that somebody is not asked."""
        page = self.staff.get(address)
        return self.staff.send(
            page, page.form_with("state", "aside"), state=state, reason=reason, aside="yes"
        )

    # Messages

    def messages(self) -> list[Page]:
        """Open each message of the case, the latest first."""
        page = self.open("messages/")
        links = dict.fromkeys(link for found in page.all_links.values() for link in found)
        return [
            self.staff.get(link)
            for link in links
            if urllib.parse.urlsplit(link).path.startswith("/messages/")
        ]

    def step(self, page: Page, name: str, **answers: Any) -> Page:
        """Take a step of a message, even one that is not offered."""
        offered = [form for form in page.forms if form.action.endswith(f"/{name}/")]
        if offered:
            found = {key: value or page.boxes[key][0] for key, value in answers.items()}
            return self.staff.send(page, offered[0], **found)
        raise LookupError(f"{page.url} does not offer {name}: {page.text[:800]}")

    def checked(self, page: Page) -> Page:
        """Wait until a recording was looked at."""
        deadline = time.monotonic() + CHECKED_WITHIN
        while "being checked" in page.text and time.monotonic() < deadline:
            time.sleep(0.3)
            page = self.staff.get(page.url)
        return page

    # People, payments, figures

    def add_person(self, **told: Any) -> Page:
        """Add somebody to the case."""
        page = self.open("people/add/")
        return self.staff.send(page, page.form_with("name", "role"), **told)

    def confirm_payment(self) -> Page:
        """Look at the payment that was reported, take its proof, and confirm it."""
        page = self.open("ledger/")
        page = self.staff.get(page.link("Look at it"))
        return self.staff.send(page, page.form_with("confirm"), confirm="1")

    def figures(self) -> tuple[dict[str, dict[str, str]], Page]:
        """Return the rows of this year's report that are not zero, by definition and part, and the page of it."""
        content = self.staff.ask("GET", "/figures/file/?format=csv").content.decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(content))
        told = {f"{row['Definition']}/{row['Part']}".strip("/"): row for row in rows}
        counted = {name: row for name, row in told.items() if row["Number"] and float(row["Number"])}
        return counted, self.staff.get("/figures/")
