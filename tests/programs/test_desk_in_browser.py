"""Going over to a program in a real browser: what it says of where a form comes from, and what it is let do."""

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from django.utils import timezone

from tenants.context import as_owner, platform
from tenants.models import Tenant
from tests import databases
from tests.amends.web.browser import serve
from tests.network.agencies.made import made_member
from tests.programs.cast import at, make_world
from tests.programs.desk_rig import browser_of
from tests.programs.test_in_browser import closing


@pytest.fixture
def site(committed, alpha):
    """The port of a running server, and the session of somebody of an agency on the platform."""
    with as_owner():
        Tenant.objects.filter(pk=alpha.pk).update(verified_at=timezone.now())
    with at(alpha):
        make_world(alpha)
    with platform():
        clara = made_member()
    session = browser_of(clara).cookies[settings.SESSION_COOKIE_NAME].value
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        port = int(address.rpartition(":")[2])
        with override_settings(AMENDS_PORT=port):
            yield port, session
    databases.close()


def go_over(page, port, session):
    """Search a program, press the two buttons, look at what was sent, and press the second once more."""
    platform_site = f"http://localhost:{port}"
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": platform_site}
    page.context.add_cookies([cookie])
    page.goto(f"{platform_site}/agency/programs/")
    page.fill("[name=words]", "alpha")
    page.click("text=Find programs")
    page.click("text=Send a referral")
    token = page.get_attribute("[name=token]", "value")
    page.click("text=Go to the form")
    came, shown = page.url, page.text_content("main")
    page.goto(f"http://alpha.localhost:{port}/desk/")
    return {"came": came, "shown": shown, "desk": page.url, "token": token}


@pytest.mark.parametrize("scripts", [True, False])
def test_it_works(site, chromium, scripts):
    port, session = site
    seen = chromium.run(lambda page: go_over(page, port, session), java_script_enabled=scripts)
    assert seen["came"] == f"http://alpha.localhost:{port}/refer/"
    assert "You write as Clara Clerk of Lakeview Court" in seen["shown"]
    assert seen["desk"] == f"http://alpha.localhost:{port}/desk/"
    assert seen["token"] not in seen["came"]
