"""Every way in which a statement is refused, each by its id; nothing of a refused one is kept."""

import datetime as dt
import json

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from amends.accounts.models import User
from amends.actions import Refused
from programs.actions.training import (
    MOST_RUNNING,
    hand_in_training,
    make_training_statement,
    set_training_aside,
    take_training,
)
from programs.models import Program
from programs.training.ended import NotAList, list_of, read_list
from programs.training.hearing import Unheard
from programs.training.keys import current, sign
from programs.training.saying import LASTS, canonical
from tenants.context import as_owner
from tenants.hosts import HOSTS
from tenants.models import Tenant
from tests.programs.cast import at
from tests.programs.training.carrying import ADDRESS, checked, enrol, ids, made, mediator, somebody

OTHER = "yolanda@quillfeather.example"


def nothing_ended(_issuer):
    return frozenset()


def silent(_issuer):
    raise Unheard


def signed(alpha, text, **changes):
    """Return the statement with something changed, signed by Alpha as if it had said so."""
    said = json.loads(text) | changes
    said.pop("signature")
    with at(alpha):
        return canonical(sign(said, current(Program.objects.get()))).decode()


def test_what_a_file_says(two, statement, worker):
    alpha, beta = two
    text, now = statement["text"], timezone.now()
    said = json.loads(text)
    stamp = "%Y-%m-%dT%H:%M:%SZ"
    holder = said["holder"] | {"email": OTHER}
    to_come = signed(alpha, text, issued_at=(now + dt.timedelta(hours=1)).strftime(stamp))
    for_another = signed(alpha, text, holder=holder)
    unknown = said["issuer"] | {"id": "0a1b2c3d-0000-4000-8000-00000000dead"}
    cases = {
        "": "statement_is_one",
        "{}": "statement_is_one",
        '{"kind": 1}': "statement_is_one",
        "[" * 9000: "statement_is_one",
        text + "\n": "statement_is_one",
        json.dumps(said): "statement_is_one",
        text.replace('"hours":64', '"hours":99'): "statement_is_unaltered",
        text.replace(ADDRESS, OTHER): "statement_is_unaltered",
        canonical(said | {"issuer": unknown}).decode(): "statement_issuer_is_known",
        canonical(said | {"key": 7}).decode(): "statement_issuer_is_known",
        to_come: "statement_has_begun",
        for_another: "statement_is_theirs",
    }
    with at(beta):
        for each, expected in cases.items():
            assert ids(checked(each, hear=nothing_ended)) == [expected], each
        assert checked(text, hear=nothing_ended).holds
        later = now + LASTS + dt.timedelta(seconds=1)
        assert ids(checked(text, hear=nothing_ended, now=later)) == ["statement_has_not_run_out"]
        assert ids(checked(text, hear=silent)) == ["statement_list_is_heard"]
        ended = checked(text, hear=lambda _issuer: frozenset([statement["id"]]))
        assert ids(ended) == ["statement_has_not_ended"]
    with at(alpha):
        assert ids(checked(text, hear=nothing_ended)) == ["statement_issuer_is_another"]


def test_another_person_cannot_use_it(two, statement):
    _alpha, beta = two
    with at(beta):
        thief = enrol(Names(), name="Yolanda", email=OTHER)
        found = checked(statement["text"], email=OTHER, hear=nothing_ended)
        assert ids(found) == ["statement_is_theirs"]
        with pytest.raises(Refused):
            hand_in_training(actor=thief.user, mediator=thief, checked=found, now=timezone.now())
        # Nor does it help to hand it in for its holder, or to bring what another page had found.
        held = checked(statement["text"], hear=nothing_ended)
        with pytest.raises(PermissionDenied):
            hand_in_training(actor=thief.user, mediator=mediator(), checked=held, now=timezone.now())
        with pytest.raises(Refused) as refused:
            take_training(actor=somebody("Cora"), mediator=thief, checked=held, now=timezone.now())
        assert [each.id for each in refused.value.reasons] == ["statement_is_theirs"]
        assert mediator(OTHER).carried == []


class Names:
    """Whoever enrols a mediator in these tests."""

    @property
    def alice(self):
        return somebody("Alice")


def test_an_address_that_nobody_confirmed_is_nobodys(two, statement, alpha):
    _alpha, beta = two
    with at(beta):
        EmailAddress.objects.filter(email=ADDRESS).update(verified=False)
        found = checked(statement["text"], hear=nothing_ended)
        assert ids(found) == ["statement_address_is_confirmed"]
    with at(alpha):
        EmailAddress.objects.filter(email=ADDRESS).update(verified=False)
        assert refusals(alpha) == ["statement_address_is_confirmed"]


