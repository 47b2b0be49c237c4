"""A network's pages of what it asks and lends: written setting by setting, published, and how the members stand."""

import re

import pytest
from django.utils import timezone

from amends import audit
from network.guidance.models import Delivery, ResourceVersion, Template, TemplateVersion
from network.oversight.models import Look, Membership
from tenants.context import platform
from tests.network.guidance.made import made_resource, made_template
from tests.network.oversight.made import made_member, made_tenants

PAGES = ("/network/standards/", "/network/resources/", "/network/standards/publish/")


def day(days):
    return (timezone.localtime(timezone.now()).date() + timezone.timedelta(days=days)).isoformat()


def test_it_works(net):
    page = net.at.get("/network/standards/")
    assert page.status_code == 200
    assert "Nothing is published yet" in page.content.decode()
    sent = {"demand": "required", "answer_days": "5"}
    assert net.at.post("/network/standards/settings/answer_days/", sent).status_code == 302
    sent = {"why": "Agreed in May.", "holds_from": day(20)}
    assert net.at.post("/network/standards/publish/", sent).status_code == 302
    with platform():
        assert TemplateVersion.objects.get().asked == {"answer_days": {"value": 5, "demand": "required"}}
    text = net.at.get("/network/standards/").content.decode()
    assert "Version 1 was published on" in text
    assert "5 days" in text


@pytest.mark.parametrize(
    ("name", "sent", "value"),
    [
        ("stages", {"stages": ["pre_charge", "community"]}, ["pre_charge", "community"]),
        ("no_pending_appeal", {"no_pending_appeal": "yes"}, True),
        ("days", {"days__intake": "3", "days__held": ""}, {"intake": 3}),
        ("offences", {"offences__theft": "", "offences__homicide": "excluded"}, {"homicide": "excluded"}),
        ("level", {"level": "advanced"}, "advanced"),
    ],
)
def test_each_kind_of_setting_is_asked_for_in_its_own_form(net, name, sent, value):
    path = f"/network/standards/settings/{name}/"
    assert net.at.get(path).status_code == 200
    assert net.at.post(path, {"demand": "required"} | sent).status_code == 302
    with platform():
        assert Template.objects.get().draft == {name: {"value": value, "demand": "required"}}
    assert net.at.get(path).status_code == 200
    assert net.at.post(path, {"demand": "none"}).status_code == 302
    with platform():
        assert Template.objects.get().draft == {}


@pytest.mark.parametrize("sent", [{"answer_days": "soon"}, {"answer_days": "900"}, {"answer_days": ""}, {}])
def test_what_is_no_value_is_said_and_nothing_lost(net, sent):
    page = net.at.post("/network/standards/settings/answer_days/", {"demand": "required"} | sent)
    assert page.status_code == 200
    assert "whole number from 1 to" in page.content.decode()
    assert re.search(r'value="required"[^>]*checked', page.content.decode())


def test_a_table_without_a_line_is_refused(net):
    page = net.at.post("/network/standards/settings/days/", {"demand": "required"})
    assert "Answer for one line at least" in page.content.decode()


def test_a_refusal_names_its_rule(net):
    with platform(), audit.gathering():
        made_template(net.network, net.officer)
    net.at.post("/network/standards/settings/answer_days/", {"demand": "required", "answer_days": "2"})
    page = net.at.post("/network/standards/publish/", {"why": "Sooner.", "holds_from": day(2)})
    assert page.status_code == 409
    assert "members need time" in page.content.decode()
    assert "Sooner." in page.content.decode()


def test_everything_is_taken_back(net):
    with platform(), audit.gathering():
        made_template(net.network, net.officer)
    assert net.at.get("/network/standards/withdraw/").status_code == 200
    assert net.at.post("/network/standards/withdraw/", {"why": "Over."}).status_code == 302
    assert "nothing is asked of the members now" in net.at.get("/network/standards/").content.decode()
    assert net.at.post("/network/standards/withdraw/", {"why": "Over."}).status_code == 409


