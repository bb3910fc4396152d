"""The public pages in front of the app: read-only, without sign-in, without a cookie or a script.

And whether the server is well, for whoever balances load.
"""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

from vawg_plans.domain.framework import Framework
from vawg_plans.services.public import (
    PublicFile,
    missing_file,
    public_file,
    style_digest,
    what_changes,
)
from vawg_plans.store.store import Store
from vawg_plans.web.asgi import App, Headers, Receive, Scope, Send, header
from vawg_plans.web.headers import A_YEAR, ALWAYS

ROOT = "/public"
HEALTH = "/healthz"
# How long a reader, or a proxy, may show a page before it asks again: a withdrawal is seen by then.
KEPT_SECONDS = 60
# Pages kept ready, so many and so many bytes.
MOST_FILES = 400
MOST_BYTES = 64 * 1024 * 1024
# So many are answered at once, on threads of their own, and so many wait; more are asked to come
# again. Who works in the app is not kept waiting by who reads.
MOST_AT_ONCE = 4
MOST_WAITING = 200


class PublicPages:
    """Middleware: answers below `/public/` where that is `on`, and `/healthz` always.

    `opened` gives the database. Outermost, so that no cookie is set and no session begun for who
    only reads.
    """

    def __init__(
        self,
        app: App,
        opened: Callable[[], tuple[Store, Framework]],
        *,
        on: bool,
        https: bool = False,
    ) -> None:
        self._app = app
        self._opened = opened
        self._on = on
        self._always = [*ALWAYS, *([(b"strict-transport-security", A_YEAR)] if https else [])]
        self._kept = _Kept()
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, "public")
        self._asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path == HEALTH:
            await self._health(scope, send)
        elif path == ROOT or path.startswith(f"{ROOT}/"):
            await self._public(scope, send, path)
        else:
            await self._app(scope, receive, send)

    async def _health(self, scope: Scope, send: Send) -> None:
        well = await asyncio.to_thread(self._is_well)
        words = b"ok\n" if well else b"the database does not answer\n"
        await self._plain(scope, send, 200 if well else 503, words)

    def _is_well(self) -> bool:
        try:
            return self._opened()[0].said_of_itself("made_at") is not None
        except Exception:
            # Whatever it is, the log has it already; who asks only wants to know.
            return False

    async def _public(self, scope: Scope, send: Send, path: str) -> None:
        if not self._on:
            await self._plain(scope, send, 404, b"Not Found\n")
        elif scope["method"] not in ("GET", "HEAD"):
            await self._plain(scope, send, 405, b"Only to be read\n", (b"allow", b"GET, HEAD"))
        elif path == ROOT:
            await self._plain(scope, send, 308, b"", (b"location", f"{ROOT}/".encode()))
        elif self._asked >= MOST_WAITING:
            await self._plain(scope, send, 503, b"Busy\n", (b"retry-after", b"5"))
        else:
            self._asked += 1
            loop, name = asyncio.get_running_loop(), path.removeprefix(f"{ROOT}/")
            try:
                ready = await loop.run_in_executor(self._threads, self._ready, name)
            finally:
                self._asked -= 1
            await self._send(scope, send, ready)

    def _ready(self, name: str) -> _Ready:
        store, framework = self._opened()
        name = f"{name}index.html" if not name or name.endswith("/") else name
        # Asked before the page is read: what is kept is never newer than its mark.
        mark = what_changes(store, name)
        kept = self._kept.get(name, mark)
        if kept is None:
            file = public_file(store, framework, name)
            if file is None:
                return _Ready(missing_file(store, f"{ROOT}/index.html"), b"", 404)
            short = gzip.compress(file.data, 6, mtime=0)
            kept = _Ready(file, short, 410 if file.gone else 200)
            self._kept.put(name, mark, kept)
        return kept

    async def _send(self, scope: Scope, send: Send, ready: _Ready) -> None:
        file = ready.file
        short = ready.short and _takes_gzip(header(scope["headers"], b"accept-encoding"))
        etag = file.etag.strip('"') + ("-gzip" if short else "")
        headers: Headers = [
            (b"content-type", file.media_type.encode()),
            (b"vary", b"accept-encoding"),
            (b"content-security-policy", _policy()),
        ]
        if ready.status == 404:
            headers.append((b"cache-control", b"no-store"))
            await self._answer(scope, send, 404, headers, file.data)
            return
        headers += [
            (b"etag", f'"{etag}"'.encode()),
            (b"cache-control", f"public, max-age={KEPT_SECONDS}, must-revalidate".encode()),
        ]
        if ready.status == 200 and _matches(header(scope["headers"], b"if-none-match"), etag):
            await self._answer(scope, send, 304, headers, b"")
            return
        if short:
            headers.append((b"content-encoding", b"gzip"))
        await self._answer(scope, send, ready.status, headers, ready.short if short else file.data)

    async def _plain(
        self, scope: Scope, send: Send, status: int, words: bytes, *more: tuple[bytes, bytes]
    ) -> None:
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
            *more,
        ]
        await self._answer(scope, send, status, headers, words)

    async def _answer(
        self, scope: Scope, send: Send, status: int, headers: Headers, body: bytes
    ) -> None:
        length = [] if status == 304 else [(b"content-length", str(len(body)).encode())]
        start = {"type": "http.response.start", "status": status}
        await send({**start, "headers": [*headers, *length, *self._always]})
        sent = b"" if scope["method"] == "HEAD" else body
        await send({"type": "http.response.body", "body": sent})


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file, and the same compressed, which may be empty; 410 for what was withdrawn."""

    file: PublicFile
    short: bytes
    status: int


class _Kept:
    """Pages kept ready: the least asked for go first when there are too many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, tuple[int, _Ready]] = OrderedDict()
        self._bytes = 0

    def get(self, name: str, mark: int) -> _Ready | None:
        with self._lock:
            found = self._pages.get(name)
            if found is None or found[0] != mark:
                return None
            self._pages.move_to_end(name)
            return found[1]

    def put(self, name: str, mark: int, ready: _Ready) -> None:
        with self._lock:
            self._drop(name)
            self._pages[name] = (mark, ready)
            self._bytes += _size(ready)
            while len(self._pages) > MOST_FILES or self._bytes > MOST_BYTES:
                self._drop(next(iter(self._pages)))

    def _drop(self, name: str) -> None:
        found = self._pages.pop(name, None)
        if found is not None:
            self._bytes -= _size(found[1])


def _size(ready: _Ready) -> int:
    return len(ready.file.data) + len(ready.short)


@cache
def _policy() -> bytes:
    """Nothing but the page's own style: no script, no picture, no form, no frame, no other host."""
    return (
        f"default-src 'none'; style-src '{style_digest()}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ).encode()


def _takes_gzip(accepted: bytes) -> bool:
    for one in accepted.decode("latin-1").lower().split(","):
        name, _, rest = one.strip().partition(";")
        if name.strip() == "gzip":
            return rest.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _matches(given: bytes, etag: str) -> bool:
    """Whether the reader has it already: by either of its two forms, the weak sign put aside."""
    plain = etag.removesuffix("-gzip")
    tags = {one.strip().removeprefix("W/").strip('"') for one in given.decode("latin-1").split(",")}
    return "*" in tags or etag in tags or plain in {t.removesuffix("-gzip") for t in tags}
