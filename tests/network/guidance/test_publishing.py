"""A network publishes what it asks and lends: versions that nobody changes, and days that leave time."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from amends import audit
from amends.actions import Refused
from amends.audit.models import AuditEntry
from amends.outbox.models import Outbox
from network.guidance.actions import (
    ask_of_setting,
    follow_member,
    hear_standards,
    publish_template,
    spread_standards,
    withdraw_resource,
    withdraw_template,
)
from network.guidance.models import Delivery, Resource, Template, TemplateVersion
from network.oversight.models import Membership, MembershipState
from tenants.context import platform
from tests.network.guidance.made import made_resource, made_template


@pytest.fixture
def on_platform(net):
    """The public schema, entered, with the audit."""
    with platform(), audit.gathering(), transaction.atomic():
        yield net


def refused(act, **told):
    with pytest.raises(Refused) as caught, transaction.atomic():
        act(**told)
    return [each.id for each in caught.value.reasons]


def test_it_works(on_platform, alpha):
    net = on_platform
    version = made_template(net.network, net.officer)
    assert (version.number, version.asked["answer_days"]) == (1, {"value": 5, "demand": "required"})
    assert Outbox.objects.filter(job="guidance.spread").count() == 1
    assert spread_standards(actor=None, network_id=net.network.pk) == 1
    (job,) = Outbox.objects.filter(job="programs.standards_pushed")
    assert (job.schema, set(job.args)) == (alpha.schema_name, {"delivery_id", "number"})
    assert AuditEntry.objects.filter(verb="network.template_published").count() == 1


def test_a_version_is_never_changed(on_platform):
    made_template(on_platform.network, on_platform.officer)
    for forbidden in (lambda: TemplateVersion.objects.update(why="x"), TemplateVersion.objects.all().delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            forbidden()


def test_members_have_time_before_something_new_is_required(on_platform):
    net = on_platform
    told = {"actor": net.officer, "network": net.network, "why": "x", "now": timezone.now()}
    today = timezone.localtime(told["now"]).date()
    assert refused(publish_template, **told, holds_from=today) == ["template_asks_something"]
    asks = {"actor": net.officer, "network": net.network, "name": "answer_days"}
    ask_of_setting(**asks, demand="required", value=5)
    for days in (13, 400):
        day = today + dt.timedelta(days=days)
        assert refused(publish_template, **told, holds_from=day) == ["members_have_time"]
    publish_template(**told, holds_from=today + dt.timedelta(days=14))
    assert refused(publish_template, **told, holds_from=today) == ["template_is_new"]
    ask_of_setting(**asks, demand="recommended", value=5)
    assert publish_template(**told, holds_from=today).number == 2, "less needs no notice"


def test_what_can_be_no_minimum_is_not_required(on_platform):
    told = {"actor": on_platform.officer, "network": on_platform.network, "value": "survivor"}
    assert refused(ask_of_setting, **told, name="victim_word", demand="required") == ["setting_has_minimum"]
    with pytest.raises(ValueError, match="Choose one"):
        ask_of_setting(**told | {"value": "nobody"}, name="victim_word", demand="optional")
    with pytest.raises(KeyError):
        ask_of_setting(**told, name="rules", demand="optional")
    assert not Template.objects.filter(draft__has_key="victim_word").exists()


def test_taking_back_is_a_version_that_asks_nothing(on_platform):
    net = on_platform
    told = {"actor": net.officer, "network": net.network, "why": "Too soon.", "now": timezone.now()}
    assert refused(withdraw_template, **told) == ["template_published"]
    made_template(net.network, net.officer)
    assert withdraw_template(**told).asked == {}
    assert refused(withdraw_template, **told) == ["template_published"]
    assert Template.objects.get().draft, "the draft stays"


def test_what_is_lent_has_versions_and_an_end(on_platform):
    net = on_platform
    first = made_resource(net.network, net.officer)
    later = made_resource(net.network, net.officer, resource=first.resource, body={"survey_after_days": 60})
    assert (first.number, later.number, later.body) == (1, 2, {"survey_after_days": 60})
    told = {"actor": net.officer, "now": timezone.now(), "resource": Resource.objects.get()}
    withdraw_resource(**told)
    assert refused(withdraw_resource, **told) == ["resource_offered"]
    with pytest.raises(ValueError, match="whole number"):
        made_resource(net.network, net.officer, body={"survey_after_days": "soon"})


def test_who_joins_or_leaves_is_told(on_platform, alpha):
    net = on_platform
    assert not follow_member(actor=None, membership_id=net.alpha.pk), "there is nothing to tell"
    made_template(net.network, net.officer)
    assert follow_member(actor=None, membership_id=net.alpha.pk)
    ended = {"state": MembershipState.LEFT, "ended_at": timezone.now()}
    Membership.objects.filter(pk=net.alpha.pk).update(**ended)
    assert follow_member(actor=None, membership_id=net.alpha.pk)
    assert Delivery.objects.get(tenant=alpha).number == 2


def test_of_what_a_program_says_the_later_word_wins(on_platform, alpha):
    net = on_platform
    made_template(net.network, net.officer)
    spread_standards(actor=None, network_id=net.network.pk)
    said = {"network": str(net.network.pk), "number": 2, "torn": ["stages"]}
    told = {"actor": None, "tenant": alpha, "now": timezone.now()}
    assert hear_standards(**told, said=said)
    assert not hear_standards(**told, said=said | {"number": 1, "torn": []})
    assert Delivery.objects.get().torn == ["stages"]
    other = said | {"network": str(net.other.pk)}
    assert not hear_standards(**told, said=other), "it was never a member there"
