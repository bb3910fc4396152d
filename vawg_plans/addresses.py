"""The paths of this server: which name pages, and which name files of somebody's session."""

from __future__ import annotations

# Where the server answers with something other than a page.
_NOT_PAGES = {"app", "auth", "component", "media", "oauth2callback", "static"}


def is_page(path: str) -> bool:
    """Whether a path names a page, rather than a file, a stream or a step of signing in."""
    parts = path.removeprefix("/").split("/")
    return (
        path.startswith("/")
        and not path.startswith("//")
        and parts[0] not in _NOT_PAGES
        and "_stcore" not in parts
        # Pages have no extension, files have one; and '..' leads elsewhere.
        and not any("." in part for part in parts)
    )


def media_id(path: str) -> str | None:
    """The file of a session that a path names, or None if it names something else.

    At any depth, so that a base path in front of everything opens no way round. Fonts of the pages
    themselves are in /static/media/, and belong to nobody.
    """
    parts = path.split("/")
    for place, part in enumerate(parts[:-1]):
        if part == "media" and parts[place - 1 : place] != ["static"]:
            return "/".join(parts[place + 1 :])
    return None
