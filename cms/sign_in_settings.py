"""Which services people can sign in with beside the code by mail: those whose keys the environment holds."""

from typing import Any
from urllib.parse import urlsplit

from cms import environment

WELL_KNOWN = "/.well-known/openid-configuration"


def providers() -> dict[str, dict[str, Any]]:
    """Return the setting `SOCIALACCOUNT_PROVIDERS`: one application for each service that is set up.

    `EMAIL_AUTHENTICATION` marks those on whose word for an address the account opens that has it.

    Raises:
        ImproperlyConfigured: when a service is set up by half.
    """
    services = {
        "google": _service("Google", "GOOGLE", EMAIL_AUTHENTICATION=True),
        "wordpress": _service("WordPress.com", "WORDPRESS", EMAIL_AUTHENTICATION=True),
        "twitter_oauth2": _service("X (Twitter)", "X"),
        "openid_connect": _openid_connect(),
    }
    return {name: service for name, service in services.items() if service}


def _service(name: str, prefix: str, **options: Any) -> dict[str, Any]:
    keys = environment.all_or_none(f"{prefix}_CLIENT_ID", f"{prefix}_CLIENT_SECRET")
    if not keys:
        return {}
    client_id, secret = keys
    return {"APPS": [{"name": name, "client_id": client_id, "secret": secret}], **options}


def _openid_connect() -> dict[str, Any]:
    """Return the service of any OpenID Connect server.

    Its address is part of who somebody is: numbers of people are unique within one server (OpenID Connect Core 1.0, 5.7).
    """
    keys = environment.all_or_none("OIDC_NAME", "OIDC_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    if not keys:
        return {}
    name, _url, client_id, secret = keys
    server = environment.web_address("OIDC_URL").removesuffix(WELL_KNOWN).removesuffix("/")
    trust = environment.flag("OIDC_TRUST_EMAIL", default=False)
    app = {
        "name": name,
        "provider_id": server.removeprefix(f"{urlsplit(server).scheme}://"),
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": server, "email_authentication": trust, "oauth_pkce_enabled": True},
    }
    return {"APPS": [app]}
