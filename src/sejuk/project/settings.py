"""Django settings. Everything that differs between machines comes from the environment."""

from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy

from sejuk.foundation.channels.rules import connections_from
from sejuk.kit.choices import N_
from sejuk.kit.env import env_database, env_flag, env_list, env_text
from sejuk.project.duty_worker import let_worker_serve_duties
from sejuk.project.postgres import Server
from sejuk.project.secrets import FOLDER, ensure_secret

SOURCES = Path(__file__).resolve().parents[1]
REPOSITORY = SOURCES.parents[1]
# Where the database, generated secrets and collected files lie.
STATE_DIR = Path(env_text("SEJUK_HOME") or REPOSITORY / "var")

SECRET_KEY = env_text("SEJUK_SECRET_KEY") or ensure_secret(STATE_DIR, "secret_key")
# Opens the secrets of authenticators, tokens of forms, and seals from before there were envelopes.
SEJUK_IDENTITY_KEY = env_text("SEJUK_IDENTITY_KEY") or ensure_secret(STATE_DIR, "identity_key")
# Opens sealed identities. It lies outside the database: a backup without it reveals nobody. Made
# at the first start; `manage custody rotate` turns it.
SEJUK_CUSTODY_KEYS = Path(
    env_text("SEJUK_CUSTODY_KEYS") or STATE_DIR / FOLDER / "custody_keys.json"
)
# Where the sandbox channel writes the messages that a real gateway would send.
SEJUK_SANDBOX_FOLDER = STATE_DIR / "sandbox"
# With which providers messages come and go; what is not set goes into the sandbox.
SEJUK_CONNECTIONS = connections_from(env_text)
# Whether hooks may call addresses of the own network.
SEJUK_HOOKS_INSIDE = env_flag("SEJUK_HOOKS_INSIDE")

DEBUG = env_flag("SEJUK_DEBUG")
# Names by which this installation is reached, as in "sejuk.polres-oku.example".
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env_list("SEJUK_HOSTS")]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env_list("SEJUK_HOSTS")]
# Set when a proxy in front speaks HTTPS: cookies then travel over HTTPS alone.
SEJUK_HTTPS = env_flag("SEJUK_HTTPS")
# How residents reach it, as messages to them say.
SEJUK_ADDRESS = (
    CSRF_TRUSTED_ORIGINS[0]
    if SEJUK_HTTPS and CSRF_TRUSTED_ORIGINS
    else env_text("SEJUK_ADDRESS").rstrip("/")
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SEJUK_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SEJUK_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SEJUK_HTTPS else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # One long shift.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A signal with an attachment-free text fits many times; uploads are checked by their views.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # First, so that its templates come before those of the packages below.
    "sejuk.project",
    # Widgets, found through TEMPLATES (see FORM_RENDERER)
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "procrastinate.contrib.django",
    # What every stage stands on
    "sejuk.foundation.ledger",
    "sejuk.foundation.accounts",
    "sejuk.foundation.imports",
    "sejuk.foundation.places",
    "sejuk.foundation.forces",
    "sejuk.foundation.partners",
    "sejuk.foundation.operations",
    "sejuk.foundation.custody",
    "sejuk.foundation.channels",
    # The stages, in the order in which data flows
    "sejuk.sense.signals",
    "sejuk.assess.risk",
    "sejuk.assess.alarms",
    "sejuk.assess.rumours",
    "sejuk.assess.forecast",
    "sejuk.plan.programme",
    "sejuk.plan.deployment",
    "sejuk.act.outreach",
    "sejuk.act.guard",
    "sejuk.act.response",
    "sejuk.review.sitreps",
    "sejuk.review.audit",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sejuk.project.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sejuk.project.middleware.LanguageOfCookie",
    "django.middleware.common.CommonMiddleware",
    # Before the one that reads forms
    "sejuk.project.middleware.NothingTooLarge",
    "sejuk.project.middleware.OwnFormsOnly",
    "sejuk.project.admission.Admission",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closed unless a view says @allow_public
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Here its page of refusal can be drawn: it shows who is signed in.
    "sejuk.project.middleware.NoNullCharacters",
    "sejuk.project.middleware.WrongMethodInWords",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sejuk.project.sign_in.SecondFactorMiddleware",
    "sejuk.foundation.accounts.web.GuardMiddleware",
    "sejuk.kit.refusals.RefusalMiddleware",
    # Last, as its manual asks
    "axes.middleware.AxesMiddleware",
]
# Which files can be imported, and in which order an installation is set up.
SEJUK_SET_UP = "sejuk.project.importers.SET_UP"
# Which tables can be taken out in open formats.
SEJUK_EXPORTS = "sejuk.project.exports.EXPORTS"
# Jobs go with the transaction that asks for them.
PROCRASTINATE_ON_APP_READY = "sejuk.project.jobs.join_transactions"
# What the map of the command post can show besides temperatures.
SEJUK_LAYERS = "sejuk.project.layers.LAYERS"
ROOT_URLCONF = "sejuk.project.urls"
WSGI_APPLICATION = "sejuk.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCES / "project/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sejuk.project.navigation.page",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The web server and the worker connect as `sejuk_app`, which can neither change nor delete ledger
# entries; migrations and tests connect as the owner.
DATABASE_ROLE = env_text("SEJUK_DATABASE_ROLE", "sejuk_app")
DATABASES = {
    "default": {
        **env_database(env_text("DATABASE_URL") or Server(STATE_DIR).url(DATABASE_ROLE)),
        "CONN_MAX_AGE": 600,
        # A restarted database is noticed at the next request, not after ten minutes.
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    # Chosen: long rather than intricate.
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Allauth: a name and a password, then a code or a key. Accounts come from invitations alone, and
# no e-mail is sent; the addresses that are open stand in accounts.urls.
ACCOUNT_ADAPTER = "sejuk.project.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "sejuk.project.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "sejuk.project.sign_in.NewKeyForm",
    "edit_webauthn": "sejuk.project.sign_in.KeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sejuk"
# One step of 30 s either way: clocks of cheap phones drift.
MFA_TOTP_TOLERANCE = 1
# Browsers themselves allow passkeys over plain HTTP on this machine alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SEJUK_HTTPS

# Axes: five wrong passwords for one name from one network (chosen) close that way for a quarter of
# an hour. By both together: a guesser locks out himself, not his victim, and one office behind one
# address is not locked out by one clumsy colleague.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "sejuk.project.sign_in.locked_out"
AXES_USERNAME_CALLABLE = "sejuk.project.sign_in.name_tried"
AXES_CLIENT_IP_CALLABLE = "sejuk.project.sign_in.network_of"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address"]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

LANGUAGE_CODE = "id"
LANGUAGES = [("id", gettext_lazy(N_("Indonesian"))), ("en", gettext_lazy(N_("English")))]
FORMAT_MODULE_PATH = "sejuk.project.formats"
# Before those of all packages.
LOCALE_PATHS = [SOURCES / "kit/locale", SOURCES / "engines/locale", SOURCES / "project/locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env_text("SEJUK_TIME_ZONE", "Asia/Jakarta")

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
# Compressed and named by content where `collectstatic` has run; from the sources otherwise.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "sejuk.project.static_files.CollectedFiles"
        if env_flag("SEJUK_COLLECTED")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_ADD_HEADERS_FUNCTION = let_worker_serve_duties
WHITENOISE_USE_FINDERS = not env_flag("SEJUK_COLLECTED")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "sejuk.project.log_lines.WithoutWords",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"short": {"()": "sejuk.project.away.WithoutTraceback"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["short"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
