"""The words of ASGI, the interface between a Python server and what it serves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

HTML = b"text/html"


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """The first value of a header, or nothing. `name` in small letters."""
    return next((value for found, value in headers if found.lower() == name), b"")


def without(headers: Iterable[tuple[bytes, bytes]], *names: bytes) -> Headers:
    """The headers that are none of these. `names` in small letters."""
    return [(name, value) for name, value in headers if name.lower() not in names]


def cookies(scope: Scope) -> dict[str, str]:
    """What the browser sent back. A cookie that cannot be read is a cookie that was not sent."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name.lower() != b"cookie":
            continue
        # One at a time: a single strange cookie of another program must not hide ours.
        for part in value.decode("latin-1").split(";"):
            try:
                found |= {key: morsel.value for key, morsel in SimpleCookie(part).items()}
            except CookieError:
                continue
    return found


async def plain(send: Send, status: int, words: str) -> None:
    """Answer with one line of text."""
    body = words.encode()
    headers: Headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
