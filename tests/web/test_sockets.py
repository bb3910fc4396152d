"""No answer is held back by the operating system."""

from __future__ import annotations

import socket
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from vawg_plans.web import sockets


def test_a_connection_is_told_not_to_wait_and_then_made_as_ever(monkeypatch: Any) -> None:
    made: list[Any] = []
    monkeypatch.setattr(sockets, "_BEFORE", [])
    monkeypatch.setattr(
        AutoHTTPProtocol, "connection_made", lambda self, transport: made.append(transport)
    )
    sockets.send_at_once()
    sockets.send_at_once()
    with socket.socket() as one:

        class Transport:
            def get_extra_info(self, name: str) -> Any:
                return one if name == "socket" else None

        transport = Transport()
        AutoHTTPProtocol.connection_made(None, transport)
        assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert made == [transport]
