"""Every environment variable that Amends reads, declared once; README's table is made from here.

`environment.DATABASE_URL` reads a variable and parses it strictly: a value that cannot be understood stops the
start with a sentence that names the variable.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def _flag(text: str) -> bool:
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("", "0", "false", "no", "off"):
        return False
    raise ValueError("write 1 or 0")


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True)
class Setting:
    """A variable: its name, its default as text, what it is for, and how its text becomes a value."""

    name: str
    default: str
    help: str
    parse: Callable[[str], Any] = str


SETTINGS = {
    each.name: each
    for each in (
        Setting(
            "DATABASE_URL",
            "",
            "The owner's login, `postgresql://user:password@host:port/name`: provisioner and commands only. Empty: `up` starts an embedded PostgreSQL.",
        ),
        Setting(
            "REDIS_URL", "", "Redis for waking workers and for the cache. Empty: `up` starts an embedded one."
        ),
        Setting(
            "AMENDS_RUNTIME_DATABASE_URL",
            "",
            "Host, port and name that web and workers connect to, without credentials; a transaction pooler may stand there. Empty: those of `DATABASE_URL`.",
        ),
        Setting(
            "AMENDS_KEYS_DATABASE_URL",
            "",
            "The key store's database, without credentials; keep it out of the other one's backups. Empty: `<name>_keys` on the runtime server.",
        ),
        Setting(
            "AMENDS_POOLER", "0", "1 when a pooler in transaction mode stands at the runtime address.", _flag
        ),
        Setting(
            "AMENDS_LOGIN",
            "amends_web",
            "The login of this process in the public schema: `amends_web` or `amends_worker`.",
        ),
        Setting("AMENDS_ROLE_SECRET", "", "The passwords of all runtime roles are derived from this secret."),
        Setting("AMENDS_SECRET_KEY", "", "Signs cookies and tokens."),
        Setting(
            "AMENDS_ROOT_KEY",
            "",
            "The root key of the vault: 32 bytes in base64. Several with commas: the first one wraps, all of them open.",
        ),
        Setting("AMENDS_ROOT_KEY_FILE", "", "A file that holds the root key instead, one on each line."),
        Setting(
            "AMENDS_ROOT_KEY_SOURCE",
            "amends.vault.root.local_root_keys",
            "A function that returns the root keys, for a KMS: see `amends/vault/root.py`.",
        ),
        Setting(
            "AMENDS_CHECKPOINT_FOLDER",
            ".local/checkpoints",
            "Where signed checkpoints of the audit are kept outside the database.",
        ),
        Setting(
            "AMENDS_CHECKPOINT_KEY",
            "",
            "Signs the checkpoints: an Ed25519 private key, 32 bytes in base64. Empty: derived in the vault.",
        ),
        Setting("AMENDS_DOMAIN", "localhost", "Programs live at `<slug>.<domain>`."),
        Setting("AMENDS_PLATFORM_HOSTS", "localhost,127.0.0.1,[::1]", "Hosts of the public site.", _names),
        Setting("AMENDS_PORT", "8000", "The port in addresses that we print or mail.", int),
        Setting("AMENDS_SECURE", "0", "1 when served over HTTPS: secure cookies, redirects, HSTS.", _flag),
        Setting(
            "AMENDS_DEMO", "0", "1 allows `manage seed` and its known passwords; never in production.", _flag
        ),
        Setting("AMENDS_DEMO_CASES", "1", "0 leaves the demonstration programs without cases.", _flag),
        Setting(
            "AMENDS_DEMO_SIZE",
            "small",
            "`network` makes sixty more demonstration programs, which belong to its networks.",
        ),
        Setting(
            "AMENDS_REQUIRE_SECOND_FACTOR",
            "1",
            "0 lets people see cases with a password alone; for demonstrations, never in production.",
            _flag,
        ),
        Setting(
            "AMENDS_SIGN_ON_LOOPBACK",
            "0",
            "1 lets the identity provider of an agency be on this computer and without HTTPS; for demonstrations, never in production.",
            _flag,
        ),
        Setting(
            "AMENDS_WEBHOOKS_LOOPBACK",
            "0",
            "1 lets webhooks go to this computer and without HTTPS; for demonstrations, never in production.",
            _flag,
        ),
        Setting(
            "AMENDS_TRUSTED_PROXIES",
            "0",
            "How many proxies of ours stand before the web process and add to X-Forwarded-For.",
            int,
        ),
        Setting("AMENDS_STATE", ".local", "The folder of embedded servers, secrets, mail and files."),
        Setting("AMENDS_FILES_FOLDER", ".local/files", "Uploaded files, one folder for each program."),
        Setting(
            "AMENDS_CLAMD",
            "",
            "A virus scanner that speaks clamd's protocol, `tcp://host:port` or `unix:///path`: files that it has not seen are shown to nobody. Empty: none is asked.",
        ),
        Setting("AMENDS_MAIL_FOLDER", ".local/mail", "In development, mails are written here."),
        Setting(
            "AMENDS_EMAIL_URL",
            "",
            "`smtp://user:password@host:port` for mail in production; `smtps://` where it is encrypted from the first byte.",
        ),
        Setting("AMENDS_MAIL_FROM", "no-reply@amends.example", "The address that mails come from."),
        Setting(
            "AMENDS_CONTACT",
            "help@amends.example",
            "The address at which those who work for a program reach you, the operator: in letters about their program and on the page of a suspended one.",
        ),
        Setting(
            "AMENDS_SMS_URL",
            "",
            "`twilio://account:token@api.twilio.com?from=+15550100` for text messages in production. Empty: none are sent.",
        ),
        Setting("AMENDS_POOL_SIZE", "40", "Database connections that one process keeps at most.", int),
        Setting("AMENDS_WARM_POOL", "8", "Prepared schemas that wait for sign-ups.", int),
        Setting(
            "AMENDS_PG_DUMP",
            "",
            "The pg_dump program, of the server's version or newer. Empty: the embedded one, else the one on PATH.",
        ),
        Setting("AMENDS_CHROMIUM", "", "The browser for the tests. Empty: /usr/bin/chromium."),
        Setting("AMENDS_FAULT", "", "Kills the process at this named point (`name:pass`); for drills only."),
        Setting("AMENDS_LOG_JSON", "0", "1 writes log lines as JSON, for a log store.", _flag),
        Setting(
            "AMENDS_PYTHON",
            "",
            "The Python with which `./amends` makes its environment. Empty: the first on PATH from 3.11 on.",
        ),
        Setting(
            "AMENDS_LOCK",
            "",
            "Set by `up` in its children, so that it finds those that a crash left behind. Do not set it.",
        ),
        Setting(
            "AMENDS_EXIT_URL",
            "https://www.weather.gov/",
            "Where “exit this page” leads: a harmless page that many people open.",
        ),
        Setting(
            "AMENDS_STRIPE_KEY",
            "",
            "Stripe's restricted key, `rk_live_...`, with the rights that `infra/decisions/0032-billing.md` names. Empty: nobody can subscribe, and `up` starts a Stripe of its own that is played.",
        ),
        Setting(
            "AMENDS_STRIPE_API",
            "",
            "Where Stripe is asked. Empty: Stripe's own address; never set in production.",
        ),
        Setting(
            "AMENDS_STRIPE_WEBHOOK_SECRET",
            "",
            "The secret of Stripe's endpoint for `/billing/stripe/events/`, `whsec_...`.",
        ),
        Setting(
            "AMENDS_STRIPE_TAX",
            "0",
            "1 has Stripe work out taxes, which has to be set up there first.",
            _flag,
        ),
        Setting("AMENDS_STRIPE_TEST_KEY", "", "A key of Stripe's test mode, for the contract tests only."),
        Setting(
            "AMENDS_EXPORT_SECRET",
            "",
            "Signs exports of whole programs, and shuts what is sealed in them. Two platforms that have the same take in each other’s. Empty: made from `AMENDS_SECRET_KEY`.",
        ),
        Setting("SENTRY_DSN", "", "Where errors are reported, without personal data. Empty: nowhere."),
    )
}


def read(name: str) -> Any:
    """Return the parsed value of a declared variable; raise ImproperlyConfigured when it makes no sense."""
    setting = SETTINGS[name]
    text = os.environ.get(name, setting.default)
    try:
        return setting.parse(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"The environment variable {name} is {text!r}: {error}.") from error


def readme_table() -> str:
    """Return the table of settings as README shows it."""
    rows = [
        f"| `{each.name}` | {f'`{each.default}`' if each.default else ''} | {each.help} |"
        for each in SETTINGS.values()
    ]
    return "\n".join(["| variable | default | what it is for |", "|---|---|---|", *rows])


def __getattr__(name: str) -> Any:
    if name in SETTINGS:
        return read(name)
    raise AttributeError(name)
