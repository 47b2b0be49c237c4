"""Settings that every environment shares."""

from pathlib import Path

from amends.observe.logs import logging_settings
from amends.settings import databases as db
from amends.settings import environment as env

ROOT = Path(__file__).resolve().parents[3]


def folder(name: str) -> Path:
    """Return a folder of the state as an absolute path; relative ones are in the clone."""
    return ROOT / env.read(name)


SECRET_KEY = env.AMENDS_SECRET_KEY
DEBUG = False
# The place middleware knows every host; Django's list would be a second, staler one.
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "amends.urls_tenant"
WSGI_APPLICATION = "amends.wsgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Tables in both: a place's own people, sessions and audit, which mean nothing in any other place.
PLACED_APPS: tuple[str, ...] = (
    "django.contrib.auth",  # password hashing and sign-in; its groups and permissions are not relied on
    "django.contrib.contenttypes",  # django.contrib.auth needs it; its rows are not relied on
    "django.contrib.sessions",  # a session of one place is nothing in another
    "amends.accounts",  # who works for the program; in public networks', agencies' and operators' people
    "allauth.account",  # their e-mail addresses and whether they are confirmed
    "allauth.mfa",  # their second factors
    "allauth.usersessions",  # where they are signed in
    "amends.audit",  # the place's own chain
    "amends.mail",  # how each message ended; both write to people
)
# Tables in the public schema.
SHARED_APPS: tuple[str, ...] = (
    "tenants",  # tenants, hosts, releases, the pool
    "amends.outbox",  # jobs that wait to be done; the only table that a tenant's role may insert into
    "amends.console",  # what programs tell the operator of themselves, to be verified
    "amends.audit.checkpoints",  # signed checkpoints of the tenants' audit chains
    "billing",  # who pays for which program
    "network.agencies",  # referral agencies and receipts
    "network.oversight",  # networks and their officers
    "network.guidance",  # what networks ask of their members' policies, and lend them
    "network.accreditation",  # standards, and which programs meet them
    "network.keys",  # public keys of programs
    "network.reporting",  # figures across programs, and which programs are in them
    "network.directory",  # listings of programs, which everybody may search
    "programs.signup",  # forms of sign-up that were sent, and how often
    *PLACED_APPS,
)
# Tables in each program's schema.
TENANT_APPS: tuple[str, ...] = (
    *PLACED_APPS,
    "amends.outbox.done",  # jobs whose effect is committed here
    "programs",  # the program's world
    "api",  # tokens of the API, and its answers that are kept for a day
)
# Tenant apps without tables in a program's schema: nothing of ours asks them. Their migrations are counted as applied,
# as in the schemas that older releases made, where the tables stay and nobody may read them.
TABLELESS_APPS = ("django.contrib.auth", "django.contrib.contenttypes")
# Tables in the key store's database.
KEY_STORE_APPS = ("vault",)
KEY_STORE_ALIAS = "keys"
KEY_STORE_LOGIN = db.KEY_STORE_LOGIN

INSTALLED_APPS = [
    *(app for app in PLACED_APPS if app.startswith("django.")),
    "django.contrib.staticfiles",
    "django.contrib.messages",
    "rest_framework",  # for its translations; no tables
    "amends.vault",
    "amends.web",
    "network.places",  # for its translations; no tables
    "network.hsds",  # for its lines in the access policy; no tables
    *(app for app in SHARED_APPS if app not in PLACED_APPS),
    # Before allauth, whose templates ours replace.
    "amends.accounts",
    "allauth",
    *(app for app in PLACED_APPS if app.startswith("allauth.")),
    "amends.audit",
    "amends.mail",
    *(app for app in TENANT_APPS if app not in PLACED_APPS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "amends.web.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.middleware.PlaceMiddleware",
    "amends.web.language.LanguageChoiceMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tenants.csrf.PlaceCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "amends.audit.middleware.AuditMiddleware",
    "api.middleware.TokenMiddleware",
    "amends.accounts.idle.IdleMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "amends.accounts.access.AccessMiddleware",
    "amends.accounts.second_factor.SecondFactorMiddleware",
]

SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # tenants.csrf derives from Django's middleware and binds its cookie to the place
    "security.W020",  # ALLOWED_HOSTS is open because PlaceMiddleware answers 404 to a host that nobody has
]

