"""Handing a referral on from Alpha to Beta, the way a browser does."""

import datetime as dt
import html
import re
import uuid
from typing import Any

from django.utils import timezone

from programs.actions.releases import Leave, record_release
from programs.models import Participant, Referral, ReferralForward
from tests.conftest import HostClient
from tests.programs.cast import at, make_referral

FIELD = re.compile(r'name="(slip|parcel)" value="([^"]+)"')
ORIGIN = "http://alpha.localhost"


def let_go(
    world: Any, person: Participant, to: str, *, days: int = 30, what: Any = ("contact", "referral")
) -> Any:
    """Record that somebody lets something about them go to a program; at their own program."""
    now = timezone.now()
    last = now.date() + dt.timedelta(days=days)
    leave = Leave("program", to, list(what), "To be taken on there", "written", last)
    return record_release(actor=world.cora, participant=person, now=now, form_key=uuid.uuid4(), leave=leave)


def offender_of(referral: Referral) -> Participant:
    return Participant.objects.get(referral=referral, role="offender")


def hand_on(alpha: Any, beta: Any, world: Any, **changes: Any) -> tuple[Any, Referral]:
    """Have Cora of Alpha hand a referral on to Beta; return her browser and the referral."""
    with at(alpha):
        referral = make_referral(now=timezone.now(), **changes)
        release = let_go(world, offender_of(referral), beta.name)
    browser = browser_of(alpha, world.cora)
    answer = browser.post(f"/referrals/{referral.pk}/forward/", sent_to(beta, release))
    assert answer.url == f"/referrals/{referral.pk}/handed-on/", answer.content.decode()
    return browser, referral


def sent_to(tenant: Any, release: Any = None) -> dict[str, str]:
    return {
        "program_name": "whatever was typed",
        "program_contact": "Call 555 0155",
        "receiver_id": str(tenant.pk),
        "release": str(release.pk) if release else "",
    }


def browser_of(tenant: Any, user: Any) -> Any:
    client = HostClient(f"{tenant.slug}.localhost")
    with at(tenant):
        client.force_login(user)
    return client


def fields_of(browser: Any, referral: Referral) -> dict[str, str]:
    """Return the hidden fields of the page with the button that leads to the other program."""
    page = browser.get(f"/referrals/{referral.pk}/handed-on/")
    return {name: html.unescape(value) for name, value in FIELD.findall(page.content.decode())}


def press(fields: dict[str, str], *, host: str = "beta.localhost", origin: str = ORIGIN) -> tuple[Any, Any]:
    """Press the button in a browser in which nobody is signed in there; return it and the answer."""
    client = HostClient(host)
    return client, client.post("/handed-in/", fields, headers={"origin": origin})


def why(answer: Any) -> str:
    assert answer.status_code == 400, answer
    return answer.content.decode().partition('data-why="')[2].partition('"')[0]


def the_forward(alpha: Any) -> ReferralForward:
    with at(alpha):
        return ReferralForward.objects.select_related("referral").get()
