"""What a network announces reaches each member once, is mailed to its administrators, and nobody else."""

import uuid

from amends import audit
from amends.audit.models import AuditEntry
from amends.outbox.models import Outbox
from network.oversight.actions import spread_announcement
from network.oversight.models import Announcement, Membership, MembershipState
from programs.models import Program
from programs.networks.announcing import BringAnnouncement, announcement_letter
from programs.networks.copies import Copy
from tenants.context import platform
from tests.network.oversight.made import made_member, made_tenants
from tests.programs.cast import at, make_world

WORDS = {"title": "Training in May", "text": "There are places left."}


def announced(net):
    assert net.at.post("/network/announcements/", WORDS).status_code == 302
    with platform():
        return Announcement.objects.order_by("-announced_at").first()


def keep_copy(membership, state="member"):
    """Have the program know its membership, as the crossing would."""
    program = Program.objects.get()
    copy = Copy(id=str(membership.pk), network=str(membership.network_id), name="State Network", state=state)
    program.networks[copy.id] = copy.as_json()
    program.save(update_fields=["networks"])


def bring(row, membership):
    keys = {"membership_id": membership.pk, "announcement_id": row.pk}
    with platform():
        word = BringAnnouncement.read(**keys)
    return word, keys


def test_it_is_queued_for_each_member_of_that_moment(net, alpha):
    with platform():
        asking, late = made_tenants(2)
        made_member(net.network, asking, state=MembershipState.ASKED, joined_at=None)
    row = announced(net)
    assert row.members == 1
    with platform(), audit.gathering():
        made_member(net.network, late)
        assert Outbox.objects.filter(job="oversight.spread_announcement").count() == 1
        assert spread_announcement(actor=None, announcement_id=row.pk) == 1
        jobs = list(Outbox.objects.filter(job="programs.bring_announcement"))
    assert [job.schema for job in jobs] == [alpha.schema_name]
    assert set(jobs[0].args) == {"membership_id", "announcement_id"}, "ids alone"
    page = net.at.get("/network/announcements/").content.decode()
    assert "To 1 member" in page
    assert "It goes to 2 members" in page


def test_it_reaches_the_member_and_its_administrators(net, alpha):
    row = announced(net)
    word, keys = bring(row, net.alpha)
    with at(alpha):
        world = make_world(alpha)
        keep_copy(net.alpha)
        BringAnnouncement.write(word, origin="public")
        kept = Copy.read(Program.objects.get().networks[str(net.alpha.pk)]).announcements
        assert [(each["title"], each["text"]) for each in kept] == [
            ("Training in May", "There are places left.")
        ]
        letter = announcement_letter(user_id=world.alice.pk, **keys)
        assert (letter.subject, "There are places left." in letter.body) == (
            "State Network: Training in May",
            True,
        )
        assert announcement_letter(user_id=world.cora.pk, **keys) is None, "a coordinator runs no program"
        assert announcement_letter(user_id=world.alice.pk, **keys | {"announcement_id": uuid.uuid4()}) is None
        assert AuditEntry.objects.filter(verb="network_announced", facts__kept=True).count() == 1


def test_who_left_gets_nothing(net, alpha):
    row = announced(net)
    word, keys = bring(row, net.alpha)
    with at(alpha):
        world = make_world(alpha)
        keep_copy(net.alpha, state="left")
        BringAnnouncement.write(word, origin="public")
        assert Copy.read(Program.objects.get().networks[str(net.alpha.pk)]).announcements == ()
        assert announcement_letter(user_id=world.alice.pk, **keys) is None


def test_ten_are_kept_and_the_rest_of_the_copy_stays(net, alpha):
    with at(alpha):
        make_world(alpha)
        keep_copy(net.alpha)
        for number in range(12):
            told = {"id": str(uuid.uuid4()), "membership": str(net.alpha.pk), "announced_at": "2026-05-01"}
            BringAnnouncement.write(told | {"title": f"No. {number}", "text": "Words."}, origin="public")
        copy = Copy.read(Program.objects.get().networks[str(net.alpha.pk)])
    assert [each["title"] for each in copy.announcements] == [f"No. {number}" for number in range(11, 1, -1)]
    assert (copy.name, copy.state) == ("State Network", "member")


def test_nobody_is_told_where_nobody_is_a_member(net):
    with platform():
        Membership.objects.filter(pk=net.alpha.pk).update(state=MembershipState.LEFT)
    answer = net.at.post("/network/announcements/", WORDS)
    assert (answer.status_code, "network_has_members" in answer.content.decode()) == (409, True)
    assert "There are places left." in answer.content.decode()


def test_only_who_leads_announces(as_duty):
    browser = as_duty("network_analyst")
    assert "Send it to all members" not in browser.get("/network/announcements/").content.decode()
    assert browser.post("/network/announcements/", WORDS).status_code == 403
