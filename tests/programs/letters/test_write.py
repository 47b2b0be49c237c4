"""Write somebody a letter: merged, looked at, kept, and sent or printed by a way that is safe."""

import uuid

import pytest
from django.utils import timezone

from amends.audit.models import AuditEntry
from amends.outbox import NotYet
from programs.actions.letters import write_letter
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.models import Contact, Participant, Program, Representation
from programs.own_letters import letter_to_person
from tests.programs.cast import DAY, NOW, fresh, make_case, parties

WORDS = "Please call me at your leisure."


def write(world, person, **changes):
    told = {
        "purpose": "arranging",
        "channel": "letter",
        "wording": "please_call",
        "language": "en",
        "words": WORDS,
    }
    contact = Contact(**({"result": "sent"} | told | changes))
    return write_letter(
        actor=world.cora, participant=fresh(person), now=NOW, form_key=uuid.uuid4(), contact=contact
    )


@pytest.fixture
def sides(world):
    victim, offender = parties(make_case(world, "preparing"))
    for person, name in ((victim, "Vera Lindqvist"), (offender, "Oskar Brandt")):
        person.name, person.email, person.phone = name, f"{name[:4].lower()}@own.example", "+1 555 0100 777"
        person.address = f"{len(name)} Quiet Lane\nAlbany"
        person.save()
    victim.phone = "+1 555 0100 123"
    victim.save()
    return victim, offender


def test_a_letter_is_a_contact_with_its_words(world, sides):
    _victim, offender = sides
    letter = write(world, offender)
    assert fresh(letter).words == WORDS
    assert (letter.result, letter.delivery, letter.recorded_by) == ("sent", None, world.cora)
    assert AuditEntry.objects.filter(verb="letter_written").exists()


