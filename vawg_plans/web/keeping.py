"""Our own script in the browser, `keeping.js`: where it is served, and how a page comes by it."""

from __future__ import annotations

from pathlib import Path

from vawg_plans.addresses import is_page
from vawg_plans.web.asgi import HTML, App, Message, Receive, Scope, Send, header, without

FILE = "keeping.js"
# Beside Streamlit's own, which are as relative as this; deferred, so that nothing waits for it.
TAG = f'<script defer src="./{FILE}"></script>'.encode()
_END = b"</head>"


class OwnScript:
    """Middleware: serves the script, and names it in every page.

    From our own origin and as a file, because the content policy lets no other script run.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._script = Path(__file__).with_name(FILE).read_bytes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
        elif scope["path"].rpartition("/")[2] == FILE:
            await self._serve(scope, send)
        elif is_page(scope["path"]) and scope["method"] == "GET":
            # A compressed page could not be added to.
            plain = {**scope, "headers": without(scope["headers"], b"accept-encoding")}
            await self._app(plain, receive, _Naming(send))
        else:
            await self._app(scope, receive, send)

    async def _serve(self, scope: Scope, send: Send) -> None:
        headers = [
            (b"content-type", b"text/javascript; charset=utf-8"),
            (b"content-length", str(len(self._script)).encode()),
            # Asked for again after an upgrade.
            (b"cache-control", b"no-cache"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        body = self._script if scope["method"] == "GET" else b""
        await send({"type": "http.response.body", "body": body})


class _Naming:
    """Sends an answer on; a page, whole, with the script named in its head."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._begun: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._begun = message
        elif message["type"] == "http.response.body" and self._begun is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._begun)
        else:
            await self._send(message)

    async def _finish(self, begun: Message) -> None:
        body = self._body.replace(_END, TAG + _END, 1)
        length = (b"content-length", str(len(body)).encode())
        headers = [*without(begun["headers"], b"content-length"), length]
        await self._send({**begun, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _is_html(message: Message) -> bool:
    return message["status"] == 200 and header(message["headers"], b"content-type").startswith(HTML)
