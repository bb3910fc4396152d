"""An app behind the middleware, and a browser in front of it, without a network."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.web.asgi import App, Message, Receive, Scope, Send


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def all(self, name: str) -> list[str]:
        return [value for found, value in self.headers if found.lower() == name]

    def one(self, name: str) -> str:
        (value,) = self.all(name)
        return value

    def cookies(self) -> dict[str, str]:
        """Each cookie that was set, with its attributes."""
        return dict(line.split("=", 1) for line in self.all("set-cookie"))


def serving(
    content_type: str = "text/html; charset=utf-8",
    status: int = 200,
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> App:
    """An app that answers everything alike."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        given = [(b"content-type", content_type.encode()), *headers]
        await send({"type": "http.response.start", "status": status, "headers": given})
        await send({"type": "http.response.body", "body": b"served"})

    return app


def ask(
    app: App,
    path: str,
    query: str = "",
    *,
    method: str = "GET",
    raw_path: str | None = None,
    **headers: str,
) -> Answer:
    """Ask for an address. A header's name is written with underscores."""
    answer = Answer()
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": (raw_path or path).encode(),
        "query_string": query.encode(),
        "headers": [(n.replace("_", "-").encode(), v.encode()) for n, v in headers.items()],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = [(n.decode(), v.decode()) for n, v in message["headers"]]
        else:
            answer.body += message.get("body", b"")

    asyncio.run(_run(app, scope, receive, send))
    return answer


async def _run(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)
