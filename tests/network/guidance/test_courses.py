"""A network offers courses one by one or as a list; a list is taken whole or not at all, and nothing of it is lost."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from network.guidance.models import Resource
from network.guidance.reading import BadList, read_list
from tenants.context import platform

UPLOAD = "/network/resources/upload/"
HEAD = "title,hours,form,language,provider,link,about\n"
FORTY = "Forty hours,40,on_site,English,State University,https://training.example/40,For beginners\n"
COURSE = {"hours": "7.5", "form": "online", "language": "Français", "provider": "Center for Peace"}


def offered():
    with platform():
        return sorted(Resource.objects.filter(withdrawn_at=None).values_list("kind", "name"))


def test_it_works(net):
    told = COURSE | {"name": "An afternoon", "link": "https://training.example/"}
    assert net.at.post("/network/resources/new/course/", told).status_code == 302
    assert offered() == [("course", "An afternoon")]
    with platform():
        row = Resource.objects.get()
        assert row.versions.get().body["hours"] == 7.5
    page = net.at.get(f"/network/resources/{row.pk}/").content.decode()
    assert "7.5 hours, Online, in Français" in page
    assert net.at.post(f"/network/resources/{row.pk}/", told | {"hours": "8"}).status_code == 302
    with platform():
        assert [each.number for each in row.versions.all()] == [2, 1]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"hours": "many"}, "a number above 0"),
        ({"hours": "nan"}, "a number above 0"),
        ({"link": "javascript:alert(1)"}, "begins with https://"),
        ({"provider": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(net, wrong, words):
    told = COURSE | {"name": "An afternoon in March", **wrong}
    answer = net.at.post("/network/resources/new/course/", told)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "An afternoon in March" in answer.content.decode()
    assert offered() == []


def test_a_table_is_published_whole(net):
    table = HEAD + FORTY + 'Online,"7,5",online,Español,Centro,,\n'
    file = SimpleUploadedFile("courses.csv", b"\xef\xbb\xbf" + table.encode())
    assert net.at.post(UPLOAD, {"file": file}).status_code == 302
    assert offered() == [("course", "Forty hours"), ("course", "Online")]


def test_each_line_says_what_is_wrong_with_it_and_the_list_stays(net):
    table = HEAD + FORTY + "Bad,no,on_site,English,U,,\n\nWorse,40,nowhere,English,U,,\n"
    answer = net.at.post(UPLOAD, {"file": SimpleUploadedFile("courses.csv", table.encode())})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Line 3: hours" in page
    assert "Line 5: form" in page
    assert "Line 2" not in page
    assert "State University" in page, "the list is in the box, to be mended there"
    assert offered() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD, "There is no line"),
        ("title,hours\nA,4\n", "The first line lacks: form, language, provider"),
        ("[{", "cannot be read as JSON"),
        ("[" * 5000, "cannot be read as JSON"),
        ("[1]", "Entry 1: it has to hold"),
        (json.dumps([{"kind": "spell", "name": "x", "body": {}}]), "Entry 1: kind: one of"),
        (json.dumps([{"kind": "survey", "name": "x", "body": {"survey_after_days": "soon"}}]), "Entry 1"),
        (json.dumps([{"kind": "survey", "name": "x", "body": {"hours": 3}}]), "Entry 1: body"),
        (HEAD + FORTY * 51, "51 lines"),
        (HEAD + '"open,1\n', "cannot be read as a table"),
        (HEAD + FORTY.strip() + ",one,too,many\n", "Line 2: there are more columns"),
    ],
)
def test_a_list_that_is_none(text, words):
    with pytest.raises(BadList) as refusal:
        read_list(text)
    assert words in str(refusal.value)


def test_any_resource_can_be_brought_as_json(net):
    entries = [
        {"kind": "survey", "name": "Ours", "about": "Short.", "body": {"survey_after_days": 60}},
        {"kind": "course", "name": "Forty hours", "body": {**COURSE, "link": None}},
    ]
    assert net.at.post(UPLOAD, {"text": json.dumps(entries)}).status_code == 302
    assert offered() == [("course", "Forty hours"), ("survey", "Ours")]


def test_beyond_the_bounds_nothing_is_published(net):
    assert net.at.post(UPLOAD, {"text": HEAD + FORTY * 30}).status_code == 302
    again = net.at.post(UPLOAD, {"text": HEAD + FORTY * 30})
    assert again.status_code == 409
    assert 'data-guard="resources_in_bounds"' in again.content.decode()
    assert len(offered()) == 30


def test_a_file_that_is_no_text_is_told(net):
    file = SimpleUploadedFile("courses.xlsx", b"PK\x03\x04\xff\xfe")
    assert "no text in UTF-8" in net.at.post(UPLOAD, {"file": file}).content.decode()
