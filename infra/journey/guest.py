"""A party's own browser: the link from the mail, the code that was told, and what they do on their page."""

import re

from infra.journey.browser import Browser, Form, Page, Raw
from infra.journey.post import Post
from infra.journey.proving import Proof

PIECE = 4 * 1024
"""Bytes of a piece of a recording: small, so that a short film is several."""
NOTE = re.compile(r"/mine/notes/[0-9a-f]{8,}/$")
WORDS = "It helped that somebody listened."


class Guest:
    """One party, by the link and the code of their own page."""

    def __init__(self, address: str, post: Post, proof: Proof, *, mail: str, who: str):
        self.browser, self.post = Browser(address), post
        self.proof, self.mail, self.who = proof, mail, who
        self.link = ""

    def come(self, code: str) -> Page:
        """Open the newest link that was mailed, first with wrong digits, and go in."""
        self.link = self.post.link_for(self.mail, "/mine/", but=self.link)
        page = self.browser.get(self.link)
        wrong = f"{(int(code) + 1) % 10**6:06}"
        page = self.browser.send(page, page.form_with("code"), code=wrong)
        self.proof.proved("the mailbox alone opens nothing", holds=bool(page.errors), page=page)
        page = self.browser.send(page, page.form_with("code"), code=code)
        is_in = "Your page" in page.text and "The other side is not told" in page.text
        self.proof.proved(f"the {self.who} opens their own page by the mailed link", holds=is_in, page=page)
        again = Browser(self.browser.address).get(self.link)
        self.proof.proved(
            "the link works once", holds=not again.forms_with("code") and again.status == 410, page=again
        )
        return page

    def answer(self) -> Page:
        """Answer each question of the survey that waits, but for one that is left out."""
        page = self.browser.get("mine/asked/")
        page = self.browser.get(page.link("Begin"))
        number = 1
        while form := _question(page):
            asked = next(iter(form.names - {"csrfmiddlewaretoken"}))
            given = {} if number == 2 else {asked: _some(page.boxes.get(asked))}
            page = self.browser.send(page, form, **given)
            number += 1
        is_kept = "Your answers are kept" in page.text
        self.proof.proved(
            f"the {self.who} answers {number - 1} questions, one left out", holds=is_kept, page=page
        )
        return page

    def stop(self) -> Page:
        """Say that it stops, with one press."""
        page = self.browser.get("mine/stop/")
        return self.browser.send(page, page.form_to(page.url))

    def write(self, words: str) -> Page:
        """Write a letter and hand it in."""
        page = self.browser.get("mine/notes/new/1/")
        page = self.browser.send(page, page.form_with("words"), words=words)
        return self.browser.send(page, page.form_with("words", "hand_in"), words=words, hand_in="yes")

    def rewrite(self, words: str) -> Page:
        """Change the letter that was given back, and hand it in anew."""
        page = self.notes()[-1]
        return self.browser.send(page, page.form_with("words", "hand_in"), words=words, hand_in="yes")

    def notes(self) -> list[Page]:
        """Open each message there is for them or by them, in order."""
        page = self.browser.get("mine/notes/")
        links = dict.fromkeys(link for found in page.all_links.values() for link in found)
        return [self.browser.get(link) for link in links if NOTE.search(link)]

    def press(self, page: Page, button: str) -> Page:
        """Press one of the buttons of a message."""
        return self.browser.send(page, page.form_with(button), **{button: "yes"})

    def send_film(self, film: bytes) -> Page:
        """Begin a recording and send it in pieces, asking how far it is after a line that broke."""
        page = self.browser.get("mine/notes/new/2/")
        page = self.browser.send(page, page.form_with("form_key"))
        form = page.form_to("/add/")
        token = {"X_CSRFToken": form.values["csrfmiddlewaretoken"][0], "Referer": page.url}
        told = self.browser.ask("POST", form.action, b"", Upload_Length=str(len(film)), **token)
        pieces = 0
        while (offset := int(told.headers["Upload-Offset"] or 0)) < len(film):
            piece = film[offset : offset + PIECE]
            kind = "application/offset+octet-stream"
            told = self.browser.ask(
                "PATCH", form.action, piece, Content_Type=kind, Upload_Offset=str(offset), **token
            )
            pieces += 1
            if (
                pieces == 1
            ):  # the same piece again, as after a line that broke: it is refused, and the offset told
                again = self.browser.ask(
                    "PATCH", form.action, piece, Content_Type=kind, Upload_Offset=str(offset), **token
                )
                told = self.browser.ask("HEAD", form.action)
                self._must("a piece that is there is not taken twice", again, holds=again.status == 409)
        self._must(
            f"a film of {len(film)} bytes is here in {pieces} pieces",
            told,
            holds=pieces > 1 and offset == len(film),
        )
        return self.browser.get(page.url)

    def play(self, page: Page, part: str = "") -> Raw:
        """Ask for the recording of a message as a player does, from a byte on."""
        more = {"Range": part} if part else {}
        return self.browser.ask("GET", f"{page.url}play/", Sec_Fetch_Dest="video", **more)

    def report_payment(self, amount: str, proof: tuple[str, bytes]) -> Page:
        """Say that something was paid, with a picture of the slip."""
        page = self.browser.get("mine/paid/")
        form = page.form_with("amount", "proof")
        return self.browser.send_with_file(
            page, form, "proof", proof, amount=amount, means=page.boxes["means"][0]
        )

    def _must(self, what: str, answer: Raw, *, holds: bool) -> None:
        self.proof.proved(what, holds=holds, page=Page(answer.url, answer.status, ""))


def _question(page: Page) -> Form | None:
    """Return the form of a question; None where they are through."""
    found = [form for form in page.forms if form.action == page.url]
    return found[0] if "Question " in page.text and found else None


def _some(choices: list[str] | None) -> str:
    return choices[0] if choices else WORDS