def test_the_same_form_twice_is_one_letter(world, sides):
    _victim, offender = sides
    key = uuid.uuid4()
    made = [
        write_letter(
            actor=world.cora,
            participant=offender,
            now=NOW,
            form_key=key,
            contact=Contact(
                purpose="arranging", channel="email", result="sent", wording="please_call", words=WORDS
            ),
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Contact.objects.letters().count() == 1


@pytest.mark.parametrize(
    "words",
    [
        "Vera Lindqvist has agreed.",
        "VERA   LINDQVIST has agreed.",
        "Lindqvist, Vera",
        "Ms. Lindqvist has agreed.",
        "Write to vera@own.example",
        "Call 555-0100-123",
        "Come to 14 quiet lane",
    ],
)
def test_no_letter_names_the_other_side(world, sides, refused, words):
    _victim, offender = sides
    assert refused(lambda: write(world, offender, words=words)) == ["letter_to_one_side"]
    assert not Contact.objects.letters().exists()


@pytest.mark.parametrize(
    "words",
    [
        "The other side has agreed.",
        "Veranda lindqvistia",
        "Oskar Brandt, 12 Quiet Lane, +1 555 0100 777",
    ],
)
def test_words_that_only_look_like_it_go_out(world, sides, words):
    assert write(world, sides[1], words=words)


def test_accents_hide_nobody(world, sides, refused):
    victim, offender = sides
    victim.name = "Zoë Müller"
    victim.save()
    assert refused(lambda: write(world, offender, words="Zoe Muller has agreed")) == ["letter_to_one_side"]


def test_whoever_stands_for_the_other_side_is_of_the_other_side(world, sides, refused):
    victim, offender = sides
    guardian = add_participant(
        actor=world.cora, case=victim.case, now=NOW, role="guardian", person=Person("Greta Lindqvist")
    )
    Representation.objects.create(participant=victim, by=guardian, kind="guardian", since=NOW)
    assert refused(lambda: write(world, offender, words="Greta Lindqvist knows")) == ["letter_to_one_side"]
    assert write(world, victim, words="Greta Lindqvist knows")


def test_words_to_somebody_of_neither_side_do_not_name_both(world, sides, refused):
    victim, _offender = sides
    helper = add_participant(
        actor=world.cora, case=victim.case, now=NOW, role="interpreter", person=Person("Ines Interpreter")
    )
    both = "You interpret for Vera Lindqvist and Oskar Brandt."
    assert refused(lambda: write(world, helper, channel="in_person", words=both)) == ["letter_to_one_side"]
    assert write(world, helper, channel="in_person", words="You interpret for Vera Lindqvist.")


@pytest.mark.parametrize(
    "words", ["Come on [day and time].", "Call me at [Telephone number of the program]."]
)
def test_what_is_left_open_goes_to_nobody(world, sides, refused, words):
    assert refused(lambda: write(world, sides[1], words=words)) == ["letter_filled_in"]


@pytest.mark.parametrize("channel", ["letter", "email", "text"])
def test_an_unsafe_way_is_refused(world, sides, refused, channel):
    _victim, offender = sides
    offender.unsafe_channels = [channel]
    offender.save()
    assert refused(lambda: write(world, offender, channel=channel)) == ["channel_safe"]


@pytest.mark.parametrize(("channel", "field"), [("letter", "address"), ("email", "email"), ("text", "phone")])
def test_a_way_that_is_not_known_is_refused(world, sides, refused, channel, field):
    _victim, offender = sides
    setattr(offender, field, "")
    offender.save()
    assert refused(lambda: write(world, offender, channel=channel)) == ["way_known"]


def test_a_number_without_its_country_takes_no_text_message(world, sides, refused):
    _victim, offender = sides
    offender.phone = "555 0100 777"
    offender.save()
    assert refused(lambda: write(world, offender, channel="text")) == ["way_known"]


def test_a_first_letter_obeys_the_order_of_the_sides(world, refused):
    victim, _offender = parties(make_case(world, "screening"))
    told = {
        "purpose": "first_contact",
        "wording": "introduction_harmed",
        "channel": "in_person",
        "words": "Hello",
    }
    assert refused(lambda: write(world, victim, **told)) == ["order_kept"]


def test_a_suspected_guardian_is_not_written_to(world, sides, refused):
    victim, _offender = sides
    guardian = add_participant(
        actor=world.cora, case=victim.case, now=NOW, role="guardian", person=Person("Gert Guardian")
    )
    Representation.objects.create(
        participant=victim, by=guardian, kind="guardian", is_suspected=True, since=NOW
    )
    assert refused(lambda: write(world, guardian, channel="in_person")) == ["page_for_trusted"]


@pytest.mark.parametrize(("channel", "address"), [("email", "oska@own.example"), ("text", "+15550100777")])
def test_a_message_goes_out_in_words_and_with_a_subject_that_says_nothing(world, sides, channel, address):
    _victim, offender = sides
    letter = write(world, offender, channel=channel, language="fr")
    assert letter.delivery
    out = letter_to_person(contact_id=letter.pk)
    assert (out.recipient.address, out.body, out.recipient.language) == (address, WORDS, "fr")
    assert out.recipient.discretion == "neutral"
    assert WORDS not in repr(out)


@pytest.mark.parametrize("change", [{"unsafe_channels": ["email"]}, {"email": ""}])
def test_a_message_that_is_not_safe_any_more_does_not_leave(world, sides, change):
    _victim, offender = sides
    letter = write(world, offender, channel="email")
    for name, value in change.items():
        setattr(offender, name, value)
    offender.save()
    assert letter_to_person(contact_id=letter.pk) is None


def test_a_message_waits_for_the_safe_hours(world, sides):
    _victim, offender = sides
    letter = write(world, offender, channel="text")
    tomorrow = (timezone.now().astimezone(Program.objects.get().zone) + DAY).weekday()
    Participant.objects.filter(pk=offender.pk).update(safe_days=[tomorrow])
    with pytest.raises(NotYet):
        letter_to_person(contact_id=letter.pk)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_pages_from_the_list_to_the_letter(world, sides, at_alpha, language):
    victim, _offender = sides
    Program.objects.update(public_telephone="555 0100")
    at_alpha.force_login(world.cora)
    listed = at_alpha.get(f"/people/{victim.pk}/letters/").content.decode()
    assert f"wording=please_call&amp;written_in={language}" in listed
    address = f"/people/{victim.pk}/letters/write/?wording=please_call&written_in={language}"
    form = at_alpha.get(address).context["form"]
    words = form["words"].value()
    assert "555 0100" in words
    assert world.cora.name in words
    sent = {
        "form_key": form["form_key"].value(),
        "wording": "please_call",
        "written_in": language,
        "channel": "letter",
        "words": words + "\n\nUntil soon.",
        "is_safe": "on",
    }
    looked = at_alpha.post(address, {**sent, "look": "yes", "is_safe": ""})
    assert looked.status_code == 200
    assert "Until soon." in looked.content.decode()
    assert not Contact.objects.letters().exists()
    answer = at_alpha.post(address, sent)
    letter = Contact.objects.letters().get()
    assert answer["Location"] == f"/letters/{letter.pk}/"
    page = at_alpha.get(answer["Location"])
    assert "Until soon." in page.content.decode()
    assert f'lang="{language}"' in page.content.decode()
    assert letter.language == language
    assert "Read it" in at_alpha.get(f"/cases/{victim.case_id}/people/").content.decode()


def test_a_text_message_is_short(world, sides, at_alpha):
    victim, _offender = sides
    at_alpha.force_login(world.cora)
    sent = {"form_key": uuid.uuid4(), "wording": "please_call", "written_in": "en", "is_safe": "on"}
    page = at_alpha.post(
        f"/people/{victim.pk}/letters/write/?wording=please_call",
        {**sent, "channel": "text", "words": "x" * 481},
    )
    assert "at most 480 characters" in page.content.decode()
    assert not Contact.objects.letters().exists()


def test_the_page_says_what_became_of_a_message(world, sides, at_alpha):
    victim, _offender = sides
    letter = write(world, victim, channel="email")
    at_alpha.force_login(world.cora)
    assert "It is being sent." in at_alpha.get(f"/letters/{letter.pk}/").content.decode()


def test_the_page_says_where_each_way_leads(world, sides, at_alpha):
    victim, _offender = sides
    victim.address, victim.unsafe_channels = "", ["in_person"]
    victim.save()
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/people/{victim.pk}/letters/write/?wording=please_call&written_in=en")
    said = dict(page.context["form"].fields["channel"].choices)
    assert said == {
        "letter": "By letter: no address is known",
        "email": "By e-mail: vera@own.example",
        "text": "By text message: +15550100123",
    }
    assert page.context["form"].title == "Please call"


def test_only_paper_has_the_head_of_the_program(world, sides, at_alpha):
    """A message goes out in words alone, from a sender that says nothing."""
    victim, _offender = sides
    at_alpha.force_login(world.cora)
    for channel, is_shown in (("letter", True), ("email", False), ("text", False)):
        letter = write(world, victim, channel=channel)
        assert ("amends-paper__head" in at_alpha.get(f"/letters/{letter.pk}/").content.decode()) is is_shown


def test_a_letter_without_a_safe_way_cannot_be_chosen(world, sides, at_alpha):
    victim, _offender = sides
    victim.unsafe_channels = ["letter", "in_person"]
    victim.save()
    at_alpha.force_login(world.cora)
    listed = at_alpha.get(f"/people/{victim.pk}/letters/").content.decode()
    assert "wording=consent_form" not in listed
    assert "no way that is safe for this person" in listed
    assert "wording=please_call" in listed


def test_somebody_without_a_safe_way_is_not_written_to(world, sides, at_alpha):
    victim, _offender = sides
    victim.unsafe_channels = ["letter", "in_person", "email", "text"]
    victim.save()
    at_alpha.force_login(world.cora)
    listed = at_alpha.get(f"/people/{victim.pk}/letters/").content.decode()
    assert "no way is safe for them" in listed
    assert f'href="/people/{victim.pk}/"' in listed
    assert "wording=" not in listed


def test_the_letters_of_a_closed_case_can_only_be_read(world, at_alpha):
    victim, _offender = parties(make_case(world, "closed"))
    at_alpha.force_login(world.cora)
    listed = at_alpha.get(f"/people/{victim.pk}/letters/").content.decode()
    assert "Nobody is written to any more. The case is at: Closed." in listed
    assert "wording=" not in listed
