"""The mail that an instance sent, read over HTTP from its local viewer."""

import re
import time
import urllib.parse

from infra.journey.browser import Browser

ARRIVES_WITHIN = 20.0
"""Seconds in which a letter has to be there."""


class NoLetter(LookupError):
    """A letter did not arrive."""


class Post:
    """The letters of one instance; a letter that was read once is kept."""

    def __init__(self, address: str):
        self.browser = Browser(address)
        self.read: dict[str, str] = {}

    def link_for(self, address: str, part: str) -> str:
        """Return the newest link that holds `part` in a letter to this address; waits for it, raises NoLetter."""
        deadline = time.monotonic() + ARRIVES_WITHIN
        while time.monotonic() < deadline:
            for letter in self._letters():
                links = re.findall(r"https?://\S+", letter) if f" {address} " in letter else []
                for link in links:
                    if part in urllib.parse.urlsplit(link).path:
                        return link
            time.sleep(0.2)
        raise NoLetter(f"No letter with a link to {part} arrived for {address} in {ARRIVES_WITHIN:.0f} s.")

    def _letters(self) -> list[str]:
        """Return the texts of the letters, the newest first."""
        links = [
            link for group in self.browser.get("/").all_links.values() for link in group if "/mail/" in link
        ]
        for link in links:
            if link not in self.read:
                self.read[link] = self.browser.get(link).text
        return [self.read[link] for link in sorted(links, reverse=True)]
