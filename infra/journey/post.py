"""The mail that an instance sent, read over HTTP from its local viewer."""

import re
import time
import urllib.parse

from infra.journey.browser import Browser

ARRIVES_WITHIN = 20.0
"""Seconds in which a letter has to be there."""


LISTED = re.compile(r'<a href="(/mail/[^"]+)">[^<]*</a> to ([^<]*)</li>')
"""What the viewer says of each letter: where it is, and to whom it went."""


class NoLetter(LookupError):
    """A letter did not arrive."""


class Post:
    """The letters of one instance; a letter that was read once is kept."""

    def __init__(self, address: str):
        self.browser = Browser(address)
        self.read: dict[str, str] = {}

    def link_for(self, address: str, part: str, *, but: str = "") -> str:
        """Return the newest link that holds `part` in a letter to this address, and is not `but`; waits for it.

        Raises NoLetter.
        """
        deadline = time.monotonic() + ARRIVES_WITHIN
        while time.monotonic() < deadline:
            for letter in self.letters_to(address):
                for link in re.findall(r"https?://\S+", letter):
                    if part in urllib.parse.urlsplit(link).path and link != but:
                        return link
            time.sleep(0.2)
        raise NoLetter(f"No letter with a link to {part} arrived for {address} in {ARRIVES_WITHIN:.0f} s.")

    def letter_with(self, address: str, words: str) -> str:
        """Return the newest letter to this address that holds these words; waits for it, raises NoLetter."""
        deadline = time.monotonic() + ARRIVES_WITHIN
        while time.monotonic() < deadline:
            for letter in self.letters_to(address):
                if words in letter:
                    return letter
            time.sleep(0.2)
        raise NoLetter(f"No letter with “{words}” arrived for {address} in {ARRIVES_WITHIN:.0f} s.")

    def letters_to(self, address: str) -> list[str]:
        """Return the texts of all letters to this address, the newest first.

        Only these are opened: an instance that has served for a while holds hundreds.
        """
        listed = self.browser.ask("GET", "/").content.decode()
        links = [link for link, to in LISTED.findall(listed) if address in re.split(r"[\s,]+", to)]
        for link in links:
            if link not in self.read:
                self.read[link] = self.browser.get(link).text
        return [self.read[link] for link in sorted(links, reverse=True)]
