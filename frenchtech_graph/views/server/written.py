"""Serve the files of a written site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from frenchtech_graph.views.site.file_names import ORGANISATIONS, stem

POLICY = (
    "default-src 'self' 'unsafe-inline' data: blob:; connect-src 'none'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""The policy of the server. Each page states a stricter policy, which applies as well."""


class WrittenSite(StaticFiles):
    """The files of a site. Links out of its folder are not followed."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a file with the policy of the pages."""
        response = super().file_response(*args, **kwargs)
        response.headers["content-security-policy"] = POLICY
        return response


def page_of(folder: Path, address: str) -> str | None:
    """Return the path of the page of an organisation in a site.

    None if there is no page, or if two organisations would have its name.
    """
    name = stem(address)
    own, second = (folder / ORGANISATIONS / f"{name}{end}.html" for end in ("", "-2"))
    return f"{ORGANISATIONS}/{name}.html" if own.is_file() and not second.is_file() else None
