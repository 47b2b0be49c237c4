"""The lifecycle of a message: every step from every state, by everybody, against a table that is written here anew."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from amends import audit
from amends.accounts.access import PARTICIPANT, Outsider
from amends.audit.models import AuditEntry
from programs.actions import closing, consents, exchanges, messages
from programs.guards import MESSAGE_GUARDS, StepRefused
from programs.messages import MESSAGE_STEPS
from programs.models import Contact, MediatedMessage
from programs.models.message import MessageState
from tests.programs.cast import NOW, choose, make_case, parties
from tests.programs.exchange.scene import WORDS, again, begun, exchanging, taken_to

UNDELIVERED = {"drafting", "in_review", "returned", "approved", "banked", "offered", "accepted"}
# What each step leads to, and from where (3.8); written without a look at the program.
ORACLE = {
    "rewrite": ({"drafting", "returned"}, "drafting", "sender"),
    "hand_in": ({"drafting", "returned"}, "in_review", "sender"),
    "return": ({"in_review", "approved", "banked"}, "returned", ""),
    "approve": ({"in_review"}, "approved", ""),
    "bank": ({"approved"}, "banked", ""),
    "offer": ({"approved", "banked", "declined"}, "offered", ""),
    "accept": ({"offered"}, "accepted", "recipient"),
    "decline": ({"offered", "accepted"}, "declined", "recipient"),
    "deliver": ({"accepted"}, "delivered", "recipient"),
    "acknowledge": ({"delivered"}, "acknowledged", "recipient"),
    "withdraw": (UNDELIVERED, "withdrawn", "sender"),
}
ANSWERS = {"rewrite": {"words": "Anew"}, "return": {"because": "Too long"}}


def act(name, message, actor, **more):
    told = ANSWERS.get(name, {}) | more
    if name == "approve":
        told.setdefault("recipient", parties(message.case)[0])
    return getattr(messages, f"{name}_message")(actor=actor, message=message, now=NOW, **told)


@pytest.fixture
def case(world):
    return exchanging(world)


def test_it_works(world, case):
    message = taken_to(world, begun(world, case), "acknowledged")
    assert (message.state, message.recipient, message.reviewed_by) == (
        "acknowledged",
        parties(case)[0],
        world.cora,
    )
    contact = Contact.objects.get(purpose="exchange")
    assert (contact.participant, contact.result) == (parties(case)[0], "reached")
    audit.flush()
    verbs = [each.verb for each in AuditEntry.objects.filter(object_id=str(case.pk)).order_by("pk")]
    assert verbs[-7:] == [
        "message_begun",
        "message_handed_in",
        "message_approved",
        "message_offered",
        "message_accepted",
        "message_delivered",
        "message_acknowledged",
    ]


def test_every_step_is_in_the_table():
    assert {name.removesuffix("_message") for name in MESSAGE_STEPS} == set(ORACLE)
    assert {state for sources, _to, _who in ORACLE.values() for state in sources} <= set(MessageState.values)


@pytest.mark.parametrize("state", MessageState.values)
def test_every_step_from_every_state_by_everybody(world, case, state):
    message = taken_to(world, begun(world, case), state)
    victim, offender = parties(case)
    people = {
        "sender": Outsider(PARTICIPANT, offender.pk),
        "recipient": Outsider(PARTICIPANT, victim.pk),
        "": world.cora,
    }
    for name, (sources, leads_to, party) in ORACLE.items():
        for who, actor in people.items():
            may = who in ("", party)
            is_time = state in sources
            if name == "withdraw" and who == "sender":
                is_time = state in {"drafting", "returned", "in_review"}
            # The recipient is one only once somebody said so.
            if who == "recipient" and message.recipient_id is None:
                may = False
            with transaction.atomic():
                if may and is_time:
                    assert act(name, message, actor).state == leads_to, (name, who)
                elif may:
                    with pytest.raises(StepRefused) as caught:
                        act(name, message, actor)
                    assert "message_in_turn_now" in [each.id for each in caught.value.reasons]
                else:
                    with pytest.raises(PermissionDenied):
                        act(name, message, actor)
                transaction.set_rollback(True)
    assert again(message).state == state


class TestRefusals:
    """Each rule that stands in the way of a message, seen to refuse."""

    def reasons(self, call):
        with pytest.raises(StepRefused) as caught:
            call()
        assert all(each.sentence and each.remedy and each.source for each in caught.value.reasons)
        return [each.id for each in caught.value.reasons]

    def test_nothing_is_handed_in_empty(self, world, case):
        message = begun(world, case, words="  \n ")
        assert self.reasons(lambda: act("hand_in", message, world.mia)) == ["message_has_content"]

    def test_whoever_wrote_it_down_does_not_approve_it(self, world, case):
        message = taken_to(world, begun(world, case), "in_review")
        assert self.reasons(lambda: act("approve", message, world.mia)) == ["read_by_another"]

    def test_whoever_changed_the_words_of_a_party_does_not_approve_them(self, world, case):
        sender = parties(case)[1]
        own = Outsider(PARTICIPANT, sender.pk)
        message = begun(world, case, actor=own)
        act("hand_in", message, own)
        messages.return_message(actor=world.cora, message=message, now=NOW, because="Shorter")
        messages.rewrite_message(actor=world.mia, message=message, now=NOW, words="Other words.")
        assert MediatedMessage.objects.filter(pk=message.pk).shown_to_staff().exists(), (
            "they see what they did"
        )
        act("hand_in", message, world.mia)
        assert self.reasons(lambda: act("approve", message, world.mia)) == ["read_by_another"]

    def test_it_goes_to_the_other_side(self, world, case):
        message = taken_to(world, begun(world, case), "in_review")
        own = parties(case)[1]
        assert "recipient_across" in self.reasons(lambda: act("approve", message, world.cora, recipient=own))

    @pytest.mark.parametrize("words", ["Yours, Oskar Offender", "Call me on 555 0100"])
    def test_names_and_numbers_stay_on_their_side(self, world, case, words):
        message = taken_to(world, begun(world, case, words=words), "in_review")
        assert self.reasons(lambda: act("approve", message, world.cora)) == ["message_tells_nobody"]

    def test_who_met_may_use_their_names(self, world):
        case = make_case(world, "held")
        message = taken_to(world, begun(world, case, words="Yours, Oskar Offender"), "in_review")
        assert act("approve", message, world.cora).state == "approved"

    def test_only_what_the_person_harmed_chose_is_offered(self, world, case):
        message = taken_to(world, begun(world, case), "approved")
        choose(world, parties(case)[0], mode="recorded_video")
        assert self.reasons(lambda: act("offer", message, world.cora)) == ["kind_chosen"]

    def test_every_step_nearer_asks_again(self, world, case):
        message = taken_to(world, begun(world, case), "accepted")
        choose(world, parties(case)[0], mode="face_to_face")
        assert self.reasons(lambda: act("deliver", message, world.cora)) == ["kind_chosen"]

    def test_without_an_exchange_it_is_kept(self, world):
        case = make_case(world, "ready")
        choose(world, parties(case)[0], mode="letter_exchange")
        message = taken_to(world, begun(world, case), "banked")
        assert self.reasons(lambda: act("offer", message, world.cora)) == ["passing_messages_on"]
        exchanges.begin_exchange(actor=world.cora, case=case, now=NOW)
        assert act("offer", message, world.cora).state == "offered"

    def test_only_an_apology_is_banked(self, world, case):
        victim, offender = parties(case)
        message = taken_to(world, begun(world, case, victim), "approved")
        assert message.recipient == offender
        assert self.reasons(lambda: act("bank", message, world.cora)) == ["only_apologies_kept"]

    def test_consent_that_was_taken_back(self, world, case):
        message = taken_to(world, begun(world, case), "approved")
        consents.withdraw_consent(actor=world.cora, participant=parties(case)[0], now=NOW)
        assert {"consents_live", "passing_messages_on"} <= set(
            self.reasons(lambda: act("offer", message, world.cora))
        )

    def test_every_rule_is_seen_to_refuse(self):
        import inspect

        from tests.programs.exchange import test_recordings

        text = inspect.getsource(TestRefusals) + inspect.getsource(test_recordings)
        assert {name for name in MESSAGE_GUARDS if f'"{name}"' not in text} == set()


class TestStopping:
    def test_who_leaves_takes_everything_back_that_was_not_opened(self, world, case):
        made = {
            s: taken_to(world, begun(world, case), s) for s in ("drafting", "banked", "offered", "delivered")
        }
        consents.withdraw_consent(actor=world.cora, participant=parties(case)[1], now=NOW)
        assert {state: again(each).state for state, each in made.items()} == {
            "drafting": "withdrawn",
            "banked": "withdrawn",
            "offered": "withdrawn",
            "delivered": "delivered",
        }

    def test_what_lay_before_who_leaves_goes_back_to_us(self, world, case):
        made = {s: taken_to(world, begun(world, case), s) for s in ("offered", "accepted", "banked")}
        consents.withdraw_consent(actor=world.cora, participant=parties(case)[0], now=NOW)
        assert [again(each).state for each in made.values()] == ["approved", "approved", "banked"]

    def test_the_end_of_a_case_takes_offers_back(self, world, case):
        message = taken_to(world, begun(world, case), "offered")
        closing.begin_closing(actor=world.cora, case=case, now=NOW, reason="offender_withdrew")
        assert again(message).state == "approved"


def test_a_form_sent_twice_is_one_message(world, case):
    key = uuid.uuid4()
    assert begun(world, case, form_key=key) == begun(world, case, form_key=key)
    assert MediatedMessage.objects.count() == 1


def test_nobody_writes_in_somebody_elses_name(world, case):
    victim, offender = parties(case)
    with pytest.raises(PermissionDenied):
        begun(world, case, offender, actor=Outsider(PARTICIPANT, victim.pk))


def test_the_database_knows_that_nothing_goes_out_unread(world, case):
    message = begun(world, case)
    with pytest.raises(IntegrityError, match="message_reviewed_before_it_is_addressed"), transaction.atomic():
        MediatedMessage.objects.filter(pk=message.pk).update(state="offered", recipient=parties(case)[0])


def test_the_words_are_sealed(world, case):
    from django.db import connection

    taken_to(world, begun(world, case), "returned")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, returned_because FROM programs_mediatedmessage")
        assert not any(
            WORDS in str(part) or "Shorter" in str(part) for row in cursor.fetchall() for part in row
        )
