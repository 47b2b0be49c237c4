"""From a host name to its tenant: cached in the process, dropped when the epoch in the public schema moves."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from tenants.context import platform
from tenants.models import Domain, Epoch, Release, State
from tenants.release import own_fingerprint


@dataclass(frozen=True)
class Site:
    """What a request must know of the tenant whose host it came to; nothing personal."""

    schema_name: str
    host: str
    name: str
    slug: str
    state: str
    maintenance: bool
    is_suspended: bool
    # Whether this code knows the version that the tenant's schema has.
    is_known_release: bool

    @cached_property
    def is_served(self) -> bool:
        """Return whether its pages may be shown at all."""
        return self.state in (State.TRIAL, State.ACTIVE, State.RESTRICTED)


class Hosts:
    """A bounded cache of hosts, also of unknown ones, that is right within `TENANCY_EPOCH_SECONDS`.

    Whether the epoch moved is asked at most once in that time by whoever comes next, so a hot request makes
    no query. When the question cannot be answered the exception goes up: a stale answer could be unsafe.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Forget everything, as after a change made by this process itself."""
        with self.lock:
            self.sites: OrderedDict[str, Site | None] = OrderedDict()
            self.epoch: int | None = None
            self.asked_at = 0.0

    def resolve(self, host: str) -> Site | None:
        """Return the site of `host` (lower case, no port), or None when no tenant has it."""
        self._ask_epoch()
        try:
            site = self.sites[host]
        except KeyError:
            epoch = self.epoch
            site = _read(host)
            with self.lock:
                if epoch == self.epoch:
                    self.sites[host] = site
                    while len(self.sites) > settings.TENANCY_HOSTS_CACHED:
                        self.sites.popitem(last=False)
        return site

    def _ask_epoch(self) -> None:
        now = time.monotonic()
        if now - self.asked_at < settings.TENANCY_EPOCH_SECONDS:
            return
        with platform():
            epoch = Epoch.objects.values_list("number", flat=True).get()
        with self.lock:
            if epoch != self.epoch:
                self.sites.clear()
            self.epoch, self.asked_at = epoch, now


HOSTS = Hosts()


def _read(host: str) -> Site | None:
    with platform():
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
        if domain is None:
            return None
        tenant = domain.tenant
        serves = Release.objects.filter(pk=tenant.release).values_list("serves", flat=True).first()
    return Site(
        schema_name=tenant.schema_name,
        host=host,
        name=tenant.name,
        slug=tenant.slug,
        state=tenant.state,
        maintenance=tenant.maintenance,
        is_suspended=tenant.suspended_at is not None,
        is_known_release=own_fingerprint() in (serves or ()),
    )
