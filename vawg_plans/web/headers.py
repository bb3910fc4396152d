"""What every answer tells the browser to refuse, and which cookies travel over HTTPS only."""

from __future__ import annotations

from urllib.parse import urlsplit

from vawg_plans.addresses import media_id
from vawg_plans.web.asgi import (
    HTML,
    App,
    Headers,
    Message,
    Receive,
    Scope,
    Send,
    header,
    plain,
    without,
)

# The one script that stands in Streamlit's page itself: `window.prerenderReady = false`.
# tests/web/test_headers.py works this out anew, and fails when Streamlit changes it.
STREAMLITS_SCRIPT = "'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"

# Whatever is not named may not be: no frame, no worker, no sound, no plug-in. Nothing may come
# from, or be sent to, another host. Each loosening was found by using the pages without it.
POLICY = {
    "default-src": "'none'",
    # No 'unsafe-eval': neither Plotly nor anything else that is drawn here needs it.
    "script-src": f"'self' {STREAMLITS_SCRIPT}",
    # Streamlit writes its own styles into the page as it draws, Plotly puts them on its shapes, and
    # shell.py adds a few. Without this nothing has any shape.
    "style-src": "'self' 'unsafe-inline'",
    # data: the icon of the tab, and the pictures within Streamlit's own styles.
    "img-src": "'self' data:",
    # data: a font for formulas that Streamlit carries inside its styles.
    "font-src": "'self' data:",
    # Its websocket and its uploads.
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    # Signing in is a link and a redirect, so no form is ever sent to another host.
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

_PERMISSIONS = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection",
    "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "web-share",
    "xr-spatial-tracking",
)  # fmt: skip

ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    # Nothing. Copying from a table to the clipboard is not named here, so it stays.
    (b"permissions-policy", ", ".join(f"{name}=()" for name in _PERMISSIONS).encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
A_YEAR = b"max-age=31536000"


class StrictHeaders:
    """Middleware: puts the headers on every answer, an error's too. Outermost, to see them all.

    `public_address` is where people reach the service. When it begins with https, browsers are told
    to come by HTTPS only, and every cookie is kept to it.
    """

    def __init__(self, app: App, public_address: str | None = None) -> None:
        self._app = app
        parts = urlsplit(public_address or "")
        self._https = parts.scheme == "https"
        self._headers = [*ALWAYS, (b"content-security-policy", _policy(parts.netloc, self._https))]
        if self._https:
            self._headers.append((b"strict-transport-security", A_YEAR))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def strictly(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = self._strict(scope["path"], message.get("headers", ()))
            await send(message)

        try:
            await self._app(scope, receive, strictly)
        except Exception:
            # The server's own answer to a fault would carry none of this. It still gets the fault,
            # to log it, and sees that an answer was begun.
            if not begun:
                await plain(strictly, 500, "Internal Server Error")
            raise

    def _strict(self, path: str, given: Headers) -> Headers:
        ours = {name for name, _ in self._headers}
        headers = without(given, *ours)
        if media_id(path) is not None or header(headers, b"content-type").startswith(HTML):
            headers = [*without(headers, b"cache-control"), (b"cache-control", b"no-store")]
        if self._https:
            headers = [_secure(name, value) for name, value in headers]
        return headers + self._headers


def _policy(host: str, https: bool) -> bytes:
    directives = dict(POLICY)
    if host:
        # Browsers of a few years ago did not count a websocket to the page's own host as 'self'.
        directives["connect-src"] += f" {'wss' if https else 'ws'}://{host}"
    return "; ".join(f"{name} {value}" for name, value in directives.items()).encode()


def _secure(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A cookie for HTTPS only: Streamlit leaves that out unless it serves HTTPS itself."""
    if name.lower() == b"set-cookie":
        attributes = {part.strip().lower() for part in value.split(b";")[1:]}
        if b"secure" not in attributes:
            value += b"; Secure"
    return name, value
