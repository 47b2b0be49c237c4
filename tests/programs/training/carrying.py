"""Two programs, one mediator with an account in each, and a real server that both are served by."""

import contextlib
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from amends.accounts.models import User
from programs.actions.mediators import enrol_mediator, record_qualification
from programs.actions.training import make_training_statement
from programs.models import Mediator, Program
from programs.training.checking import check
from programs.training.hearing import hear_ended
from tenants.context import as_owner
from tenants.models import Tenant
from tests import databases
from tests.amends.web.browser import serve
from tests.programs.cast import at, make_world
from tests.programs.test_in_browser import closing

CANARY = "Zenobia Quillfeather"
ADDRESS = "zenobia@quillfeather.example"


def prepare(alpha, beta, **known):
    """Set both programs up, verified; the mediator's training is noted at Alpha, and little of it at Beta."""
    with as_owner():
        Tenant.objects.filter(pk__in=(alpha.pk, beta.pk)).update(verified_at=timezone.now())
    for tenant in (alpha, beta):
        with at(tenant):
            world = make_world(tenant)
            Program.objects.update(verified_at=timezone.now())
            enrol(world, name=CANARY, email=ADDRESS)
    with at(alpha):
        told = {"level": "advanced", "training_hours": 64, "checked_until": None} | known
        days = {"supervised_on": timezone.localdate(), "observed_on": timezone.localdate()}
        record_qualification(actor=somebody("Alice"), mediator=mediator(), **days | told)
    databases.close()


def enrol(world, *, name, email):
    user = User.objects.create(email=email, name=name, roles=["mediator"])
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return enrol_mediator(actor=world.alice, user=user, standing="volunteer", now=timezone.now())


def somebody(name):
    return User.objects.get(name=name)


def mediator(email=ADDRESS):
    return Mediator.objects.select_related("user").get(user__email=email)


def made(alpha, worker, *, says_cases=False):
    """Have the mediator make a statement at Alpha, and the platform hear of the key; return what is kept."""
    with at(alpha):
        holder = mediator()
        kept = make_training_statement(
            actor=holder.user, mediator=holder, says_cases=says_cases, now=timezone.now()
        )
    worker.drain()
    return kept


def checked(text, *, email=ADDRESS, now=None, hear=None, **more):
    """Check a text for a mediator of the program that is entered."""
    now = now or timezone.now()
    return check(
        text,
        mediator=mediator(email),
        program=Program.objects.get(),
        hear=hear or (lambda issuer: hear_ended(issuer, now)),
        now=now,
        **more,
    )


def ids(found):
    return [each.id for each in found.reasons]


@contextlib.contextmanager
def served(settings):
    """Serve every program over HTTP, at the port that addresses name."""
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        settings.AMENDS_PORT = urlsplit(address).port
        yield address


def as_file(text):
    return SimpleUploadedFile("training.json", text.encode(), content_type="application/json")
