"""The only module with the addresses of terms and resources.

The w3id path is not registered yet: addresses identify things, and resolve through
`frenchtech-graph serve` only.
"""

BASE = "https://w3id.org/fte/"
FTE = BASE + "onto/"
CONCEPT = BASE + "concept/"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
ONTOLOGY_GRAPH = GRAPH + "ontology"
DERIVATIONS_GRAPH = GRAPH + "derivations"
"""Which claims each consolidated thing rests on."""

CURRENCY = "http://publications.europa.eu/resource/authority/currency/"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES = {
    "fte": FTE,
    "actor": ID + "actor/",
    "ecosystem": ID + "ecosystem/",
    "event": ID + "event/",
    "label": ID + "label/",
    "market": ID + "market/",
    "place": ID + "place/",
    "programme": ID + "programme/",
    "project": ID + "project/",
    "tie": ID + "tie/",
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "geo": GEO,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "xsd": XSD,
}