DATABASES = db.databases()
DATABASE_ROUTERS = ["tenants.router.PlaceRouter"]

# django-tenants' model mixins read these three.
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PUBLIC_SCHEMA_NAME = "public"

TENANCY_OWNER = db.owner_login()
TENANCY_LOGIN = env.AMENDS_LOGIN
TENANCY_ROLE_SECRET = env.AMENDS_ROLE_SECRET
TENANCY_POOLER = env.AMENDS_POOLER
TENANCY_POOL_SIZE = env.AMENDS_POOL_SIZE
TENANCY_WARM_POOL = env.AMENDS_WARM_POOL
TENANCY_PG_DUMP = db.pg_dump()
TENANCY_FILES_FOLDER = folder("AMENDS_FILES_FOLDER")
TENANCY_PLATFORM_HOSTS: frozenset[str] = frozenset(env.AMENDS_PLATFORM_HOSTS)
TENANCY_PUBLIC_URLCONF = "amends.urls_public"
TENANCY_HOSTS_CACHED = 20_000
TENANCY_EPOCH_SECONDS = 1.0
TENANCY_BOOTSTRAPPERS = ("amends.vault.bootstrapper", "amends.observe.bootstrapper")
# Called with the schema's name, before it is dropped.
TENANCY_ON_ERASE = (
    "amends.vault.shredding.destroy_tenant_keys",
    "programs.introducing.forget_introduction",
    "programs.listing.erasing.forget_listing",
)
TENANCY_PAGES = {
    "unknown": "amends.web.errors.unknown_host",
    "closed": "amends.web.errors.program_closed",
    "suspended": "amends.web.errors.program_suspended",
    "maintenance": "amends.web.errors.program_in_maintenance",
}

# Platform jobs and how often they are queued, in seconds.
OUTBOX_SCHEDULES = {
    "audit.checkpoint": 3600,
    "outbox.prune": 3600,
    "signup.prune": 3600,
    "agencies.prune": 86_400,
    "oversight.prune": 86_400,
    "accreditation.settle": 3600,
    "reporting.turn": 3600,
    "programs.ask_listings": 21_600,
    "billing.turn": 3600,
    "billing.reconcile": 86_400,
    "programs.ask_usage": 3600,
    "programs.ask_networks": 3600,
}

# Asked with each recipient before a letter leaves a program.
MAIL_GATE = "programs.recipients.may_be_written_to"
# How many sign-ups one address may try, as (number, seconds): of the network, and of e-mail.
SIGN_UP_LIMITS = {"network": (20, 3600), "email": (5, 86400)}
# How many referral forms are sent or saved from one network, and at one program; how many return codes are tried.
# How many rows of files one agency sends to one program. How much one network asks the directory's API
# and for calendars. How many refusals of what nobody signed in for are noted of one network. How often
# documents are put with forms from one network, and at one program.
PUBLIC_LIMITS = {
    "network": (30, 3600),
    "program": (300, 3600),
    "code": (20, 3600),
    "receipt": (3, 86_400),
    "bulk": (400, 86_400),
    "hsds": (600, 60),
    "calendar": (600, 3600),
    "tries": (60, 3600),
    "files": (120, 3600),
    "files_of_program": (600, 3600),
}