def test_members_stand_as_they_share_and_hear_of_the_look(net):
    with platform(), audit.gathering():
        made_template(net.network, net.officer)
        (silent,) = made_tenants(1)
        made_member(net.network, silent, "contact")
        Delivery.objects.create(network=net.network, tenant=net.alpha.tenant, torn=["stages"])
    text = net.at.get("/network/standards/members/").content.decode()
    assert "Not shared" in text
    assert "Stages of referral" in text, "a contradiction is told whatever is shared"
    assert "Time to answer" in text or "Answer" in text
    with platform():
        assert [look.membership_id for look in Look.objects.all()] == [net.alpha.pk]


def test_what_is_shared_no_more_is_not_reckoned_with(net):
    with platform(), audit.gathering():
        made_template(net.network, net.officer)
        Membership.objects.filter(pk=net.alpha.pk).update(shares=["contact"])
    text = net.at.get("/network/standards/members/").content.decode()
    assert text.count("Not shared") == 1


def test_a_survey_is_lent_by_its_form(net):
    path = "/network/resources/new/survey/"
    assert net.at.get(path).status_code == 200
    sent = {
        "name": "Our survey",
        "survey_before_days": "5",
        "survey_after_days": "90",
        "survey_reminder_days": "5",
        "survey_readers": "program",
    }
    assert net.at.post(path, sent | {"survey_after_days": "1"}).status_code == 200
    assert net.at.post(path, sent).status_code == 302
    with platform():
        row = ResourceVersion.objects.select_related("resource").get()
    assert (row.resource.name, row.body["survey_after_days"], row.body["survey_items_off"]) == (
        "Our survey",
        90,
        [],
    )
    again = f"/network/resources/{row.resource.pk}/"
    assert "Our survey" in net.at.get(again).content.decode()
    assert net.at.post(again, sent | {"survey_after_days": "30"}).status_code == 302
    assert net.at.post(f"{again}withdraw/").status_code == 302
    assert net.at.get(again).status_code == 404


def test_a_letter_is_lent_with_the_words_of_each_language(net):
    path = "/network/resources/new/letter/"
    assert net.at.get(path).status_code == 200
    sent = {"name": "Our call", "replaces": "please_call", "words_en": "Please call {phone}."}
    refused = net.at.post(path, sent | {"words_en": "Please call {secret}."})
    assert refused.status_code == 200
    assert "{secret}" in refused.content.decode()
    assert net.at.post(path, sent | {"words_es": "Llame al {phone}."}).status_code == 302
    with platform():
        (words,) = ResourceVersion.objects.get().body["wordings"]
    assert (words["replaces"], words["es"], words["fr"]) == ("please_call", "Llame al {phone}.", "")


@pytest.mark.parametrize("kind", ["offences", "training"])
def test_tables_of_offences_and_training_are_lent_too(net, kind):
    sent = {
        "offences": {"offences__theft": "taken", "earliest_stages__theft": "any", "severity__theft": "minor"},
        "training": {
            "level": "advanced",
            "training_hours": "40",
            "supervision_weeks": "6",
            "observation_months": "6",
        },
    }[kind]
    page = net.at.post(f"/network/resources/new/{kind}/", {"name": "Ours"} | sent)
    assert page.status_code == 302


def test_who_does_not_lead_reads_and_writes_nothing(net, as_duty):
    with platform(), audit.gathering():
        row = made_resource(net.network, net.officer)
    analyst = as_duty("network_analyst")
    assert analyst.get("/network/standards/").status_code == 200
    assert "Publish it" not in analyst.get("/network/resources/").content.decode()
    for path in (PAGES[2], "/network/standards/settings/level/", "/network/standards/members/"):
        assert analyst.get(path).status_code in (403, 404)
    assert analyst.post(f"/network/resources/{row.resource_id}/withdraw/").status_code in (403, 404)


def test_another_network_sees_nothing_of_it(net):
    from tests.amends.accounts.rig import sign_in

    with platform(), audit.gathering():
        made_template(net.network, net.officer)
        row = made_resource(net.network, net.officer)
    stranger = sign_in("public", net.stranger.email)
    assert "Nothing is published yet" in stranger.get("/network/standards/").content.decode()
    assert "Our survey" not in stranger.get("/network/resources/").content.decode()
    assert stranger.get(f"/network/resources/{row.resource_id}/").status_code == 404
    assert stranger.post(f"/network/resources/{row.resource_id}/withdraw/").status_code == 404
