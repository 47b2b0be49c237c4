"""The wall between the sides in what is no ordinary page: calendars, papers, tables, documents, pages of errors.

Each kind is read by a reader of its own, which undoes what hides a word from a plain search. So each is also tried with
one word planted where that kind shows it: what the reader would not find then, it could not find at all.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from programs import urls
from programs.calendars import token_of
from programs.models import AgreementItem, Program, Referral, Session, StoredFile
from programs.receipts import receipt_token
from tenants.context import platform
from tenants.ids import uuid7
from tenants.models import Tenant
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.conftest import HostClient
from tests.meta.answers import words_of
from tests.network.agencies.made import made_member
from tests.programs.cast import at, fresh, make_world, open_page
from tests.programs.desk_rig import come_over
from tests.programs.letters.test_write import write
from tests.programs.listing.test_claims import found_listing
from tests.programs.sides import COMPANY, Sides
from tests.programs.test_desk_rows import HEAD
from tests.programs.test_files import attach
from tests.programs.test_wall_between_sides import LANGUAGES, browser, leaks, whole

KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
PRINTED = re.compile(r"<title>.*?</title>|<article.*?</article>", re.DOTALL)
PLANTED = "canaryplanted" * 12
"""Longer than a line of a calendar, so that it is folded there; no word of anybody's row."""


@pytest.fixture(params=["offender", "victim", *COMPANY])
def sides(request, world) -> Sides:
    return Sides(world, request.param)


@pytest.fixture
def ours(world) -> Sides:
    return Sides(world, "offender")


@dataclass
class Sent:
    """A case that an agency sent, and a browser in which the agency sits at the program's desk."""

    sides: Sides
    desk: Any


@pytest.fixture(params=["offender", "victim"])
def sent(request, alpha) -> Sent:
    """The program is left while somebody comes over: they pass the platform, which a program only reads."""
    with platform():
        Tenant.objects.filter(pk=alpha.pk).update(verified_at=timezone.now())
        member = made_member()
    with at(alpha):
        sides = Sides(make_world(alpha), request.param)
        told = {"agency_id": member.agency_id, "agency_person_id": member.pk}
        Referral.objects.filter(pk=sides.case.referral_id).update(**told)
    return Sent(sides, come_over(alpha, member))