AMENDS_DOMAIN = env.AMENDS_DOMAIN
AMENDS_PORT = env.AMENDS_PORT
AMENDS_SECURE = env.AMENDS_SECURE
AMENDS_DEMO = env.AMENDS_DEMO
AMENDS_DEMO_CASES = env.AMENDS_DEMO_CASES
AMENDS_DEMO_SIZE = env.AMENDS_DEMO_SIZE
# Choices that say what the layers above call each kind of tenant.
CONSOLE_KINDS = "programs.models.program.ProgramType"
# Pages of the layers above in the console's menu, with what they are called.
CONSOLE_PAGES = {
    "claims": "network.directory.views.claims.TITLE",
    "console-networks": "network.oversight.views.console.TITLE",
    "console-figures": "network.reporting.views.console.TITLE",
    "console-billing": "billing.views.console.TITLE",
    "network-home": "network.oversight.views.pages.HOME",
    "network-roster": "network.oversight.views.pages.MEMBERS",
    "network-standards": "network.guidance.views.templates.TITLE",
    "network-resources": "network.guidance.views.resources.TITLE",
    "accreditation-pipeline": "network.accreditation.views.TITLE",
    "network-gaps": "network.oversight.views.pages.GAPS",
    "network-figures": "network.reporting.views.networks.TITLE",
    "network-announcements": "network.oversight.views.pages.ANNOUNCEMENTS",
    "network-report": "network.oversight.views.pages.REPORT",
    "network-people": "network.oversight.views.pages.PEOPLE",
}
EXIT_URL = env.AMENDS_EXIT_URL
# For each kind of people without an account here: who knows which of them stands before a page of theirs, and where
# everybody else is sent.
AMENDS_OUTSIDERS = {
    "participant": ("programs.own_visits.find_visitor", "own-closed"),
    "agency_person": ("programs.desk.find_visitor", "desk-closed"),
    "payer": ("billing.visits.find_visitor", "billing-closed"),
}
# Who knows for which payer an account of the platform acts: called with the user, returns a payer's id or None.
BILLING_PAYERS = "network.oversight.paying.account_of"
# Who knows what a program that nobody pays for may not do for now: asked with an action and with a page, and with what
# an action raised.
AMENDS_LADDER = {
    "action": "programs.paying.demand_paid_for",
    "page": "programs.views.stopped.before_page",
    "refused": "programs.views.stopped.after_refusal",
}
# Who knows how somebody of the platform signs in otherwise than here; whether a provider may be this computer.
AMENDS_OTHER_WAY = "network.agencies.sign_on.working.other_way"
AMENDS_SIGN_ON_LOOPBACK = env.AMENDS_SIGN_ON_LOOPBACK
# Whether webhooks may go to this computer.
AMENDS_WEBHOOKS_LOOPBACK = env.AMENDS_WEBHOOKS_LOOPBACK
# The cookie of a participant's visit, and how many codes or new links one network may try, as (number, seconds).
OWN_PAGE_COOKIE = "mine"
OWN_PAGE_LIMIT: tuple[int, int] | None = (30, 600)
# Who says in words what a program shares of its policy: called with the values, yields names and texts.
AMENDS_POLICY_WORDS = "programs.networks.words.policy_told"
# Who knows the settings that a network can speak of: a `network.guidance.catalogue.Catalogue`.
AMENDS_STANDARDS = "programs.guidance.catalogue.CATALOGUE"
# Who knows how a program is called and looks.
AMENDS_FACE = "programs.views.look.face_of"
# The main menu of pages that belong to no part of a place, such as those of an account: in a program, on the platform.
AMENDS_MENUS = {"program": "programs.views.pages.menu", "platform": "amends.console.views.menu"}
AMENDS_CHECKPOINT_FOLDER = folder("AMENDS_CHECKPOINT_FOLDER")
AMENDS_CHECKPOINT_KEY = env.AMENDS_CHECKPOINT_KEY

STRIPE_KEY = env.AMENDS_STRIPE_KEY
STRIPE_API = env.AMENDS_STRIPE_API
STRIPE_WEBHOOK_SECRET = env.AMENDS_STRIPE_WEBHOOK_SECRET
STRIPE_TAX = env.AMENDS_STRIPE_TAX

