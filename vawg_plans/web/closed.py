"""Streamlit's doors that nobody comes through here."""

from __future__ import annotations

from vawg_plans.web.asgi import App, Receive, Scope, Send, plain

# How many are at work and what is in the caches, told to anybody who asks; and what describes an
# interface that is switched off. The server's health stays open: load balancers ask for it.
CLOSED = {"metrics", "agent", "script-health-check"}


class ClosedDoors:
    """Middleware: what nobody needs is not there."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            _, found, rest = scope["path"].partition("/_stcore/")
            if found and rest.partition("/")[0] in CLOSED:
                await plain(send, 404, "Not Found")
                return
        await self._app(scope, receive, send)
