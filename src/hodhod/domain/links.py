"""Links to people and chats on this server. core.telegram.org/api/links

A name may be given bare, with @, as tg://resolve?domain=name or below the setting `public_url`; tokens of contacts
below `public_url`contact/; links into chats are `public_url`+hash.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit


def username_in(text: str, public_url: str) -> str:
    """The username in a name or link; the text itself when it is neither."""
    text = text.strip()
    if text.startswith("tg:"):
        return parse_qs(urlsplit(text).query).get("domain", [""])[0]
    path = below(text, public_url)
    return (path if path is not None else text).split("/")[0].split("?")[0].removeprefix("@")


def below(text: str, public_url: str) -> str | None:
    """What stands after public_url in a link, its scheme left out or not; None for other texts."""
    start = public_url.split("://", 1)[-1]
    rest = text.removeprefix("https://").removeprefix("http://")
    return rest[len(start) :] if rest.lower().startswith(start.lower()) else None


def invite_url(link_hash: str, public_url: str) -> str:
    return f"{public_url}+{link_hash}"


def invite_hash_in(link: str, public_url: str) -> str:
    """The hash in a link into a chat; a bare hash is one."""
    path = below(link.strip(), public_url)
    if link.startswith("tg:"):
        return parse_qs(urlsplit(link).query).get("invite", [""])[0]
    return (path if path is not None else link.strip()).removeprefix("joinchat/").removeprefix("+")


def folder_url(slug: str, public_url: str) -> str:
    return f"{public_url}addlist/{slug}"


def contact_url(token: str, public_url: str) -> str:
    return f"{public_url}contact/{token}"
