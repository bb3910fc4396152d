"""Two cookies for each browser: one to know it again, one to bring it back after a sign-in."""

from __future__ import annotations

import secrets

from vawg_plans.addresses import is_page
from vawg_plans.cookies import (
    BROWSER,
    DESTINATION,
    DESTINATION_SECONDS,
    destination,
    destination_cookie,
)
from vawg_plans.web.asgi import (
    HTML,
    App,
    Headers,
    Message,
    Receive,
    Scope,
    Send,
    cookies,
    header,
    without,
)

CALLBACK = "/oauth2callback"
LOGOUT = "/auth/logout"
# No script needs to read them, and no other site may send them, except by a link followed here.
_GUARDED = "Path=/; HttpOnly; SameSite=Lax"


class RememberedVisits:
    """Middleware: gives a new browser its cookie, and remembers the page it came for.

    Signing in loses the address: the identity provider sends everybody back to one address, and
    Streamlit sends them from there to the front page. From there they are sent on instead.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return

        async def remembering(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _remembered(scope, message)
            await send(message)

        await self._app(scope, receive, remembering)


def _remembered(scope: Scope, message: Message) -> Headers:
    headers: Headers = list(message.get("headers", ()))
    if scope["path"] == CALLBACK and header(headers, b"location") == b"/":
        wanted = destination(cookies(scope))
        if wanted is not None:
            path, query = wanted
            address = f"{path}?{query}" if query else path
            headers = [*without(headers, b"location"), (b"location", address.encode())]
            headers.append(_forgotten())
    elif scope["path"] == LOGOUT:
        # Whoever signs in here next has not asked for it.
        headers.append(_forgotten())
    elif _opens_a_page(scope, message["status"], headers):
        # The session's cookie: gone when the browser is closed.
        if not cookies(scope).get(BROWSER):
            headers.append(_cookie(f"{BROWSER}={secrets.token_urlsafe(32)}; {_GUARDED}"))
        value = destination_cookie(_path_as_sent(scope), scope["query_string"].decode("latin-1"))
        if value is not None:
            lasting = f"Max-Age={DESTINATION_SECONDS}"
            headers.append(_cookie(f"{DESTINATION}={value}; {lasting}; {_GUARDED}"))
    return headers


def _opens_a_page(scope: Scope, status: int, headers: Headers) -> bool:
    """Whether this is a person opening a page, rather than a page asking for its parts."""
    mode = header(scope["headers"], b"sec-fetch-mode")
    return (
        status in (200, 304)
        and is_page(scope["path"])
        and mode in (b"", b"navigate")
        and (status == 304 or header(headers, b"content-type").startswith(HTML))
    )


def _path_as_sent(scope: Scope) -> str:
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0].decode("latin-1")


def _forgotten() -> tuple[bytes, bytes]:
    return _cookie(f"{DESTINATION}=; Max-Age=0; {_GUARDED}")


def _cookie(words: str) -> tuple[bytes, bytes]:
    return b"set-cookie", words.encode("ascii")
