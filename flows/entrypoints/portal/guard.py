"""What keeps the page safe: strict headers on every answer, and proof that a form was sent from the page itself.

`Referrer-Policy: same-origin` keeps links from leaking as well as `no-referrer` would, which makes browsers send
`Origin: null` with our own forms, so that their origin could not be checked.
"""

import base64
import hmac
import secrets
from hashlib import sha256
from urllib.parse import urlsplit

from aiohttp import web

from tasks.adapters.render.environment import render_source

COOKIE = "phasegate_visit"
_COOKIE_LENGTH = 43
_FROM_HERE = frozenset({"same-origin", "none"})


def style_digest() -> str:
    """Return the digest by which the content policy knows the page's one style sheet."""
    return base64.b64encode(sha256(render_source("portal.css").encode()).digest()).decode()


def headers(*, secure: bool) -> dict[str, str]:
    """Return the headers of every answer."""
    policy = (
        f"default-src 'none'; style-src 'sha256-{style_digest()}'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    given = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "X-Robots-Tag": "noindex, nofollow",
        "Server": "phasegate",
    }
    return given | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})


def visitor(request: web.Request) -> str:
    """Return the cookie of this browser, or a new one."""
    found = request.cookies.get(COOKIE, "")
    return found if len(found) == _COOKIE_LENGTH and found.isascii() else secrets.token_urlsafe(32)


def form_proof(key: bytes, cookie: str, token: str) -> str:
    """Return what a form must carry to have come from this page in this browser."""
    return hmac.new(key, f"form\n{cookie}\n{token}".encode(), sha256).hexdigest()


def sent_from_here(request: web.Request, origin: str) -> bool:
    """Tell whether the browser says that the form was sent from our own page."""
    given = request.headers.get("Origin")
    if given is not None:
        return given.lower() == origin.lower()
    return request.headers.get("Sec-Fetch-Site") in _FROM_HERE


def proven(given: str, expected: str) -> bool:
    """Compare without telling by time how much was right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def origin_of(url: str) -> str:
    """Return the origin of the public address, as browsers write it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
