"""A page opened as the browser opens it, at the websocket, and read in the frames themselves.

It is the same door with the same cookies, without what a browser takes to draw it: for walks
through every page of every role, of which tests with a browser draw some.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

SECONDS = 30


@dataclass
class Frames:
    """What came for one page: the question at its head, and every frame as it was sent."""

    question: str = ""
    found: bool = True
    received: list[bytes] = field(default_factory=list)


def opened(context: BrowserContext, address: str) -> Frames:
    """Open this address with the cookies of that browser, in a session of its own."""
    parts = urlsplit(address)
    cookies = {str(c.get("name")): str(c.get("value")) for c in context.cookies(address)}
    asked = BackMsg()
    asked.rerun_script.query_string = parts.query
    asked.rerun_script.page_name = parts.path.strip("/")
    asked.rerun_script.context_info.url = address
    seen = Frames()
    with connect(
        f"ws://{parts.netloc}/_stcore/stream",
        origin=f"{parts.scheme}://{parts.netloc}",  # type: ignore[arg-type]
        subprotocols=[Subprotocol("streamlit"), Subprotocol(cookies.get("_streamlit_xsrf", "-"))],
        additional_headers={"Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())},
        max_size=None,
    ) as socket:
        socket.send(asked.SerializeToString())
        while True:
            frame = socket.recv(SECONDS)
            assert isinstance(frame, bytes)
            seen.received.append(frame)
            message = ForwardMsg.FromString(frame)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                seen.question = ""
            elif kind == "page_not_found":
                seen.found = False
            elif kind == "delta" and message.delta.new_element.heading.tag == "h1":
                seen.question = message.delta.new_element.heading.body.replace("\\", "")
            elif (
                kind == "script_finished"
                and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                return seen
