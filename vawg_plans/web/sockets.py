"""Answers leave at once: the operating system does not hold a short one back.

Streamlit makes the socket it listens on without naming TCP, and asyncio then leaves out what it
does for every other one. A short answer would wait 40 ms on a connection that is used again: its
second half is kept until the reader has said that the first arrived, which readers say late.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

Made = Callable[[Any, asyncio.Transport], None]
# What the server does with a new connection, until `send_at_once` stands before it.
_BEFORE: list[Made] = []


def send_at_once() -> None:
    """From now on, for every connection of the server in this process."""
    protocol: Any = AutoHTTPProtocol
    if protocol.connection_made is not _made:
        _BEFORE.append(protocol.connection_made)
        protocol.connection_made = _made


def _made(self: Any, transport: asyncio.Transport) -> None:
    found = transport.get_extra_info("socket")
    if found is not None and found.family in (socket.AF_INET, socket.AF_INET6):
        with suppress(OSError):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    _BEFORE[-1](self, transport)