AMENDS_EMAIL_URL = env.AMENDS_EMAIL_URL
AMENDS_SMS_URL = env.AMENDS_SMS_URL
AMENDS_MAIL_FROM = DEFAULT_FROM_EMAIL = env.AMENDS_MAIL_FROM
CONTACT = env.AMENDS_CONTACT
AMENDS_SMS_FOLDER = folder("AMENDS_MAIL_FOLDER")
AMENDS_MAIL_PROVIDER = "amends.mail.providers.local.LocalMail"
AMENDS_SMS_PROVIDER = "amends.mail.providers.local.LocalSms"

VAULT_ROOT_KEY = env.AMENDS_ROOT_KEY
VAULT_ROOT_KEY_FILE = env.AMENDS_ROOT_KEY_FILE
VAULT_ROOT_KEY_SOURCE = env.AMENDS_ROOT_KEY_SOURCE

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "amends.accounts.access.navigation",
            ],
        },
    },
]
FORM_RENDERER = "amends.web.forms.Renderer"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español")]
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = folder("AMENDS_STATE") / "static"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# The parts of allauth that we use; `amends/accounts` replaces its forms, templates and mails.
AMENDS_REQUIRE_SECOND_FACTOR = env.AMENDS_REQUIRE_SECOND_FACTOR
PASSWORD_RESET_TIMEOUT = 60 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = env.AMENDS_TRUSTED_PROXIES
ACCOUNT_ADAPTER = "amends.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Whoever is invited has shown that the address is theirs; an address that is changed is confirmed before it counts.
ACCOUNT_EMAIL_VERIFICATION = "none"
# Keys of confirmations lie in the place's own table; signed ones would be good in every place.
ACCOUNT_EMAIL_CONFIRMATION_HMAC = False
# Ten wrong passwords a minute from one address, five in five minutes for one account; the rest are allauth's own.
# Letters to addresses that somebody only says are theirs: of a new program's founder, of a person who moves.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "manage_email": "20/m/user",
    "founder_confirmation": "1/m/key,5/d/key",
    "new_address": "5/h/user",
    "agency_asked": "20/h/ip,3/d/key",
    # An agency's own sign-in: begun by anybody, and each test of it asks a host that somebody typed.
    "sign_on_begun": "60/m/ip",
    "sign_on_tested": "20/h/user",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "amends.accounts.tokens.PlaceResetTokens"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
MFA_ADAPTER = "amends.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers make passkeys on plain HTTP for localhost alone, which the library does not know as secure.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.AMENDS_SECURE
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "amends.accounts.sessions"
# Twelve hours at most, and half an hour without use (OWASP ASVS 7.3).
SESSION_COOKIE_AGE = 12 * 60 * 60
AMENDS_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "amends.web.errors.csrf_failure"
SIGNING_BACKEND = "tenants.signing.PlaceSigner"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"

CACHES = {
    "default": {
        "BACKEND": "amends.accounts.steady_cache.SteadyCache",
        "LOCATION": env.REDIS_URL or "redis://127.0.0.1:6379/1",
        "KEY_FUNCTION": "tenants.cache.key_of",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# Django's own handlers write large files to the disk as they are.
FILE_UPLOAD_HANDLERS = ["amends.files.uploads.SealedUploadHandler"]
AMENDS_CLAMD = env.AMENDS_CLAMD
AMENDS_EXPORT_SECRET = env.AMENDS_EXPORT_SECRET
FILE_UPLOAD_PERMISSIONS = 0o600
STORAGES = {
    "default": {"BACKEND": "tenants.files.PlaceStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Requests that one token may make in a minute.
API_REQUESTS_PER_MINUTE = 600
# One parser, one renderer, one error shape, no session: see the decision about the API.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.v1.asking.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.v1.asking.ScopesAllow"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.v1.parsing.StrictJson"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.v1.problems.answer",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Amends",
    "DESCRIPTION": "One program's referrals and cases, on the program's own host.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["api.v1.schema.finished"],
}

LOGGING = logging_settings(as_json=env.AMENDS_LOG_JSON)
