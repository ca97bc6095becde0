"""Organisations in the terms of schema.org, for the pages of a site with an address: no person is
in it.
"""

from __future__ import annotations

from typing import Any

from frenchtech_graph.network.model import Actor
from frenchtech_graph.views.site import organisation_facts as known
from frenchtech_graph.views.site.material import Material


def organisation(material: Material, actor: Actor, url: str) -> dict[str, Any]:
    """Return an organisation as JSON-LD of schema.org, without ties and persons."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": str(actor.key),
        "name": str(actor.label or actor.key),
        "url": url,
    }
    if names := known.other_names(material.store, actor):
        found["alternateName"] = names
    if actor.created:
        found["foundingDate"] = str(actor.created)
    if actor.place_label:
        address = {"@type": "PostalAddress", "addressLocality": actor.place_label}
        found["address"] = address | {"addressCountry": "FR"}
    if links := known.register_links(material.store, actor):
        found["sameAs"] = links
    return found
