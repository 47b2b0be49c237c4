"""A program from nothing: signed up, confirmed, verified by the operator, its people invited and enrolled."""

import secrets
import time
import urllib.parse
from dataclasses import dataclass, field

from infra.journey.browser import Browser, Page
from infra.journey.instance import Instance
from infra.journey.kinds import Kind
from infra.journey.post import Post
from infra.journey.proving import Proof
from programs.references import ALPHABET

PASSWORD = "three plain words together"
OPEN_WITHIN = 10.0
"""Seconds until the operator's decision must have reached the program."""

PEOPLE = {
    # Login: name and role.
    "coordinator": ("Dana Coordinator", "coordinator"),
    "supervisor": ("Sam Supervisor", "case_supervisor"),
    "mediator": ("Noor Neutral", "mediator"),
    "mediator2": ("Connie Conflicted", "mediator"),
}


@dataclass
class Founded:
    """A program that can take a case: its address, and a signed-in browser for each of its people."""

    kind: Kind
    address: str
    proof: Proof
    browsers: dict[str, Browser] = field(default_factory=dict)
    post: Post = field(default_factory=lambda: Post(""))
    """Where the letters of its people and of the parties arrive."""

    def mail_of(self, who: str) -> str:
        """Return the address of somebody, or of a party by their side."""
        return f"{who}@{urllib.parse.urlsplit(self.address).hostname}.example".replace(".localhost", "")


class Founding:
    """The way of one program."""

    def __init__(self, kind: Kind, instance: Instance, proof: Proof, post: Post | None = None):
        self.kind, self.instance, self.proof = kind, instance, proof
        self.post = post or Post(instance.mail_url)
        self.tag = "".join(secrets.choice(ALPHABET.lower()) for _ in range(6))
        # What is named after an office has to say that it mediates.
        self.slug = f"{kind.preset.split('_')[0]}-mediation-{self.tag}"
        self.founder = Browser(instance.url)
        self.address = ""
        self.open_within = OPEN_WITHIN

    def go(self) -> Founded:
        """Take the whole way; raises NotProved or LookupError where a page is not what it should be."""
        self.sign_up()
        self.confirm()
        self.be_refused_while_unverified()
        self.be_verified()
        browsers = {login: self.employ(login) for login in PEOPLE}
        self.enrol()
        browsers |= {"founder": self.founder}
        return Founded(self.kind, self.address, self.proof, browsers, self.post)

    def mail_of(self, login: str) -> str:
        """Return the address of one of its people."""
        return f"{login}@{self.slug}.example"

    def sign_up(self) -> None:
        """Sign the program up, go in, and choose a password."""
        page = self.founder.get("start/")
        page = self.founder.send(
            page,
            page.form_with("founder_name"),
            name=f"{self.kind.title.title()} {self.tag.upper()}",
            type=self.kind.type,
            track=self.kind.track,
            place="Elkhart, Indiana",
            time_zone="America/New_York",
            slug=self.slug,
            founder_name="Fay Founder",
            email=self.mail_of("founder"),
            terms="on",
        )
        self.proof.proved("the program is signed up", holds="Go to your program" in page.links, page=page)
        page = self.founder.get(page.link("Go to your program"))
        self.address = self.founder.address = page.url[: page.url.index("/", len("http://")) + 1]
        page = self.founder.get("account/password/")
        page = self.founder.send(page, page.form_with("password"), password=PASSWORD)
        page = self.founder.get("/")
        self.proof.proved("its founder is in, with a password", holds="Today" in page.text, page=page)

    def confirm(self) -> None:
        """Open the letter and confirm the address."""
        link = self.post.link_for(self.mail_of("founder"), "/confirm/")
        page = self.founder.get(link)
        self.founder.send(page, page.form_to(page.url))
        page = self.founder.get("set-up/verification/")
        self.proof.proved("the founder's address is confirmed", holds="Done" in page.text, page=page)

    def be_refused_while_unverified(self) -> None:
        """See that nobody can be referred yet."""
        page = Browser(self.address).get("refer/")
        closed = "does not take referrals yet" in page.text
        self.proof.proved("an unverified program takes no referral, and says so", holds=closed, page=page)

    def be_verified(self) -> None:
        """Have the operator verify it, and wait until the program knows."""
        operator = Browser(self.instance.url)
        page = operator.get("sign-in/")
        page = operator.send(
            page,
            page.form_with("username", "password"),
            username=self.instance.operator["email"],
            password=self.instance.operator["password"],
        )
        page = operator.get(f"console/?text={self.slug}")
        page = operator.get(next(link for text, link in page.links.items() if self.tag.upper() in text))
        page = operator.get(page.link("Verify the program"))
        page = operator.send(page, page.form_with("reason"), reason="spoke_with_program")
        self.proof.proved("the operator verifies it", holds="Verified" in page.text, page=page)
        deadline = time.monotonic() + self.open_within
        while True:
            page = Browser(self.address).get("refer/")
            if page.forms_with("offender_name") or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        self.proof.proved("it takes referrals", holds=bool(page.forms_with("offender_name")), page=page)

    def employ(self, login: str) -> Browser:
        """Invite somebody, accept as they would, and return their signed-in browser."""
        name, role = PEOPLE[login]
        page = self.founder.get("team/invite/")
        self.founder.send(page, page.form_with("roles"), name=name, email=self.mail_of(login), roles=role)
        theirs = Browser(self.address)
        page = theirs.get(self.post.link_for(self.mail_of(login), "/invitation/"))
        page = theirs.send(page, page.form_with("password"), password=PASSWORD)
        page = theirs.get("sign-in/")
        page = theirs.send(
            page, page.form_with("username", "password"), username=self.mail_of(login), password=PASSWORD
        )
        self.proof.proved(
            f"{name} is invited, accepts and signs in", holds="Sign out" in page.text, page=page
        )
        return theirs

    def enrol(self) -> None:
        """Enrol the mediators and note what the second one belongs to."""
        standings = {
            "mediator": self.kind.standing,
            "mediator2": self.kind.second_standing or self.kind.standing,
        }
        for login, standing in standings.items():
            page = page_of_mediator(self.founder, login)
            page = self.founder.send(page, page.form_with("standing"), standing=standing, is_active="on")
        if self.kind.affiliation:
            what, office, office_kind = self.kind.affiliation
            page = self.founder.get(page.link("Note what they belong to"))
            page = self.founder.send(
                page, page.form_with("kind"), kind=what, office_name=office, office_kind=office_kind
            )
        if self.kind.level:
            note_level(self.founder, "mediator", self.kind.level)
        page = self.founder.get("mediators/")
        self.proof.proved("two mediators are enrolled", holds="Not enrolled yet" not in page.text, page=page)


def page_of_mediator(founder: Browser, login: str) -> Page:
    """Open the page on which a mediator is enrolled and described."""
    return founder.get(founder.get("mediators/").link(PEOPLE[login][0]))


def note_level(founder: Browser, login: str, level: str) -> Page:
    """Note how far a mediator is trained, after the certificate that they have shown."""
    page = founder.get(page_of_mediator(founder, login).link("Note their training"))
    return founder.send(page, page.form_with("training_hours"), level=level, training_hours="40")
