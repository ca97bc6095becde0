"""Sheets published on the web by their address: Google Sheets, or any address of a CSV file."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from frenchtech_graph.io.client import Client, refuse_html
from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.model.names import slug

_GOOGLE = re.compile(r"https://docs\.google\.com/spreadsheets/d/(?P<id>e/[\w-]+|[\w-]+)")


def is_published(text: str) -> bool:
    """Return whether a text is an address of the web."""
    return text.startswith(("https://", "http://"))


def address_of_csv(address: str) -> str:
    """Return the address of the CSV version of a Google Sheet. Return any other address unchanged.

    >>> address_of_csv("https://docs.google.com/spreadsheets/d/abc/edit#gid=7")
    'https://docs.google.com/spreadsheets/d/abc/export?format=csv&gid=7'
    >>> address_of_csv("https://docs.google.com/spreadsheets/d/e/2PACX-1/pubhtml")
    'https://docs.google.com/spreadsheets/d/e/2PACX-1/pub?output=csv'
    """
    found = _GOOGLE.match(address)
    if not found:
        return address
    parts = urlsplit(address)
    stated = parse_qs(parts.query) | parse_qs(parts.fragment)
    sheet = f"&gid={stated['gid'][0]}" if stated.get("gid", [""])[0].isdecimal() else ""
    base = found[0]
    if found["id"].startswith("e/"):
        return f"{base}/pub?output=csv" + (f"&single=true{sheet}" if sheet else "")
    return f"{base}/export?format=csv{sheet}"


def fetched(address: str, folder: Path = Path()) -> Path:
    """Return the file that a published sheet was fetched into, in a folder.

    Raises:
        FetchError: the address cannot be reached, or gives a page instead of a table.
    """
    answer = Client().get(address_of_csv(address))
    refuse_html(address, answer.body[:200])
    found = _GOOGLE.match(address)
    name = slug(found["id"])[:40] if found else slug(Path(urlsplit(address).path).stem)[:60]
    suffix = "" if found else Path(urlsplit(address).path).suffix
    return write_atomically(folder / f"{name}{suffix or '.csv'}", answer.body)