def words_of_calendar(answer: Any) -> str:
    """Return each property of each event, unfolded and unescaped, and the file as it goes out."""
    assert answer.headers["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    said = [f"{name} {value}" for each in calendar.walk() for name, value in each.property_items()]
    assert "BEGIN VEVENT" in " ".join(said).replace("b'", "").replace("'", "")
    return f"{answer.headers} {' '.join(said)} {answer.content.decode()}"


def words_of_table(answer: Any) -> str:
    """Return the cells of a CSV file, each as a spreadsheet shows it, and the answer's headers."""
    text = words_of(answer)
    return f"{answer.headers} {[cell for row in csv.reader(io.StringIO(text)) for cell in row]}"


def words_of_paper(answer: Any) -> str:
    """Return what is on paper in the end: a PDF, or of a page for printing its article and, above it, its title.

    Without blanks and the ends of lines, where a long word is broken.
    """
    assert answer.status_code == 200
    words = words_of(answer)
    if not answer.headers["Content-Type"].startswith("application/pdf"):
        words = " ".join(PRINTED.findall(words))
        assert words.count("</title>") == words.count("</article>") == 1
    return f"{answer.headers} {''.join(words.split())}"


def of_nobody(sides: Sides) -> list[str]:
    """Return every word that nobody but those who work here may read, and the keys and reference of the case."""
    rows = (*sides.others, sides.case, sides.case.referral)
    return [*sides.words, sides.case.reference, *(str(row.pk) for row in rows), *(row.pk.hex for row in rows)]


def signed_by(sides: Sides) -> list[str]:
    """Return the names that stand on an agreement because both sides have met."""
    return [fresh(person).name for person in (*sides.others, sides.me) if person.is_party]


# Calendars


def own_calendar(sides: Sides) -> str:
    return words_of_calendar(open_page(sides.world, sides.me, browser()).get(reverse("own-calendar")))


def calendar_of_staff(sides: Sides) -> str:
    return words_of_calendar(browser().get(reverse("calendar-feed", args=[token_of(sides.world.cora)])))


def test_no_calendar_holds_a_word_of_anybody_else(sides):
    own, feed = own_calendar(sides), calendar_of_staff(sides)
    assert leaks(of_nobody(sides), own) == []
    assert "canaryplaceforboth" in own
    # What somebody who works here has in their telephone is seen by families and companies: it leads to the case by
    # its key, and says nothing else.
    private = [word for word in of_nobody(sides) if word != str(sides.case.pk)]
    assert leaks([*private, fresh(sides.me).name, "canaryplaceforboth"], feed) == []


def test_a_leak_that_is_planted_in_a_calendar_is_found(ours):
    for session in Session.objects.filter(case=ours.case):
        session.place = PLANTED
        session.save()
    assert leaks([PLANTED], own_calendar(ours)) == [PLANTED]
    Program.objects.update(neutral_name=PLANTED[:40])
    assert leaks([PLANTED[:40]], calendar_of_staff(ours)) == [PLANTED[:40]]


# The agreement on paper


def papers_of(sides: Sides) -> dict[str, str]:
    """Return what stands on the page for printing and in the PDF, in each language; whoever works here makes them."""
    client = browser()
    client.force_login(sides.world.cora)
    return {
        f"{name} {language}": words_of_paper(client.get(reverse(name, args=[sides.case.pk, language])))
        for name in ("agreement-paper", "agreement-pdf")
        for language in LANGUAGES
    }


def test_no_paper_of_both_sides_holds_more_than_what_both_know(sides):
    """Both take it home: their names, what they agreed, and nothing that leads to anybody."""
    known = signed_by(sides)
    private = [word for word in sides.words if word not in known]
    for kind, text in papers_of(sides).items():
        keys = [sides.case.reference, str(sides.case.pk), *(str(each.pk) for each in sides.others)]
        assert leaks([*private, *keys], text) == [], kind
        for name in known:
            assert "".join(name.split()) in text, kind


def test_a_leak_that_is_planted_in_a_paper_is_found(ours):
    for item in AgreementItem.objects.filter(agreement__case=ours.case):
        item.text = PLANTED
        item.save()
    papers = papers_of(ours)
    assert [kind for kind, text in papers.items() if PLANTED not in text] == []
    assert len(papers) == 2 * len(LANGUAGES)


def letter_of(sides: Sides, words: str) -> str:
    """Return what is printed of a letter to the person."""
    client = browser()
    client.force_login(sides.world.cora)
    letter = write(sides.world, sides.me, channel="in_person", words=words)
    return words_of_paper(client.get(reverse("letter", args=[letter.pk])))


def test_no_printed_letter_holds_a_word_of_anybody_else(sides):
    shown = letter_of(sides, "Please call us.")
    assert "Pleasecallus." in shown
    assert leaks([*sides.words, sides.case.reference, str(sides.case.pk)], shown) == []


def test_a_leak_that_is_planted_in_a_printed_letter_is_found(ours):
    assert PLANTED in letter_of(ours, f"Please call {PLANTED}.")


def test_nobody_of_a_side_and_no_referrer_opens_a_paper(sides):
    party = open_page(sides.world, sides.me, browser())
    for client in (party, browser()):
        for name in ("agreement-paper", "agreement-pdf"):
            answer = client.get(reverse(name, args=[sides.case.pk, "en"]))
            assert answer.status_code in (302, 403, 404)
            assert leaks([*sides.words, sides.case.reference], whole(answer)) == []


# What is held about one person, as they are given it


def held_about(sides: Sides) -> str:
    """Return each file in the parcel, in each language; who runs the program makes it."""
    client, said = browser(), []
    client.force_login(sides.world.alice)
    for language in LANGUAGES:
        client.cookies["django_language"] = language
        answer = client.post(reverse("person-export", args=[sides.me.pk]))
        assert answer["Content-Type"] == "application/zip", answer.content
        with zipfile.ZipFile(io.BytesIO(answer.content)) as parcel:
            said += [f"{answer.headers} {name} {parcel.read(name).decode()}" for name in parcel.namelist()]
    assert len(said) == 2 * len(LANGUAGES)
    return " ".join(said)


def test_nobody_is_given_a_word_about_anybody_else(sides):
    shown, known = held_about(sides), signed_by(sides)
    assert fresh(sides.me).name in shown
    assert leaks([word for word in of_nobody(sides) if word not in known], shown) == []


def test_a_leak_that_is_planted_in_what_is_held_is_found(ours):
    for session in Session.objects.filter(case=ours.case):
        session.place = PLANTED
        session.save()
    assert PLANTED in held_about(ours)


# Tables: what the desk hands back, and the open data of the directory, which a network reads


def tables_of(client: Any, row: str) -> str:
    """Return each table that somebody outside can fetch, and the page on which a table is looked at."""
    content = SimpleUploadedFile("rows.csv", f"{HEAD}\r\n{row}".encode())
    shown = client.post("/desk/rows/", {"file": content})
    return whole(shown) + handed_back(client, row) + open_data()


def handed_back(client: Any, row: str) -> str:
    back = client.post("/desk/rows/", {"content": f"{HEAD}\r\n{row}", "mend": "1"})
    assert back.headers["Content-Type"].startswith("text/csv")
    return words_of_table(back)


def open_data() -> str:
    public = HostClient("localhost").get("/directory/open-data.csv")
    assert public.headers["Content-Type"].startswith("text/csv")
    return words_of_table(public)


def test_no_table_holds_a_word_of_anybody(sent, alpha):
    """Not even where the agency sends a name that the program knows: nothing is told back of whom it is."""
    with at(alpha):
        secret, name = of_nobody(sent.sides), fresh(sent.sides.others[0]).name
    assert leaks(secret, tables_of(sent.desk, "tomorrow,theft,Otto Other,,")) == []
    told = tables_of(sent.desk, f"tomorrow,theft,{name},,")
    assert leaks([word for word in secret if word not in name], told) == []


def test_a_leak_that_is_planted_in_a_table_is_found(sent, worker):  # noqa: F811
    assert PLANTED in handed_back(sent.desk, f"tomorrow,theft,Otto Other,,{PLANTED}")
    with platform():
        found_listing(name=PLANTED)
    assert PLANTED in open_data()


# The desk of the agency that sent the case, and the pages of its receipt


def desk_of(sent: Sent, alpha: Any) -> str:
    """Return what the agency that sent the case is answered, also where it asks for what is not its own."""
    with at(alpha):
        token = receipt_token(sent.sides.case.referral_id)
        guessed = every_address(sent.sides)
    paths = ["/desk/", *(f"/refer/received/{token}/{end}" for end in ("", "withdraw/", "mail/"))]
    said = [sent.desk.get(path) for path in (*paths, *guessed)]
    said += [sent.desk.post(path) for path in guessed if not path.startswith("/desk/")]
    return without_keys("".join(whole_or_stream(each) for each in said), guessed)


def test_the_desk_of_the_referrer_holds_no_word_of_anybody(sent, alpha):
    with at(alpha):
        sides = sent.sides
        secret = [*of_nobody(sides), fresh(sides.me).name, str(sides.me.pk)]
        secret.remove(sides.case.reference)
    shown = desk_of(sent, alpha)
    assert sides.case.reference in shown, "which is all that it is told"
    assert leaks(secret, shown) == []


def test_a_leak_that_is_planted_at_the_desk_is_found(sent, alpha):
    with at(alpha):
        Program.objects.update(neutral_name=PLANTED[:40])
    assert PLANTED[:40] in desk_of(sent, alpha)


# Documents


def test_no_document_of_a_referral_is_opened_by_anybody_outside(sent, alpha, at_alpha):
    """Not by either side, by nobody without an account, and not by the agency that sent it."""
    sides = sent.sides
    with at(alpha):
        content = SimpleUploadedFile("canaryname.txt", PLANTED.encode())
        assert attach(at_alpha, content, send=True).status_code == 302
        StoredFile.objects.filter(size=len(PLANTED)).update(referral=sides.case.referral_id)
        path = reverse("file", args=[StoredFile.objects.get(size=len(PLANTED)).pk])
        outside = (open_page(sides.world, sides.me, browser()), browser(), sent.desk)
    for client in outside:
        said = client.get(path)
        assert said.status_code in (302, 403, 404)
        assert leaks([PLANTED, "canaryname", *sides.words], whole_or_stream(said)) == []
    with at(alpha):
        at_alpha.force_login(sides.world.cora)
        assert PLANTED in words_of(at_alpha.get(path)), "who decides about it reads it"


# Pages of errors


def every_address(sides: Sides) -> list[str]:
    """Return each address of the program with the keys of what is in the case: what somebody who guesses could ask."""
    item = AgreementItem.objects.filter(agreement__case=sides.case).first()
    keys = [sides.case.pk, sides.others[0].pk, sides.case.referral_id, item.pk]
    paths = []
    for pattern in urls.urlpatterns:
        route = str(pattern.pattern)
        if route.startswith(("mine/", "desk/leave", "refer/")) or pattern.name == "logo":
            continue
        fixed = route.replace("<str:token>", "x").replace("<int:number>", "1").replace("<str:language>", "en")
        for converter in (
            *("record", "part", "condition", "fact", "group", "item", "version", "language", "kind", "name"),
            *("side", "criterion", "key"),
        ):
            fixed = fixed.replace(f"<slug:{converter}>", "en")
        for other in ("mediator", "site", "listing", "statement", "network", "evidence"):
            fixed = fixed.replace(f"<uuid:{other}>", str(keys[1]))
        paths += [f"/{fixed.replace('<uuid:pk>', str(key))}" for key in keys]
    assert not [path for path in paths if "<" in path]
    return list(dict.fromkeys(paths))


def whole_or_stream(answer: Any) -> str:
    return f"{answer.status_code} {answer.headers} {answer.cookies} {words_of(answer)}"


def without_keys(shown: str, asked: list[str]) -> str:
    """Return it without the addresses that were asked for: a redirect to the sign-in repeats them."""
    for path in sorted(asked, key=len, reverse=True):
        shown = shown.replace(path, "") if KEY.search(path) else shown
    return shown


def errors_of(client: Any, sides: Sides) -> str:
    """Return what is answered to addresses that are not for them: in each language, asked for, sent to, mistaken."""
    said = []
    for path in every_address(sides):
        said += [client.get(path), client.post(path, {"name": "x"})]
    for language in LANGUAGES:
        client.cookies["django_language"] = language
        said += [client.get("/mine/wishes/99/"), client.get("/nothing/"), client.delete("/mine/answer/")]
        said += [
            client.post("/mine/wishes/1/", {"answer": "no such"}),
            client.post("/mine/passed-on/", {"release": str(uuid7())}),
        ]
    shown = "".join(whole_or_stream(each) for each in said if each.status_code != 200)
    return without_keys(shown, every_address(sides))


def test_no_page_of_an_error_holds_a_word_of_anybody_else(sides):
    party = open_page(sides.world, sides.me, browser())
    for client in (party, browser()):
        shown = errors_of(client, sides)
        assert shown.count("</html>") > 25
        assert leaks(of_nobody(sides), shown) == []
        assert leaks([fresh(sides.me).name], shown) == []


def test_a_leak_that_is_planted_in_an_error_is_found(ours):
    Program.objects.update(neutral_name=PLANTED[:40])
    assert PLANTED[:40] in errors_of(open_page(ours.world, ours.me, browser()), ours)
