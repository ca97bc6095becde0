"""One planted fault for each constraint of `ontology/shapes.ttl`, and for each derived one by its
form.

In each text `{x}` is the thing at fault. What it refers to is in `ontology/example.ttl`, or in the
text itself.
"""

from collections.abc import Iterator

from rdflib import SH, Graph, URIRef

from tests.support.ontology_files import members

SHAPES = "https://w3id.org/fte/shapes/"
PREFIXES = """@prefix fte: <https://w3id.org/fte/onto/> .
@prefix actor: <https://w3id.org/fte/id/actor/> .
@prefix event: <https://w3id.org/fte/id/event/> .
@prefix project: <https://w3id.org/fte/id/project/> .
@prefix place: <https://w3id.org/fte/id/place/> .
@prefix record: <https://w3id.org/fte/id/record/> .
@prefix dataset: <https://w3id.org/fte/id/dataset/> .
@prefix amount: <https://w3id.org/fte/concept/amount/> .
@prefix sector: <https://w3id.org/fte/concept/sector/> .
@prefix stage: <https://w3id.org/fte/concept/stage/> .
@prefix currency: <http://publications.europa.eu/resource/authority/currency/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://w3id.org/fte/id/test/> .
"""
FAULTS = {
    "entity-name": "{x} a fte:Project .",
    "entity-name-per-language": '{x} a fte:Project ; skos:prefLabel "Un"@fr , "Deux"@fr .',
    "entity-kind": '{x} a fte:Project , fte:Market ; skos:prefLabel "Deux choses"@fr .',
    "person-or-organization": '{x} a fte:Person , fte:Company ; skos:prefLabel "Deux natures"@fr .',
    "startup-kind": '{x} a fte:StartUp , fte:University ; skos:prefLabel "École start-up"@fr .',
    "siren-check-digit": '{x} a fte:Company ; skos:prefLabel "SIREN faux"@fr ; fte:siren "000000019" .',
    "siren-shared": '{x} a fte:Company ; skos:prefLabel "Doublon"@fr ; fte:siren "000000018" .',
    "siren-single": '{x} a fte:Company ; skos:prefLabel "Deux SIREN"@fr ; fte:siren "000000034" , "000000042" .',
    "wikidata-shared": '{x} a fte:Company ; skos:prefLabel "Même élément"@fr ; fte:wikidataId "Q26" .',
    "startup-identifier": '{x} a fte:StartUp ; skos:prefLabel "Sans identifiant"@fr .',
    "organization-place": '{x} a fte:Bank ; skos:prefLabel "Sans lieu"@fr .',
    "place-described": '{x} a fte:Bank ; skos:prefLabel "Lieu inconnu"@fr ; fte:locatedIn place:nowhere .',
    "place-around": '{x} a fte:City ; skos:prefLabel "Dans une banque"@fr ; fte:within actor:banque .',
    "place-loop": '{x} a fte:Region ; skos:prefLabel "A"@fr ; fte:within ex:loop . '
    'ex:loop a fte:Region ; skos:prefLabel "B"@fr ; fte:within {x} .',
    "city-code": '{x} a fte:City ; skos:prefLabel "Code postal"@fr ; fte:inseeCode "5900" .',
    "city-around": '{x} a fte:City ; skos:prefLabel "Nulle part"@fr ; fte:inseeCode "59001" .',
    "startup-sector": '{x} a fte:StartUp ; skos:prefLabel "Sans secteur"@fr .',
    "startup-founding-date": '{x} a fte:StartUp ; skos:prefLabel "Sans date"@fr .',
    "date-form": '{x} a fte:Founding ; fte:date "mars 2015" .',
    "start-date-form": '{x} a fte:Membership ; fte:startDate "2015"^^xsd:gYear , "2016"^^xsd:gYear .',
    "end-date-form": '{x} a fte:Membership ; fte:endDate "31/12/2019" .',
    "seen-date-form": '{x} a fte:Membership ; fte:seenDate "un jour" .',
    "announced-date-form": '{x} a fte:PlannedFact ; fte:announcedDate "bientôt" .',
    "founding-date-form": '{x} a fte:Bank ; skos:prefLabel "Date texte"@fr ; fte:foundingDate "jadis" .',
    "dissolution-date-form": '{x} a fte:Bank ; skos:prefLabel "Fin texte"@fr ; fte:dissolutionDate "hier" .',
    "dates-order": '{x} a fte:Mandate ; fte:startDate "2016-05-10"^^xsd:date ; fte:endDate "2016-03"^^xsd:gYearMonth .',
    "lifetime-order": '{x} a fte:Bank ; skos:prefLabel "Morte-née"@fr ; fte:foundingDate "2020"^^xsd:gYear ; '
    'fte:dissolutionDate "2018-05"^^xsd:gYearMonth .',
    "places-apart": '{x} a fte:Bank ; skos:prefLabel "Deux villes"@fr ; fte:seatedIn place:59350 ; '
    "fte:locatedIn place:59350 , place:69123 . place:69123 a fte:City ; "
    'skos:prefLabel "Lyon"@fr ; fte:inseeCode "69123" ; fte:within place:reg-84 . '
    'place:reg-84 a fte:Region ; skos:prefLabel "Auvergne-Rhône-Alpes"@fr ; fte:inseeCode "84" .',
    "founding-far-apart": '{x} a fte:Bank ; skos:prefLabel "Deux siècles"@fr ; '
    'fte:foundingDate "1890"^^xsd:gYear . ex:late-birth a fte:CreationObservation ; '
    'fte:observedActor {x} ; fte:date "1990-05"^^xsd:gYearMonth .',
    "founding-disagreement": '{x} a fte:Bank ; skos:prefLabel "Deux naissances"@fr ; '
    'fte:foundingDate "2010"^^xsd:gYear . ex:birth a fte:CreationObservation ; fte:observedActor {x} ; '
    'fte:date "2012"^^xsd:gYear .',
    "current-and-ended": '{x} a fte:Membership ; fte:endDate "2018"^^xsd:gYear ; fte:isCurrent true .',
    "tie-date": "{x} a fte:Partnership ; fte:partyA actor:ada ; fte:partyB actor:bao .",
    "amount-range": "{x} a fte:Loan ; fte:amount -5.0 ; fte:currency currency:EUR .",
    "amount-currency": "{x} a fte:Loan ; fte:amount 5.0 .",
    "currency-amount": "{x} a fte:Loan ; fte:currency currency:EUR .",
    "amount-undisclosed": "{x} a fte:Loan ; fte:amount 5.0 ; fte:amountQualifier amount:undisclosed .",
    "equity-part": "{x} a fte:FundingRound ; fte:amount 5.0 ; fte:equityAmount 7.0 .",
    "round-sum": "{x} a fte:FundingRound ; fte:amount 100.0 ; fte:currency currency:EUR . "
    "ex:part a fte:Investment ; fte:inRound {x} ; fte:amount 900.0 ; fte:currency currency:EUR .",
    "percentage-range": "{x} a fte:Shareholding ; fte:percentage 140.0 .",
    "confidence-range": "{x} a fte:Shareholding ; fte:confidence 1.4 .",
    "round-company": "{x} a fte:FundingRound ; fte:raisedBy actor:ada .",
    "round-described": "{x} a fte:Investment ; fte:inRound project:lumen .",
    "closing-fund": "{x} a fte:FundClosing .",
    "act-described": "{x} a fte:Founding ; fte:inAct project:lumen .",
    "programme-described": "{x} a fte:Loan ; fte:viaProgramme project:lumen .",
    "person-private": '{x} a fte:Person ; skos:prefLabel "Trop de détails" ; foaf:mbox <mailto:someone@example.org> .',
    "observation-actor": "{x} a fte:SectorObservation ; fte:observedSector sector:health .",
    "headcount-value": "{x} a fte:HeadcountObservation ; fte:observedActor actor:nordlys .",
    "headcount-date": "{x} a fte:HeadcountObservation ; fte:observedActor actor:nordlys ; fte:headcount 5 .",
    "stage-value": "{x} a fte:StagePeriod ; fte:observedActor actor:nordlys .",
    "stage-company": "{x} a fte:StagePeriod ; fte:observedActor actor:universite ; fte:stage stage:seed .",
    "stage-start": "{x} a fte:StagePeriod ; fte:observedActor actor:nordlys ; fte:stage stage:seed .",
    "creation-date": "{x} a fte:CreationObservation ; fte:observedActor actor:nordlys .",
    "closure-date": "{x} a fte:ClosureObservation ; fte:observedActor actor:nordlys .",
    "sector-value": "{x} a fte:SectorObservation ; fte:observedActor actor:nordlys .",
    "tie-source": "{x} a fte:Founding ; fte:founder actor:ada ; fte:foundedOrganization actor:banque .",
    "act-source": "{x} a fte:JointAct .",
    "observation-source": "{x} a fte:SectorObservation ; fte:observedActor actor:banque .",
    "plan-source": "{x} a fte:PlannedFact ; fte:plannedFrom actor:banque .",
    "record-snapshot": "{x} a fte:SourceRecord .",
    "snapshot-source": '{x} a fte:SourceSnapshot ; dcterms:issued "2026-11-23"^^xsd:date .',
    "snapshot-time": "{x} a fte:SourceSnapshot ; fte:fromSource dataset:essai .",
    "source-licence": '{x} a fte:DataSource ; dcterms:title "Sans licence"@fr ; dcterms:license "libre" .',
    "source-title": "{x} a fte:DataSource ; dcterms:license <https://example.org/licence> .",
    "concept-label": '{x} a skos:Concept ; skos:prefLabel "Un"@fr , "Deux"@fr .',
    "concept-loop": '{x} a skos:Concept ; skos:prefLabel "Soi"@fr ; skos:broader {x} .',
}


