"""Somebody at a browser: what they press, what the page has to say to them, and what axe finds on the way."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from infra.journey.proving import NotProved
from tests.amends.web.browser import Walk

# As newspapers of the United States write them, which is what the pages do in English.
MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
# Those of the platform and of the programs here: near midnight either day is right.
ZONES = (UTC, ZoneInfo("America/New_York"))
COMES_WITHIN = 60.0
"""Seconds in which what a job does has to be seen."""
LONGEST_MS = 60_000


class Ground(Protocol):
    """Where the walk takes place: an instance of `up`, or servers of a test."""

    site: str
    """The platform's address, without a slash."""

    def pass_days(self, days: float) -> None:
        """Let days pass at Stripe and in what is ours."""

    def letter(self, address: str, words: str) -> str:
        """Return the newest letter to an address that holds these words; waits for it, raises LookupError."""

    def pause(self) -> None:
        """Let jobs be done for a moment."""


def days_of(moment: datetime) -> set[str]:
    """Return the day of a moment as a page can write it."""
    return {written(moment.astimezone(zone).date()) for zone in ZONES}


def written(day: date) -> str:
    """Return a day as pages write it in English."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def read(text: str, after: str) -> date:
    """Return the day that stands behind these words."""
    found = re.search(rf"{after} (\S+) (\d+), (\d{{4}})", text)
    if found is None:
        raise NotProved(f"No day stands behind “{after}”: {text}")
    return date(int(found[3]), MONTHS.index(found[1]) + 1, int(found[2]))


def in_days(days: float) -> datetime:
    """Return the moment that is so many days off."""
    return datetime.now(UTC) + timedelta(days=days)


class Person:
    """One person at one browser; raises NotProved where a page does not say what it has to."""

    def __init__(self, page: Any, ground: Ground, say: Callable[[str], None]) -> None:
        self.page, self.ground, self.say = page, ground, say
        self.walk = Walk(page, ground.site)
        # Stripe's pages are another site, which the walk is to lead to.
        self.seen: set[str] = set()
        self.steps = 0
        page.set_default_timeout(LONGEST_MS)

    @property
    def wrong(self) -> list[str]:
        """Return what axe, the browser or a ruler found wrong on our pages."""
        port = urlsplit(self.ground.site).port
        return [
            each
            for each in self.walk.wrong
            if f":{port}/" in each.split(" asks ")[0] and " asks " not in each
        ]

    @property
    def text(self) -> str:
        """Return what stands in the page, with single spaces."""
        return re.sub(r"\s+", " ", str(self.page.locator("main").inner_text()))

    def go(self, address: str) -> None:
        """Open an address."""
        self.page.goto(address)
        self._look()

    def press(self, name: str, *, part: str = "main") -> None:
        """Press the button, or follow the link, of this name."""
        place = self.page.locator(part)
        found = place.get_by_role("button", name=name, exact=True).or_(
            place.get_by_role("link", name=name, exact=True)
        )
        if not found.count():
            raise NotProved(
                f"There is nothing to press that is called “{name}”: {self.page.url}: {self.text}"
            )
        with self.page.expect_navigation():
            found.first.click()
        self._look()

    def _look(self) -> None:
        """Let axe look at each page of ours once."""
        parts = urlsplit(self.page.url)
        kind = re.sub(r"[0-9a-f-]{20,}", "", parts.path)
        if parts.port == urlsplit(self.ground.site).port and kind not in self.seen:
            self.seen.add(kind)
            self.walk.look()

    def says(self, what: str, *words: str, day: datetime | None = None) -> None:
        """Prove that the page holds these words, and this day."""
        text = self.text
        lacks = [each for each in words if each not in text]
        if day and not any(each in text for each in days_of(day)):
            lacks.append(" or ".join(sorted(days_of(day))))
        if lacks:
            raise NotProved(f"{what}: {self.page.url} lacks {lacks}: {text}")
        self._proved(what)

    def comes_to_say(self, what: str, *words: str, day: datetime | None = None) -> None:
        """Prove the same of a page that is looked at again until it does."""
        self._wait(lambda text: all(each in text for each in words))
        self.says(what, *words, day=day)

    def comes_to_say_no_more(self, what: str, *words: str) -> None:
        """Prove that words disappear from a page that is looked at again."""
        self._wait(lambda text: not any(each in text for each in words))
        found = [each for each in words if each in self.text]
        if found:
            raise NotProved(f"{what}: {self.page.url} still says {found}: {self.text}")
        self._proved(what)

    def hears(self, what: str, address: str, words: str) -> str:
        """Prove that a letter holds these words, and return it."""
        letter = self.ground.letter(address, words)
        self._proved(what)
        return letter

    def _wait(self, holds: Callable[[str], bool]) -> None:
        deadline = time.monotonic() + COMES_WITHIN
        while not holds(self.text) and time.monotonic() < deadline:
            self.ground.pause()
            self.page.reload()

    def _proved(self, what: str) -> None:
        self.steps += 1
        self.say(f"  {what}")
