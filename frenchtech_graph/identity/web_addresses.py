"""Web addresses as identity evidence."""

import re
from urllib.parse import urlsplit

from frenchtech_graph.identity.organisation_names import form
from frenchtech_graph.identity.words import words


def web_names(address: str | None) -> tuple[str, str, str] | None:
    """Return host, registered domain and stem of a web address, or None if it does not identify an
    actor.

    >>> web_names("https://www.fr.swan.io/contact")
    ('fr.swan.io', 'swan.io', 'swan')
    >>> web_names("https://www.linkedin.com/company/vekia")
    """
    if not address:
        return None
    try:
        host = (urlsplit(address if "//" in address else "//" + address).hostname or "").rstrip(".")
    except ValueError:
        return None
    host = re.sub(r"^www\d?\.", "", host.lower())
    labels = host.split(".")
    size = 3 if ".".join(labels[-2:]) in words("second_level_suffixes") else 2
    domain = ".".join(labels[-size:])
    if len(labels) < size or not all(labels) or domain in words("shared_hosts"):
        return None
    read = form(labels[-size], expand=False)
    return host, domain, read.core if read else labels[-size]