def faults(shapes: Graph) -> Iterator[tuple[str, str, str]]:
    """Yield for each targeted shape its name, the IRI of the thing at fault, and the Turtle of the
    fault.
    """
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    targeted = sorted({str(s) for t in targets for s in shapes.subjects(t, None)})
    for shape in targeted:
        name = shape.removeprefix(SHAPES)
        thing = f"https://w3id.org/fte/id/test/{name}"
        text = FAULTS.get(name) or derived_fault(shapes, URIRef(shape))
        yield name, thing, text.replace("{x}", f"<{thing}>")


def derived_fault(shapes: Graph, shape: URIRef) -> str:
    """Return a fault that breaks a derived shape, read off its form."""

    def value(predicate: URIRef) -> str:
        return f"<{shapes.value(shape, predicate)}>"

    path, kind = shapes.value(shape, SH.path), shapes.value(shape, SH.targetClass)
    if shapes.value(shape, SH.closed):
        return f"{{x}} a <{kind}> ; fte:starDate 2015 ."
    if shapes.value(shape, SH.disjoint):
        return f"{{x}} a <{kind}> ; <{path}> actor:ada ; {value(SH.disjoint)} actor:ada ."
    if kind and shapes.value(shape, SH["class"]):
        return f"{{x}} a <{kind}> ; <{path}> ex:undescribed ."
    if kind:
        first = members(shapes, shapes.value(path, SH.alternativePath))[0]
        other = (
            f"; fte:inRound event:round-1 ; <{first}> actor:chicoree"
            if shapes.value(shape, SH.maxCount)
            else ""
        )
        return f"{{x}} a <{kind}> {other} ."
    wrong = "ex:not-in-the-list" if shapes.value(shape, SH.node) else '"?"'
    return f"{{x}} <{path}> {wrong} ."
