"""Every setting of the site, in sections. Deploy values come from the environment (README, "Settings"); each has a default."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from cms import admin_settings, environment, file_storage, sign_in_settings
from cms.databases import POSTGRESQL, REPLICA, databases
from cms.memory import leave_out
from cms.theme import Theme

# --- Places -------------------------------------------------------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")  # values of the real environment win over the file
SEEDS = BASE_DIR / "seeds"
GAZETTE_HOME = environment.folder("GAZETTE_HOME", BASE_DIR / "var")
THEME = Theme(GAZETTE_HOME / "theme")  # an operator's own templates and styles

# --- Safety -------------------------------------------------------------------------------------------------------
DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.secret_key(GAZETTE_HOME)
SECRET_KEY_FALLBACKS = environment.items("SECRET_KEY_FALLBACKS", [])

HOST = environment.text("HOST", "127.0.0.1")
PORT = environment.whole_number("PORT", 8000, minimum=1, maximum=65535)
WORKERS = environment.whole_number("WORKERS", 2, minimum=1, maximum=64)
SITE_URL = environment.origin("SITE_URL", f"http://{HOST}:{PORT}")
SITE_NAME = environment.text("SITE_NAME", "Gazette")
SECURITY_CONTACTS = environment.contacts("SECURITY_CONTACTS")  # who hears of a weakness; without one, no security.txt
WEBSUB_HUB = environment.web_address("WEBSUB_HUB")  # told of new posts, so that readers learn of them at once
_site = urlsplit(SITE_URL)
IS_HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = environment.items("ALLOWED_HOSTS", sorted({_site.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"}))
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = environment.items("TRUSTED_PROXIES", ["127.0.0.1", "::1"])  # whose X-Forwarded-* headers count

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True  # our forms carry the token in the page
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # probes come over plain HTTP from the same machine
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"  # a CSRF check over HTTPS needs the origin
X_FRAME_OPTIONS = "DENY"

# Public pages run no inline script or style, so their policy needs no nonce; one is there for pages that use it.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# --- Applications -------------------------------------------------------------------------------------------------
leave_out("docutils")  # 2 MB; Django REST framework loads it for the documentation in Django's admin, which is not installed
INSTALLED_APPS = [
    "cms.apps.CmsConfig",
    "blog.changes",
    "blog.languages",
    "blog.accounts",
    "blog.audit",
    "blog.redirects",
    "blog.mailing",
    "blog.organizations",
    "blog.spam",
    "blog.media",
    "blog.posts",
    "blog.search",
    "blog.desk",
    "unfold.apps.BasicAppConfig",  # before django.contrib.admin: its templates win; its other config would replace our site
    "unfold.contrib.filters",
    "cms.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",  # a table that django-contrib-comments refers to
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_comments_xtd",
    "django_comments",
    "rest_framework",  # django-comments-xtd imports it too
    "drf_spectacular",
    "blog.comments",  # after django_comments_xtd: it undoes one of its signal receivers
    "blog.likes",
    "blog.subscriptions",
    "blog.privacy",
    "blog.imports",
    "blog.api",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.twitter_oauth2",
    "blog.accounts.wordpress",
    "django_tasks_db",
    "django_prose_editor",
    "js_asset",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "blog.languages.middleware.LanguageMiddleware",
    "blog.redirects.middleware.RedirectMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "blog.organizations.middleware.TimeZoneMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.middleware.StorageAwayMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
SITE_ID = 1

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*THEME.template_folders, BASE_DIR / "cms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.site",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------------------------
DATABASES = databases(GAZETTE_HOME)
if all(database["ENGINE"] != POSTGRESQL for database in DATABASES.values()):
    leave_out("psycopg")  # 9 MB; packages that have something for PostgreSQL load it
if REPLICA in DATABASES:
    DATABASE_ROUTERS = ["cms.replica.Router"]
    MIDDLEWARE += ["cms.replica.ReplicaMiddleware"]  # the innermost: it calls the view

CACHES = {
    "default": environment.url_config(
        "CACHE_URL", "locmemcache://gazette", environ.Env.cache_url_config, "redis://host:6379/0 or locmemcache://name"
    )
}

# Whole pages, in the memory of each web process; 0: none. Templates that are being written must show at once.
PAGE_CACHE_MEGABYTES = 0 if DEBUG else environment.whole_number("PAGE_CACHE_MEGABYTES", 16, minimum=0, maximum=4096)

# A cache outside keeps pages only where it can be told to forget them: without PURGE_URL nothing allows it to.
SHARED_CACHE = environment.shared_cache("PURGE_URL")
SHARED_CACHE_SECONDS = environment.whole_number("SHARED_CACHE_SECONDS", 3600, minimum=0, maximum=31_536_000)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- People -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_profile"  # says who is signed in and how to sign out: public pages know neither
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]  # no password: a code by mail proves the address at each sign-in
ACCOUNT_SIGNUP_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True  # a code each time the browser is closed would be too many
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "blog.accounts.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"change_picture": "20/h/user"}  # beside django-allauth's own
SOCIALACCOUNT_ADAPTER = "blog.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = sign_in_settings.providers()
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # seen among the connected services, and stays when the address changes

FIRST_ADMINISTRATOR = environment.text("ADMIN_EMAIL", "admin@localhost").lower()  # whom quickstart makes

# --- Mail ---------------------------------------------------------------------------------------------------------
MAIL_FOLDER = GAZETTE_HOME / "mail"
HAS_MAIL_SERVER = bool(environment.text("EMAIL_URL"))  # without one, mails are written to MAIL_FOLDER
MAILERS = {"default": environment.mailer("EMAIL_URL", MAIL_FOLDER)}
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <noreply@{_site.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILS_A_MINUTE = environment.whole_number("MAILS_A_MINUTE", 120, minimum=0, maximum=100_000)  # of the outbox; 0: no bound

# --- Comments (django-comments-xtd reads these when it is imported) -----------------------------------------------
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "blog.comments.models.Comment"
COMMENTS_XTD_FORM_CLASS = "blog.comments.forms.CommentForm"
COMMENTS_XTD_MAX_THREAD_LEVEL = 32  # a bound for hostile nesting; pages fold much earlier
COMMENTS_XTD_THREADED_EMAILS = False  # its own mails are not used
REPLY_CHARACTERS = 10_000  # ours; COMMENT_MAX_LENGTH would change the tables of django-contrib-comments
AKISMET_KEY = environment.text("AKISMET_KEY")  # without one, nobody outside is asked about a reply
AKISMET_URL = "https://rest.akismet.com/1.1/comment-check"

# --- API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {  # the rest stands with the views (blog.api.views.base)
    "UNAUTHENTICATED_USER": None,  # nobody is known there
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {  # the description, in OpenAPI
    "TITLE": SITE_NAME,
    "VERSION": "1.0",
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": SITE_URL}],
    "SCHEMA_PATH_PREFIX": "/api",
    "SORT_OPERATIONS": False,  # the order of the addresses, from what is asked for first
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": [],
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,  # they are for who reads the code
}

# --- Language and time --------------------------------------------------------------------------------------------
LANGUAGES = environment.languages(
    "LANGUAGES",
    [
        ("en", _("English")),
        ("ro", _("Romanian")),
        ("ru", _("Russian")),
        ("tk", _("Turkmen")),
        ("az", _("Azerbaijani")),
    ],
)
LANGUAGE_CODE = environment.choice("LANGUAGE_CODE", LANGUAGES[0][0], [code for code, _name in LANGUAGES])
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]  # one catalog for all apps: they share their words
TIME_ZONE = environment.time_zone("TIME_ZONE", "UTC")
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = GAZETTE_HOME / "static"
STATICFILES_DIRS = [*THEME.static_folders, BASE_DIR / "cms" / "static"]
STORAGES = {
    "default": file_storage.storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "cms.storage.BundledStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # no page names the others
MEDIA_ROOT = GAZETTE_HOME / "media"
MEDIA_URL = "/media/"  # wherever files lie, the site hands them out itself: addresses stay, and held files are held
IMAGE_MAX_BYTES = 20 * 1024 * 1024  # what telephones and cameras write stays below
IMAGE_MAX_JPEG_PIXELS = 50_000_000  # the best cameras of telephones; a JPEG is decoded at half its size
IMAGE_MAX_PIXELS = 30_000_000  # of other formats, which are decoded whole: up to 500 MB for a moment
DOCUMENT_MAX_BYTES = 30 * 1024 * 1024  # an annual report with pictures; more is no download for a telephone

# --- Admin (unfold reads this) ------------------------------------------------------------------------------------
UNFOLD = admin_settings.unfold(SITE_NAME)

# --- Editor (django-prose-editor reads this) ----------------------------------------------------------------------
DJANGO_PROSE_EDITOR_EXTENSIONS = admin_settings.editor_extensions()

# --- Log ----------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": environment.choice("LOG_LEVEL", "WARNING", ["DEBUG", "INFO", "WARNING", "ERROR"]),
    },
}
