"""One settings file. What differs between installations comes from the environment, read in `env`."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from renbina.config import env as read

env = read.reader()
MODE = read.mode(env)
PRODUCTION = MODE == "production"
BASE_DIR = Path(__file__).resolve().parents[3]
PACKAGE_DIR = Path(__file__).resolve().parents[1]
VAR_DIR = Path(env.str("VAR", str(BASE_DIR / "var")))

DEBUG = MODE == "development" and env.bool("DEBUG", False)
SECRET_KEY = read.secret(env, "SECRET_KEY", required=PRODUCTION, fallback="only-for-development-" + "x" * 40)
RENBINA_AUDIT_KEY = read.secret(env, "AUDIT_KEY", required=PRODUCTION, fallback="only-for-development-" + "a" * 40)
RENBINA_FROZEN_ON = read.day(env, "FROZEN_ON")
RENBINA_MODE = MODE
RENBINA_ADDRESS = read.address(env)  # how people reach this installation, for links in letters
RENBINA_IMPORTS = "renbina.config.imports.IMPORTS"
RENBINA_JOBS = "renbina.config.jobs.JOBS"
RENBINA_SUBSCRIPTIONS = "renbina.config.subscriptions.SUBSCRIPTIONS"
RENBINA_VERDICTS = "renbina.config.verdicts.service_verdicts"
RENBINA_PRAISE = "renbina.config.praise.praise_told"
RENBINA_PLANNED_LEVELS = "renbina.config.planned.planned_levels"
RENBINA_AROUND = "renbina.config.around.around"
RENBINA_NEEDS_AROUND = "renbina.config.around_needs.AROUND"
RENBINA_SURVEYS_AROUND = "renbina.config.around_surveys.AROUND"
RENBINA_DUTIES = "renbina.config.duties.duties"
RENBINA_PLACES = "renbina.config.navigation.places_of"
RENBINA_FILES = VAR_DIR / "files"
RENBINA_PROXIES = env.int("PROXIES", 0)  # proxies of our own in front; only then is X-Forwarded-For believed
RENBINA_FORM_SECONDS = env.int("FORM_SECONDS", 0 if MODE == "test" else 3)  # nobody reads and fills a form faster
RENBINA_WARM = env.bool("WARM", True)  # whether a web process makes a document for nobody as it starts
ALLOWED_HOSTS = read.hosts(env, production=PRODUCTION)

INSTALLED_APPS = [
    "renbina.accounts",
    "renbina.ui",
    "renbina.foundation",
    "renbina.organisation",
    "renbina.rulebook",
    "renbina.records",
    "renbina.surveys",
    "renbina.competency",
    "renbina.catalogue",
    "renbina.needs",
    "renbina.planning",
    "renbina.delivery",
    "renbina.performance",
    "renbina.voice",
    "renbina.community",
    "renbina.evaluation",
    "renbina.dashboards",
    "renbina.publication",
    "renbina.oversight",
    "renbina.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "treebeard",
    "csp",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "renbina.config.middleware.SecureHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "renbina.config.middleware.ZeroByteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "renbina.config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "renbina.config.middleware.NobodyMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "renbina.config.middleware.ActorMiddleware",
    "renbina.config.middleware.LookingMiddleware",
    "renbina.config.middleware.BusyMiddleware",
]

ROOT_URLCONF = "renbina.config.urls"
WSGI_APPLICATION = "renbina.config.wsgi.application"
FORM_RENDERER = "renbina.ui.forms.UiFormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "renbina.config.context.site",
            ],
        },
    }
]

DATABASES = {"default": read.database(env, VAR_DIR / "renbina.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "renbina_cache",
    },
    # Beside it, in each process: few and large things whose key says of which state of the data they are.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renbina",
        "OPTIONS": {"MAX_ENTRIES": 16},
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "email")},
    },
    {"NAME": "renbina.organisation.forms.NoOwnNumbersValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "renbina.accounts.adapter.ClosedSignupAdapter"
ACCOUNT_FORMS = {
    "login": "renbina.accounts.forms.LoginForm",
    "change_password": "renbina.accounts.forms.PasswordChangeForm",
    "reset_password": "renbina.accounts.forms.PasswordResetForm",
    "reset_password_from_key": "renbina.accounts.forms.NewPasswordForm",
    "reauthenticate": "renbina.accounts.forms.ReauthenticateForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # whoever has no account gets no mail about it
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = RENBINA_PROXIES
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/15m/key", "change_password": "5/m/user"}

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if env.bool("BEHIND_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "accelerometer", "gyroscope")
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "renbina_language"
LOCALE_PATHS = [BASE_DIR / "locale", PACKAGE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
FIRST_DAY_OF_WEEK = 1

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(RENBINA_FILES)}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE in {"production", "demo"}
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"turned_away": {"()": "renbina.config.logs.TurnedAway"}},
    "loggers": {"django.request": {"filters": ["turned_away"]}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")},
}