def refusals(_tenant):
    """Return why the mediator cannot make a statement."""
    holder = mediator()
    with pytest.raises(Refused) as refused:
        make_training_statement(actor=holder.user, mediator=holder, says_cases=False, now=timezone.now())
    return [each.id for each in refused.value.reasons]


def test_once_is_enough(two, statement):
    _alpha, beta = two
    with at(beta):
        found = checked(statement["text"], hear=nothing_ended)
        own = {"actor": mediator().user, "checked": found, "now": timezone.now()}
        hand_in_training(mediator=mediator(), **own)
        assert ids(checked(statement["text"], hear=nothing_ended)) == ["statement_is_new"]
        with pytest.raises(Refused) as refused:
            hand_in_training(mediator=mediator(), **own)
        assert [each.id for each in refused.value.reasons] == ["statement_is_new"]
        answer = {"actor": somebody("Cora"), "mediator": mediator()}
        key = found.statement.id
        set_training_aside(statement=key, **answer)
        with pytest.raises(Refused) as refused:
            set_training_aside(statement=key, **answer)
        assert [each.id for each in refused.value.reasons] == ["statement_waits"]
        assert "text" not in mediator().carried[0]
        # What was set aside can be handed in anew; what was noted cannot.
        take_training(checked=found, now=timezone.now(), **answer)
        with pytest.raises(Refused):
            take_training(checked=found, now=timezone.now(), **answer)
        assert [each["state"] for each in mediator().carried] == ["taken"]


def test_a_program_that_nobody_vouches_for_or_that_is_closed_is_unknown(two, statement):
    alpha, beta = two
    for change in ({"verified_at": None}, {"suspended_at": timezone.now()}, {"state": "archived"}):
        with as_owner():
            row = Tenant.objects.get(pk=alpha.pk)
            before = {name: getattr(row, name) for name in change}
            Tenant.objects.filter(pk=alpha.pk).update(**change)
        with at(beta):
            assert ids(checked(statement["text"], hear=nothing_ended)) == ["statement_issuer_is_known"]
        with as_owner():
            Tenant.objects.filter(pk=alpha.pk).update(**before)
    with at(alpha):
        Program.objects.update(verified_at=None)
        assert refusals(alpha) == ["statement_program_is_verified"]


def test_a_mediator_has_only_so_many(two, alpha, worker):
    for _each in range(MOST_RUNNING):
        made(alpha, worker)
    with at(alpha):
        assert refusals(alpha) == ["statement_has_room"]
        thief = User.objects.get(name="Mia")
        with pytest.raises(PermissionDenied):
            make_training_statement(actor=thief, mediator=mediator(), says_cases=False, now=timezone.now())


def test_no_answer_an_old_list_or_anothers_list_is_no_list(two, statement, online, settings):
    alpha, beta = two
    with at(beta):
        assert checked(statement["text"]).holds
        port = settings.AMENDS_PORT
        settings.AMENDS_PORT = 9  # nobody listens there
        assert ids(checked(statement["text"])) == ["statement_list_is_heard"]
        settings.AMENDS_PORT = port
        tomorrow = timezone.now() + dt.timedelta(days=1)
        assert ids(checked(statement["text"], now=tomorrow)) == ["statement_list_is_heard"]
    with as_owner():
        Tenant.objects.filter(pk=alpha.pk).update(maintenance=True)
    HOSTS.clear()
    with at(beta):
        assert ids(checked(statement["text"])) == ["statement_list_is_heard"]


def test_a_list_of_another_program_or_with_another_signature_is_none(two, statement):
    alpha, beta = two
    now = timezone.now()
    with at(beta):
        issuer = checked(statement["text"], hear=nothing_ended).issuer
    with at(alpha):
        raw = list_of(Program.objects.get(), now)
    told = {"issuer": alpha.pk, "keys": issuer.keys, "now": now}
    assert read_list(raw, **told) == frozenset()
    theirs = {1: "0" * 62 + "ff"}
    for wrong in ({"issuer": beta.pk}, {"keys": {}}, {"keys": theirs}, {"now": now + dt.timedelta(hours=2)}):
        with pytest.raises(NotAList):
            read_list(raw, **told | wrong)
    said = json.loads(raw)
    for changed in (said | {"ended": ["x"]}, said | {"kind": "another"}, {}, [], {**said, "signature": ""}):
        with pytest.raises(NotAList):
            read_list(json.dumps(changed).encode(), **told)
