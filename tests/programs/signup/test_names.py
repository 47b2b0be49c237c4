"""Which subdomains can be had: nothing reserved, nothing that could be mistaken for another's."""

import pytest

from programs.signup.names import LONGEST, OBJECTIONS, objection_to, slug_of, suggestions

pytestmark = pytest.mark.no_db

TAKEN = ["grace", "riverside", "county-line", "district-4"]


def refused(slug):
    objection = objection_to(slug, TAKEN)
    return objection and objection.id


def test_it_works():
    assert slug_of("Hope Valley Reconciliation") == "hope-valley-reconciliation"
    assert refused("hope-valley-reconciliation") is None


def test_a_long_name_is_cut_between_words():
    long = slug_of("Hope Valley Community Victim Offender Reconciliation Board of Elkhart County")
    assert long == "hope-valley-community-victim-offender"
    assert len(slug_of("x" * 60)) == LONGEST
    whole = {*long.split("-"), "elkhart", "mediation", "meetings", "program", "dialogue", "2", "3", "4"}
    for free in suggestions("Hope Valley Community Victim Offender", "Elkhart", [long]):
        assert len(free) <= LONGEST
        assert set(free.split("-")) <= whole, "no word is cut"


@pytest.mark.parametrize(
    "slug", ["www", "admin", "amends", "police", "sign-in", "amend5", "p0lice", "adrnin", "s-ignin"]
)
def test_it_refuses_names_of_services_and_offices_and_what_looks_like_them(slug):
    assert refused(slug) == "reserved"


@pytest.mark.parametrize(
    "slug",
    [
        "riverside-login", "www-riverside", "secure-riverside", "riverside-sign-in", "l0gin-riverside",
        "riversidelogin", "hope-pass-word", "mail2-hope", "api2", "ns3", "www5", "police2", "login-2",
        "amends-support", "amends-login", "my-amends", "am-ends-hope", "arnends-hope", "theamends",
        "police-elkhart", "elkhart-police", "courthouse", "elkhart-court", "sheriffs-office", "federal-program",
    ],
)  # fmt: skip
def test_it_refuses_what_poses_as_a_service_or_an_office(slug):
    assert refused(slug) == "reserved"


@pytest.mark.parametrize(
    "slug",
    [
        "elkhart-court-mediation", "juvenile-probation-vom", "police-dialogue", "county-courts-diversion",
        "community-mediation-services", "victim-support", "restorative-justice-house", "accountability-circles",
        "second-home", "family-network-4", "designing-peace", "hope2", "district-4",
    ],
)  # fmt: skip
def test_it_lets_honest_names_pass(slug):
    assert objection_to(slug, []) is None


@pytest.mark.parametrize(
    "slug",
    [
        "gr4ce",  # digits for letters
        "g-race",  # hyphens moved
        "grace-",
        "countyline",
        "rivers1de",
        "riversid\N{CYRILLIC SMALL LETTER IE}",
        "rivesride",  # two letters swapped
        "riversid",
        "riversides",
        "riverzide",
        "xn--riversid-9pe",
        "xn-riverside",
        "grace--street",
        "grace-2",  # a number where the other has none
        "district-04",
    ],
)  # fmt: skip
def test_it_refuses_what_looks_like_another(slug):
    assert refused(slug) in {"look_alike", "foreign", "punycode", "shape"}


@pytest.mark.parametrize("slug", ["gra", "harbor", "grateful", "district-5", "riverbank", "line-county"])
def test_it_lets_other_names_pass(slug):
    assert refused(slug) is None


def test_it_refuses_the_same_name():
    assert refused("grace") == "taken"


@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        ("ab", "short"),
        ("x" * 41, "long"),
        ("123", "digits"),
        ("a_b", "shape"),
        ("-abc", "shape"),
        ("", "shape"),
    ],
)
def test_it_refuses_what_is_no_name(slug, reason):
    assert refused(slug) == reason


def test_every_objection_is_a_sentence():
    assert all(str(each.sentence).endswith(".") for each in OBJECTIONS.values())


@pytest.mark.parametrize(
    "name",
    [
        "Grace",
        "Police",
        "Making Amends",
        "Elkhart County Court",
        "WWW Login",
        "Église Saint-Étienne d'Été",
        "教会",
        "A",
        "x" * 200,
        "www",
    ],
)
def test_what_it_suggests_can_be_had(name):
    free = suggestions(name, "Springfield, Illinois", TAKEN)
    assert len(free) == 3
    assert [refused(slug) for slug in free] == [None] * 3
    assert all(len(slug) <= LONGEST for slug in free)
