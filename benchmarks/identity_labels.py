"""Labelled actors: open files read with their official identifiers put aside, as an answer sheet.

Each file becomes a data set of actors without any identifier; what the identifiers were is returned
beside it. Two actors are truly one when they share an identifier (through the public crosswalks), truly
two when they have different identifiers of one scheme, and unknown otherwise.

Labels are taken raw, or cleaned by two rules that look at no name: a SIREN that a list of third hand
guessed from a name (`GUESSED`) does not tell two firms apart, and neither do two RNSR numbers of which
the register says that one renewed the other.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from frenchtech_graph import identifiers, places
from frenchtech_graph.names import slug
from frenchtech_graph.records import Actor, Dataset, Event, Observation, Tie

Known = frozenset[tuple[str, str]]
_CEDEX = re.compile(
    r"\s+cedex\b.*$|\s+\d{1,2}(?:er|e|ème)?\s*$|\s+\d{1,2}(?:er|e|ème)?\s+arrondissement.*$", re.IGNORECASE
)
_SAINT = re.compile(r"\b(s(?:ain)?te?)\s", re.IGNORECASE)
_ROR_KINDS = {
    "education": "HigherEducationInstitution",
    "facility": "TechnologyOrganization",
    "company": "Company",
    "healthcare": "Hospital",
    "government": "PublicAuthority",
}
GUESSED = ("next40", "rounds-2023", "rounds-2024", "rounds-2025")
"""Data sets whose SIREN were looked up by name by those who compiled them, wrongly at times (their SOURCE.md)."""

_ESR_KINDS = {"Université": "University", "École": "GraduateSchool"}


@dataclass
class Answers:
    """Data sets without identifiers, and the identifiers that were put aside, by id of actor."""

    datasets: list[Dataset] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    renewed: frozenset[frozenset[str]] = frozenset()

    def source_of(self, actor: str) -> str:
        """Return the name of the data set of an actor."""
        return actor.split(".", 1)[0]

    def verdict(self, one: str, other: str, *, cleaned: bool = False) -> bool | None:
        """Tell whether two actors are truly one; None where their identifiers do not say."""
        if self.known[one] & self.known[other]:
            return True
        first, second = dict(sorted(self.known[one])), dict(sorted(self.known[other]))
        schemes = (first.keys() & second.keys()) - {"uai"}  # a school may have several UAI
        if cleaned and {self.source_of(one), self.source_of(other)} & set(GUESSED):
            schemes -= {"siren"}
        if cleaned and frozenset((first.get("rnsr", ""), second.get("rnsr", ""))) in self.renewed:
            return None
        return False if schemes else None


@dataclass
class _Entry:
    names: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    websites: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    kinds: tuple[str, ...] = ("StartUp",)
    known: set[tuple[str, str]] = field(default_factory=set)
    created: str | None = None
    seen: set[tuple[str, str]] = field(default_factory=set)

    def add(self, name: str, website: str | None = None, place: str | None = None) -> None:
        if name:
            self.names[name] += 1
        if website:
            self.websites[website] += 1
        if place:
            self.places[place] += 1


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _json(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _siren(text: str | None) -> str | None:
    digits = re.sub(r"\.0$|\s", "", text or "")
    return digits if re.fullmatch(r"\d{9}", digits) and identifiers.luhn(digits) else None


@cache
def place_of(text: str | None) -> str | None:
    """Return the place a free text stands for: the first of its comma-separated parts that is known."""
    for part in (text or "").split(","):
        name = _CEDEX.sub("", part.strip())
        name = _SAINT.sub(lambda m: "Sainte " if m[1].lower().endswith("e") else "Saint ", name)
        try:
            found = places.load().resolve(name) if name else None
        except places.AmbiguousPlaceError:
            return None
        if found:
            return found
    return None


@cache
def region_of(text: str) -> str | None:
    """Return the id of a region by its name."""
    found = [i for i, p in places.load().by_id.items() if p.kind == "Region" and p.name.lower() == text.lower()]
    return found[0] if found else None


def _dataset(name: str, entries: Mapping[str, _Entry], answers: Answers, events: tuple[Event, ...] = ()) -> None:
    actors, ties, observations = [], [], []
    for n, (_, entry) in enumerate(sorted(entries.items())):
        if not entry.names:
            continue
        first, *others = [n for n, c in entry.names.most_common() if c * 5 >= max(entry.names.values())]
        key = f"{name}.{n}-{slug(first)[:40]}"
        actors.append(
            Actor(
                sources=("page",),
                records=(),
                id=key,
                kinds=entry.kinds,
                names={"fr": first},
                aliases=tuple(sorted({*others, *entry.aliases} - {first, ""})),
                website=next(iter(w for w, _ in entry.websites.most_common()), None),
                place=next(iter(p for p, _ in entry.places.most_common()), None),
            )
        )
        answers.known[key] = frozenset(entry.known)
        about: dict[str, Any] = {"sources": ("page",), "records": ()}
        if entry.created:
            observations.append(Observation(**about, actor=key, kind="CreationObservation", value=entry.created))
        ties += [
            Tie(**about, kind="ProjectParticipation", origin=key, target=project, start=year)
            for project, year in sorted(entry.seen)
        ]
    answers.datasets.append(
        Dataset(
            name,
            {},
            "",
            "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            "2026-11-23",
            "",
            actors=tuple(actors),
            events=events,
            ties=tuple(ties),
            observations=tuple(observations),
        )
    )


def _by_siren(rows: Iterable[tuple[str | None, str, str | None, str | None]]) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for siren, name, website, place in rows:
        if siren:
            entry = entries.setdefault(siren, _Entry(known={("siren", siren)}))
            entry.add(" ".join((name or "").split()), website, place)
    return entries


def _companies(raw: Path) -> Iterator[tuple[str, dict[str, _Entry]]]:
    rows = _rows(raw / "mesr-ilab/ilab_laureats_1999_2025.csv")
    yield (
        "i-lab",
        _by_siren(
            (_siren(r["N° SIREN"]), r["Libellé entreprise"], r["Site web entreprise"], region_of(r["Région"]))
            for r in rows
        ),
    )
    projects = _json(raw / "mesr-inov/inov_laureats_2018_2025.json")
    yield "i-nov", _by_siren((_siren(r["siren"]), r["entreprise"], None, place_of(r["com_nom"])) for r in projects)
    rows = _rows(raw / "next40-ft120/next40_ft120_2020_2025_navigator.csv")
    yield "next40", _by_siren((_siren(r["siren"]), r["name"], r["website"], None) for r in rows)
    folder = raw / "frenchtechjournal-funding"
    rows = _rows(folder / "funding_2023.csv")
    yield "rounds-2023", _by_siren((_siren(r["SIREN"]), r["Startup"], r["Website"], place_of(r["City"])) for r in rows)
    rows = _rows(folder / "funding_2024_v2_enriched.csv")
    yield "rounds-2024", _by_siren((_siren(r["SIREN"]), r["company"], r["website"], place_of(r["city"])) for r in rows)
    rows = _rows(folder / "organizations_2025.csv")
    yield (
        "rounds-2025",
        _by_siren((_siren(r["siren"]), r["name"], r["website"], place_of(r["hq_city_name"])) for r in rows),
    )


def _laboratory(code: str, name: str, acronym: str | None, entries: dict[str, _Entry]) -> _Entry:
    sound = {("rnsr", code)} if re.fullmatch(r"\d{9}[A-Z]", code) else set()  # some have a code of their own
    entry = entries.setdefault(code, _Entry(kinds=("ResearchLaboratory",), known=sound))
    entry.add(name)
    entry.aliases |= {acronym} if acronym else set()
    return entry


def _laboratories(raw: Path) -> Iterator[tuple[str, dict[str, _Entry]]]:
    crosswalk = {
        r["numero_national_de_structure"]: _bare(r["ror"])
        for r in _rows(raw / "mesr-rnsr-actives-2022/rnsr_grid_cnrs.csv")
        if r["ror"]
    }
    rnsr: dict[str, _Entry] = {}
    for r in _rows(raw / "mesr-rnsr-actives-2022/rnsr_structures_actives_2022-02.csv", ";"):
        code = r["numero_national_de_structure"]
        entry = _laboratory(code, r["libelle"], r["sigle"], rnsr)
        entry.aliases |= {n.strip() for n in r["label_numero"].split(";") if n.strip()}
        entry.known |= {("ror", crosswalk[code])} if code in crosswalk else set()
        entry.add("", r["site_web"], place_of(r["commune"]))
        entry.created = r["annee_de_creation"]
    yield "rnsr", rnsr
    stic: dict[str, _Entry] = {}
    for s in _json(raw / "mesr-rnsr-stic/rnsr_stic_structures.json"):
        entry = _laboratory(s["numero_national_de_structure"], s["libelle"], s["sigle"], stic)
        entry.aliases |= {n.strip() for n in (s["label_numero"] or "").split(",") if n.strip()}
        entry.add("", s["site_web"], place_of(s["commune"]))
        entry.created = s["annee_de_creation"]
    yield "rnsr-stic", stic
    ilab: dict[str, _Entry] = {}
    unit = "de l'unité de recherche liée au projet"
    for r in _rows(raw / "mesr-ilab/ilab_laureats_1999_2025.csv"):
        code, name = r[f"Id {unit}"], r["Unité de recherche liée au projet"]
        if re.fullmatch(r"\d{9}[A-Z]", code) and name:
            seen = (f"project {r['Identifiant']}", r["Année de concours"])
            _laboratory(code, name, r[f"Sigle {unit}"], ilab).seen.add(seen)
    yield "i-lab-units", ilab
    iphd: dict[str, _Entry] = {}
    for s in _json(raw / "mesr-iphd/iphd_laureats_2019_2025.json"):
        names, code = s["laboratoire"] or [], s["code_laboratoire"] or ""
        names = names if isinstance(names, list) else [names]
        if re.fullmatch(r"\d{9}[A-Z]", code) and len(names) == 1:
            _laboratory(code, names[0], None, iphd).seen.add((f"thesis {s['millesime']} {code}", s["millesime"]))
    yield "i-phd-units", iphd


def _bare(ror: str) -> str:
    return ror.rsplit("/", 1)[-1]


def _institutions(raw: Path) -> Iterator[tuple[str, dict[str, _Entry]]]:
    esr: dict[str, _Entry] = {}
    siren_of: dict[str, str] = {}
    ids = {r["id_paysage"]: r for r in _rows(raw / "mesr-etablissements-2024/crosswalk_identifiants.csv")}
    for r in _rows(raw / "mesr-etablissements-2024/principaux_etablissements_esr.csv", ";"):
        own = ids[r["identifiant interne"]]
        entry = esr.setdefault(
            r["identifiant interne"],
            _Entry(kinds=(_ESR_KINDS.get(r["type d'établissement"], "HigherEducationInstitution"),)),
        )
        entry.add(r["libellé"], r["site internet"], places.load().resolve(r["Code commune"]))
        entry.aliases |= {r["nom court"], r["sigle"]} - {""}
        single = own["siren"] if "," not in own["siren"] else ""
        entry.known |= {(s, v) for s, v in (("siren", single), ("ror", own["ror"]), ("uai", own["uai"])) if v}
    shared = Counter(v for e in esr.values() for s, v in e.known if s == "siren")
    for entry in esr.values():  # schools that merged share a SIREN: it does not tell them apart
        entry.known = {(s, v) for s, v in entry.known if shared[v] < 2}
    yield "institutions", esr
    bodies: dict[str, _Entry] = {}
    for r in _rows(raw / "mesr-rnsr-actives-2022/rnsr_tutelles_long.csv"):
        if not r["siren"] or shared[r["siren"]] > 1:
            continue
        entry = bodies.setdefault(r["siren"], _Entry(kinds=("Organization",), known={("siren", r["siren"])}))
        entry.add(r["tutelle"])
        entry.aliases |= {r["sigle_tutelle"]} - {""}
        if r["uai"]:
            siren_of[r["uai"]] = r["siren"]
            entry.known.add(("uai", r["uai"]))
    yield "supervisors", bodies
    linked: dict[str, _Entry] = {}
    for r in _rows(raw / "mesr-ilab/ilab_laureats_1999_2025.csv"):
        code, name = r["Id de la structure liée au projet"], r["Structure liée au projet"]
        if re.fullmatch(r"\d{7}[A-Z]", code) and name and "," not in name and ">" not in name:
            entry = linked.setdefault(code, _Entry(kinds=("Organization",), known={("uai", code)}))
            entry.known |= {("siren", siren_of[code])} if code in siren_of else set()
            entry.add(name)
    yield "i-lab-bodies", linked


def _ror(raw: Path) -> dict[str, _Entry]:
    entries = {}
    for r in _rows(raw / "ror-fr/ror_organizations_fr.csv"):
        kind = next((k for t, k in _ROR_KINDS.items() if t in r["types"].split("|")), "Organization")
        entry = _Entry(kinds=(kind,), known={("ror", _bare(r["ror_id"]))}, created=r["established"] or None)
        entry.add(r["name"], r["website"], place_of(r["city"]) or region_of(r["region"]))
        listed = (
            [n.rsplit("@", 1)[0] for n in r["labels"].split("|")] + r["aliases"].split("|") + r["acronyms"].split("|")
        )
        entry.aliases |= {n for n in listed if n}
        entries[r["ror_id"]] = entry
    return entries


def _projects(raw: Path) -> tuple[Event, ...]:
    """Return the projects of i-Lab, each with the region the file gives it."""
    rows = {r["Identifiant"]: r["Région"] for r in _rows(raw / "mesr-ilab/ilab_laureats_1999_2025.csv")}
    return tuple(Event(("page",), (), id=f"project {n}", place=region_of(r)) for n, r in sorted(rows.items()))


def _renewed(raw: Path) -> frozenset[frozenset[str]]:
    """Return the pairs of RNSR numbers of which the register says that one renewed the other."""
    rows = _rows(raw / "mesr-rnsr-actives-2022/rnsr_structures_actives_2022-02.csv", ";")
    return frozenset(
        frozenset((r["numero_national_de_structure"], earlier.strip()))
        for r in rows
        for earlier, how in zip(
            r["numero_de_structure_historique"].split(";"), r["type_de_succession"].split(";"), strict=False
        )
        if how.strip() == "renouvellement"
    )


def read(shared: Path) -> Answers:
    """Return all labelled data sets under `shared`/data/raw."""
    raw = shared / "data" / "raw"
    answers = Answers(renewed=_renewed(raw))
    for name, entries in (*_companies(raw), *_laboratories(raw), *_institutions(raw), ("ror", _ror(raw))):
        _dataset(name, entries, answers, _projects(raw) if name == "i-lab-units" else ())
    return _one_to_one(answers)


def _one_to_one(answers: Answers) -> Answers:
    """Drop the identifiers that one source gives to several actors: schools of one legal person, say."""
    held = Counter((answers.source_of(a), i) for a, known in answers.known.items() for i in known)
    shared = {i for (_, i), n in held.items() if n > 1}
    return replace(answers, known={a: known - shared for a, known in answers.known.items()})


def true_pairs(answers: Answers, *, across: bool = True) -> list[tuple[str, str]]:
    """Return the pairs of actors of different data sets that share an identifier."""
    holders: dict[tuple[str, str], list[str]] = {}
    for actor, known in answers.known.items():
        for identifier in known:
            holders.setdefault(identifier, []).append(actor)
    pairs = {(a, b) for found in holders.values() for a in found for b in found if a < b}
    return sorted(p for p in pairs if not across or answers.source_of(p[0]) != answers.source_of(p[1]))
