"""The cookies of our own: what they are called, and what may stand in them.

`BROWSER` tells one browser from another, `DESTINATION` remembers where it was going before it was
sent away to sign in. Neither says who anybody is. `PERSONA` is read on a demonstration alone: a tab
that is loaded again says there which persona it had.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from vawg_plans.addresses import is_page

BROWSER = "vawg_plans_browser"
DESTINATION = "vawg_plans_destination"
DESTINATION_SECONDS = 15 * 60
# Written by web/keeping.js as a tab goes, for as long as loading it again takes.
PERSONA = "vawg_plans_persona"
# Of the cookie's value, which has every mark percent-encoded. Browsers stop at about 4,000.
LONGEST_DESTINATION = 2_000

# As an address is sent: ASCII without spaces and controls. No backslash, which browsers read as a
# slash, and no '#', which never reaches a server.
_ADDRESS = re.compile(r"/[!$-\[\]-~]*", re.ASCII)


def destination_cookie(path: str, query: str) -> str | None:
    """The value that remembers this address, both parts as they were sent; or None if it may not.

    The bare front page is nowhere in particular: it is what a sign-in comes back to.
    """
    if path == "/" and not query:
        return None
    address = f"{path}?{query}" if query else path
    value = quote(address, safe="")
    if _parsed(address) is None or len(value) > LONGEST_DESTINATION:
        return None
    return value


def destination(cookies: Mapping[str, str]) -> tuple[str, str] | None:
    """Where this browser was going: a page's path and its query, as an address writes them.

    Anybody can write anything into their own cookies, so it is read as strictly as it was written.
    """
    value = cookies.get(DESTINATION, "")
    return _parsed(unquote(value)) if 0 < len(value) <= LONGEST_DESTINATION else None


def _parsed(address: str) -> tuple[str, str] | None:
    path, _, query = address.partition("?")
    if not _ADDRESS.fullmatch(address) or not is_page(unquote(path)):
        return None
    # What is percent-encoded is as dangerous as what is not.
    if re.search(r"[\\\x00-\x20\x7f]", unquote(path)):
        return None
    return path, query
