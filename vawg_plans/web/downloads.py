"""Files that a session made are for that session's browser, whoever else has the address."""

from __future__ import annotations

from collections.abc import Callable

from vawg_plans.addresses import media_id
from vawg_plans.cookies import BROWSER
from vawg_plans.web.asgi import App, Receive, Scope, Send, cookies, plain

MayFetch = Callable[[str, str], bool]


class OwnDownloads:
    """Middleware: asks `may_fetch(file, browser)` before a file leaves; else there is no such file.

    The framework serves any file to anybody who has its address, and addresses stay behind in
    histories and in the logs of proxies.
    """

    def __init__(self, app: App, may_fetch: MayFetch) -> None:
        self._app = app
        self._may_fetch = may_fetch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = media_id(scope["path"]) if scope["type"] == "http" else None
        if file is not None and not self._may_fetch(file, cookies(scope).get(BROWSER, "")):
            # Not 403: whether the file exists is nobody's business either.
            await plain(send, 404, "File not found")
            return
        await self._app(scope, receive, send)
