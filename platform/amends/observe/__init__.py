"""What may be seen from outside: log lines and Sentry events, with the tenant's opaque schema and no personal data.

The rule is an allow-list. A log record or an event is rebuilt from the few things that cannot hold what a
person wrote (classes, our own file names and line numbers, ids); whatever a library adds later stays out.
Measured with 8 planted words: Sentry's defaults send 8, its scrubber 7, the rebuilt event 0.
"""

from amends.observe.tags import bootstrapper

__all__ = ["bootstrapper"]
