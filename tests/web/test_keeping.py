"""Our own script: named in every page, served from our own origin, and nothing else changed."""

from __future__ import annotations

import pytest

from tests.web.answering import ask, serving
from vawg_plans.web.asgi import App, Message, Receive, Scope, Send
from vawg_plans.web.headers import StrictHeaders
from vawg_plans.web.keeping import TAG, OwnScript

PAGE = b"<html><head><title>x</title></head><body></body></html>"


def serving_page(asked: list[Scope], content_type: bytes = b"text/html", status: int = 200) -> App:
    """A page in two pieces, as a file is sent."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope)
        headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(PAGE))]
        start: Message = {"type": "http.response.start", "status": status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": PAGE[:30], "more_body": True})
        await send({"type": "http.response.body", "body": PAGE[30:]})

    return app


@pytest.mark.parametrize("path", ["/", "/plan", "/action"])
def test_every_page_names_the_script_once_and_is_as_long_as_it_says(path: str) -> None:
    asked: list[Scope] = []
    answer = ask(OwnScript(serving_page(asked)), path, accept_encoding="gzip", cookie="a=b")
    assert answer.body == PAGE.replace(b"</head>", TAG + b"</head>")
    assert answer.one("content-length") == str(len(answer.body))
    # Nobody could write into a compressed page. The rest is asked for as it was.
    assert [name for name, _ in asked[0]["headers"]] == [b"cookie"]


@pytest.mark.parametrize(
    ("path", "content_type", "status"),
    [
        ("/static/js/index.js", b"text/javascript", 200),
        ("/media/plan.html", b"text/html", 200),
        ("/plan", b"application/json", 200),
        ("/plan", b"text/html", 404),
    ],
)
def test_what_is_not_a_page_is_left_alone(path: str, content_type: bytes, status: int) -> None:
    answer = ask(OwnScript(serving_page([], content_type, status)), path)
    assert (answer.status, answer.body) == (status, PAGE)


def test_the_script_is_a_file_of_our_own_under_the_policy_of_every_answer() -> None:
    app = StrictHeaders(OwnScript(serving()))
    answer = ask(app, "/keeping.js")
    assert answer.status == 200
    assert answer.one("content-type").startswith("text/javascript")
    assert b"sessionStorage" in answer.body
    assert "script-src 'self'" in answer.one("content-security-policy")
    head = ask(app, "/keeping.js", method="HEAD")
    assert (head.body, head.one("content-length")) == (b"", str(len(answer.body)))
    # Neither evaluated nor written as HTML, and kept nowhere that another tab or day would see.
    for never in (b"eval(", b"innerHTML", b"localStorage", b"fetch("):
        assert never not in answer.body
