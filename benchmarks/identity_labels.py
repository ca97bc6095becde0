"""Labelled actors: open files read with their official identifiers put aside, as an answer sheet.

Each file becomes a data set of actors without any identifier; what the identifiers were is returned
beside it. Two actors are truly one when they share an identifier (through the public crosswalks),
truly two when they have different identifiers of one scheme, and unknown otherwise.

Labels are taken raw, or cleaned by three rules that look at no name, each for true and untrue pairs
alike:

- a SIREN that a list of third hand guessed from a name (`GUESSED`) does not tell two firms apart,
  and makes them one only with a second clue, a site or a region;
- a ROR that a crosswalk gives to a laboratory says nothing if ROR ties it to none of the bodies
  that supervise the laboratory;
- two RNSR numbers of which the register says that one renewed the other do not tell two
  laboratories apart.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from frenchtech_graph.identity.profiles import web_names
from frenchtech_graph.identity.towns import around
from frenchtech_graph.ingest.framework.mentions import mentions
from frenchtech_graph.model import identifiers, places
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.records import Actor, Dataset, Event, Observation, Tie

Known = frozenset[tuple[str, str]]
_CEDEX = re.compile(
    r"\s+cedex\b.*$|\s+\d{1,2}(?:er|e|ème)?\s*$|\s+\d{1,2}(?:er|e|ème)?\s+arrondissement.*$",
    re.IGNORECASE,
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
"""Data sets whose SIREN were looked up by name by those who compiled them, wrongly at times (their
SOURCE.md).
"""

_ROR_TIES = {"parent": "Subunit", "predecessor": "Succession", "related": "UnspecifiedTie"}
_MOST_UNITS, _FEWEST_UNITS = 0.8, 10
"""Share, and number, of the units of a body that ROR must tie to one record for that to be the
body's own.
"""

_ESR_KINDS = {"Université": "University", "École": "GraduateSchool"}


@dataclass
class Answers:
    """Data sets without identifiers, and the identifiers that were put aside, by id of actor."""

    datasets: list[Dataset] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    renewed: frozenset[frozenset[str]] = frozenset()
    unconfirmed: frozenset[tuple[str, str]] = frozenset()

    def source_of(self, actor: str) -> str:
        """Return the name of the data set of an actor."""
        return actor.split(".", 1)[0]

    def verdict(self, one: str, other: str, *, cleaned: bool = False) -> bool | None:
        """Tell whether two actors are truly one; None where their identifiers do not say."""
        first, second = self._labels(one, cleaned), self._labels(other, cleaned)
        guessed = cleaned and bool({self.source_of(one), self.source_of(other)} & set(GUESSED))
        common = {scheme for scheme, _ in first & second}
        if common - {"siren"} or (common and not (guessed and self._without_clue(one, other))):
            return True
        if common:
            return None
        numbers, others = dict(sorted(first)), dict(sorted(second))
        schemes = (numbers.keys() & others.keys()) - {"uai"}  # a school may have several UAI
        schemes -= {"siren"} if guessed else set()
        if cleaned and frozenset((numbers.get("rnsr", ""), others.get("rnsr", ""))) in self.renewed:
            return None
        return False if schemes else None

    def _labels(self, actor: str, cleaned: bool) -> Known:
        known = self.known[actor]
        number = dict(known).get("rnsr", "")
        return frozenset(
            i
            for i in known
            if not (cleaned and i[0] == "ror" and (number, i[1]) in self.unconfirmed)
        )

    def _without_clue(self, one: str, other: str) -> bool:
        """Tell whether neither the sites nor the regions of two actors agree."""
        a, b = self.actors[one], self.actors[other]
        sites, regions = (
            (web_names(a.website), web_names(b.website)),
            around(a.place) & around(b.place),
        )
        return not regions and not (sites[0] and sites[1] and sites[0][1] == sites[1][1])

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """The actors by id."""
        return {a.id: a for d in self.datasets for a in d.actors}


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
    supervisors: set[str] = field(default_factory=set)
    ties: set[tuple[str, str]] = field(default_factory=set)
    mentions: list[str] = field(default_factory=list)

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
    """Return the place a free text stands for: the first of its comma-separated parts that is
    known.
    """
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
    found = [
        i
        for i, p in places.load().by_id.items()
        if p.kind == "Region" and p.name.lower() == text.lower()
    ]
    return found[0] if found else None


def _ids(name: str, entries: Mapping[str, _Entry]) -> dict[str, str]:
    """Return key of an entry → id of its actor: data set, place in it, name."""
    return {
        key: f"{name}.{n}-{slug(entry.names.most_common(1)[0][0])[:40]}"
        for n, (key, entry) in enumerate(sorted(entries.items()))
        if entry.names
    }


def _dataset(
    name: str,
    entries: Mapping[str, _Entry],
    answers: Answers,
    events: tuple[Event, ...],
    supervisors: Mapping[str, str],
) -> None:
    """Add a data set to the answers; `supervisors` is key of a supervising body → id of its
    actor.
    """
    actors, ties, observations = [], [], []
    ids = _ids(name, entries)
    for own, entry in sorted(entries.items()):
        if not entry.names:
            continue
        first, *others = [
            n for n, c in entry.names.most_common() if c * 5 >= max(entry.names.values())
        ]
        key = ids[own]
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
                mentions=tuple(entry.mentions),
            )
        )
        answers.known[key] = frozenset(entry.known)
        about: dict[str, Any] = {"sources": ("page",), "records": ()}
        if entry.created:
            observations.append(
                Observation(**about, actor=key, kind="CreationObservation", value=entry.created)
            )
        ties += [
            Tie(**about, kind="ProjectParticipation", origin=key, target=project, start=year)
            for project, year in sorted(entry.seen)
        ]
        ties += [
            Tie(**about, kind="Supervision", origin=supervisors[body], target=key)
            for body in sorted(entry.supervisors & supervisors.keys())
        ]
        ties += [
            Tie(**about, kind=kind, origin=ids[other], target=key)
            for kind, other in sorted(entry.ties)
            if other in ids and other != own
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


def _by_siren(
    rows: Iterable[tuple[str | None, str, str | None, str | None, tuple[str, ...]]],
) -> dict[str, _Entry]:
    """Return firms by SIREN; a row is SIREN, name, site, place and what the source tells of the
    firm.
    """
    entries: dict[str, _Entry] = {}
    for siren, name, website, place, texts in rows:
        if siren:
            entry = entries.setdefault(siren, _Entry(known={("siren", siren)}))
            entry.add(" ".join((name or "").split()), website, place)
            entry.mentions += mentions(*texts)
    return entries


def _companies(raw: Path) -> Iterator[tuple[str, dict[str, _Entry]]]:
    rows = _rows(raw / "mesr-ilab/ilab_laureats_1999_2025.csv")
    yield (
        "i-lab",
        _by_siren(
            (
                _siren(r["N° SIREN"]),
                r["Libellé entreprise"],
                r["Site web entreprise"],
                region_of(r["Région"]),
                (r["Projet"], r["Moto"], r["Résumé"]),
            )
            for r in rows
        ),
    )
    projects = _json(raw / "mesr-inov/inov_laureats_2018_2025.json")
    yield (
        "i-nov",
        _by_siren(
            (
                _siren(r["siren"]),
                r["entreprise"],
                None,
                place_of(r["com_nom"]),
                tuple(r[f] or "" for f in ("projet", "moto", "projetresume", "entrepriseresume")),
            )
            for r in projects
        ),
    )
    rows = _rows(raw / "next40-ft120/next40_ft120_2020_2025_navigator.csv")
    yield "next40", _by_siren((_siren(r["siren"]), r["name"], r["website"], None, ()) for r in rows)
    folder = raw / "frenchtechjournal-funding"
    rows = _rows(folder / "funding_2023.csv")
    yield (
        "rounds-2023",
        _by_siren(
            (_siren(r["SIREN"]), r["Startup"], r["Website"], place_of(r["City"]), ()) for r in rows
        ),
    )
    rows = _rows(folder / "funding_2024_v2_enriched.csv")
    yield (
        "rounds-2024",
        _by_siren(
            (_siren(r["SIREN"]), r["company"], r["website"], place_of(r["city"]), ()) for r in rows
        ),
    )
    rows = _rows(folder / "organizations_2025.csv")
    yield (
        "rounds-2025",
        _by_siren(
            (_siren(r["siren"]), r["name"], r["website"], place_of(r["hq_city_name"]), ())
            for r in rows
        ),
    )


def _laboratory(code: str, name: str, acronym: str | None, entries: dict[str, _Entry]) -> _Entry:
    sound = (
        {("rnsr", code)} if re.fullmatch(r"\d{9}[A-Z]", code) else set()
    )  # some have a code of their own
    entry = entries.setdefault(code, _Entry(kinds=("ResearchLaboratory",), known=sound))
    entry.add(name)
    entry.aliases |= {acronym} if acronym else set()
    return entry


def _laboratories(raw: Path) -> Iterator[tuple[str, dict[str, _Entry]]]:
    crosswalk = _crosswalk(raw)
    supervising: dict[str, set[str]] = {}
    for r in _rows(raw / "mesr-rnsr-actives-2022/rnsr_tutelles_long.csv"):
        supervising.setdefault(r["numero_national_de_structure"], set()).update(
            {r["siren"], r["uai"]} - {""}
        )
    rnsr: dict[str, _Entry] = {}
    for r in _rows(raw / "mesr-rnsr-actives-2022/rnsr_structures_actives_2022-02.csv", ";"):
        code = r["numero_national_de_structure"]
        entry = _laboratory(code, r["libelle"], r["sigle"], rnsr)
        entry.aliases |= {n.strip() for n in r["label_numero"].split(";") if n.strip()}
        entry.known |= {("ror", crosswalk[code])} if code in crosswalk else set()
        entry.add("", r["site_web"], place_of(r["commune"]))
        entry.created = r["annee_de_creation"]
        entry.supervisors = supervising.get(code, set())
        entry.ties = {("Subunit", p.strip()) for p in r["numero_de_structure_parent"].split(";")}
        entry.ties |= {
            ("Succession", p.strip()) for p in r["numero_de_structure_historique"].split(";")
        }
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
            _laboratory(code, names[0], None, iphd).seen.add((_thesis(s), s["millesime"]))
    yield "i-phd-units", iphd


def _thesis(laureate: Mapping[str, Any]) -> str:
    return f"thesis {laureate['millesime']} {laureate['code_laboratoire']}"


def _bare(ror: str) -> str:
    return ror.rsplit("/", 1)[-1]


def _institutions(raw: Path) -> Iterator[tuple[str, dict[str, _Entry]]]:
    esr: dict[str, _Entry] = {}
    siren_of: dict[str, str] = {}
    ids = {
        r["id_paysage"]: r
        for r in _rows(raw / "mesr-etablissements-2024/crosswalk_identifiants.csv")
    }
    for r in _rows(raw / "mesr-etablissements-2024/principaux_etablissements_esr.csv", ";"):
        own = ids[r["identifiant interne"]]
        entry = esr.setdefault(
            r["identifiant interne"],
            _Entry(
                kinds=(_ESR_KINDS.get(r["type d'établissement"], "HigherEducationInstitution"),)
            ),
        )
        entry.add(r["libellé"], r["site internet"], places.load().resolve(r["Code commune"]))
        entry.aliases |= {r["nom court"], r["sigle"]} - {""}
        single = own["siren"] if "," not in own["siren"] else ""
        entry.known |= {
            (s, v) for s, v in (("siren", single), ("ror", own["ror"]), ("uai", own["uai"])) if v
        }
    shared = Counter(v for e in esr.values() for s, v in e.known if s == "siren")
    for entry in esr.values():  # schools that merged share a SIREN: it does not tell them apart
        entry.known = {(s, v) for s, v in entry.known if shared[v] < 2}
    yield "institutions", esr
    bodies: dict[str, _Entry] = {}
    supervising = _rows(raw / "mesr-rnsr-actives-2022/rnsr_tutelles_long.csv")
    schools: dict[str, set[str]] = {}
    for r in supervising:
        schools.setdefault(r["siren"], set()).update({r["uai"]} - {""})
    for r in supervising:
        several = (
            len(schools[r["siren"]]) > 1
        )  # schools of one legal person: each is a body of its own
        if not r["siren"] or shared[r["siren"]] > 1 or (several and not r["uai"]):
            continue
        own = r["uai"] if several else r["siren"]
        entry = bodies.setdefault(
            own, _Entry(kinds=("Organization",), known={("siren", r["siren"])})
        )
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
            entry.seen.add((f"project {r['Identifiant']}", r["Année de concours"]))
    yield "i-lab-bodies", linked
    schools_of_theses: dict[str, _Entry] = {}
    for s in _json(raw / "mesr-iphd/iphd_laureats_2019_2025.json"):
        for name in s["etablissement"] or [] if s["code_laboratoire"] else []:
            entry = schools_of_theses.setdefault(name, _Entry(kinds=("Organization",)))
            entry.add(name)
            entry.seen.add((_thesis(s), s["millesime"]))
    yield "i-phd-bodies", schools_of_theses


def _ror(raw: Path) -> dict[str, _Entry]:
    entries = {}
    for r in _rows(raw / "ror-fr/ror_organizations_fr.csv"):
        kind = next(
            (k for t, k in _ROR_KINDS.items() if t in r["types"].split("|")), "Organization"
        )
        entry = _Entry(
            kinds=(kind,), known={("ror", _bare(r["ror_id"]))}, created=r["established"] or None
        )
        entry.add(r["name"], r["website"], place_of(r["city"]) or region_of(r["region"]))
        listed = (
            [n.rsplit("@", 1)[0] for n in r["labels"].split("|")]
            + r["aliases"].split("|")
            + r["acronyms"].split("|")
        )
        entry.aliases |= {n for n in listed if n}
        entries[r["ror_id"]] = entry
    for r in _rows(raw / "ror-fr/ror_relationships_fr.csv"):
        if r["ror_id"] in entries and r["relation"] in _ROR_TIES:
            entries[r["ror_id"]].ties.add((_ROR_TIES[r["relation"]], r["related_ror_id"]))
    return entries


def _projects(raw: Path) -> tuple[Event, ...]:
    """Return the projects of i-Lab, each with the region the file gives it."""
    rows = {
        r["Identifiant"]: r["Région"] for r in _rows(raw / "mesr-ilab/ilab_laureats_1999_2025.csv")
    }
    return tuple(
        Event(("page",), (), id=f"project {n}", place=region_of(r)) for n, r in sorted(rows.items())
    )


def _renewed(raw: Path) -> frozenset[frozenset[str]]:
    """Return the pairs of RNSR numbers of which the register says that one renewed the other."""
    rows = _rows(raw / "mesr-rnsr-actives-2022/rnsr_structures_actives_2022-02.csv", ";")
    return frozenset(
        frozenset((r["numero_national_de_structure"], earlier.strip()))
        for r in rows
        for earlier, how in zip(
            r["numero_de_structure_historique"].split(";"),
            r["type_de_succession"].split(";"),
            strict=False,
        )
        if how.strip() == "renouvellement"
    )


def _crosswalk(raw: Path) -> dict[str, str]:
    """Return RNSR number → ROR, for the units the crosswalk has."""
    rows = _rows(raw / "mesr-rnsr-actives-2022/rnsr_grid_cnrs.csv")
    return {r["numero_national_de_structure"]: _bare(r["ror"]) for r in rows if r["ror"]}


def _unconfirmed(raw: Path) -> frozenset[tuple[str, str]]:
    """Return the rows of the crosswalk whose ROR is tied to none of the bodies that supervise the
    unit.
    """
    crosswalk, tied = _crosswalk(raw), _tied_rors(raw)
    units: dict[str, set[str]] = {}
    for r in _rows(raw / "mesr-rnsr-actives-2022/rnsr_tutelles_long.csv"):
        if r["siren"]:
            units.setdefault(r["siren"], set()).add(r["numero_national_de_structure"])
    above: dict[str, set[str]] = {}
    for siren, ror in _rors_of_bodies(raw, units, crosswalk, tied).items():
        for unit in units.get(siren, ()):
            above.setdefault(unit, set()).add(ror)
    return frozenset(
        (u, r) for u, r in crosswalk.items() if u in above and not above[u] & tied.get(r, set())
    )


def _tied_rors(raw: Path) -> dict[str, set[str]]:
    """Return ROR → those that ROR ties it to."""
    tied: dict[str, set[str]] = {}
    for r in _rows(raw / "ror-fr/ror_relationships_fr.csv"):
        one, other = _bare(r["ror_id"]), _bare(r["related_ror_id"])
        tied.setdefault(one, set()).add(other)
        tied.setdefault(other, set()).add(one)
    return tied


def _rors_of_bodies(
    raw: Path,
    units: Mapping[str, set[str]],
    crosswalk: Mapping[str, str],
    tied: Mapping[str, set[str]],
) -> dict[str, str]:
    """Return SIREN → ROR of supervising bodies.

    A body's own ROR is that of the ministry's crosswalk or, for national bodies it lacks, the one
    that ROR ties to most of the units it supervises. `units` is SIREN → RNSR numbers, `crosswalk`
    RNSR number → ROR.
    """
    rors = {}
    for r in _rows(raw / "mesr-etablissements-2024/crosswalk_identifiants.csv"):
        rors |= {s: r["ror"] for s in r["siren"].split(",") if s and r["ror"]}
    for siren in units.keys() - rors.keys():
        known = units[siren] & crosswalk.keys()
        for likeliest, n in Counter(
            t for u in known for t in tied.get(crosswalk[u], ())
        ).most_common(1):
            if n > _MOST_UNITS * len(known) and n >= _FEWEST_UNITS:
                rors[siren] = likeliest
    return rors


def read(shared: Path) -> Answers:
    """Return all labelled data sets under `shared`/data/raw."""
    raw = shared / "data" / "raw"
    answers = Answers(renewed=_renewed(raw), unconfirmed=_unconfirmed(raw))
    found = dict((*_companies(raw), *_laboratories(raw), *_institutions(raw), ("ror", _ror(raw))))
    supervisors = _ids("supervisors", found["supervisors"])
    for name, entries in found.items():
        _dataset(
            name, entries, answers, _projects(raw) if name == "i-lab-units" else (), supervisors
        )
    return _one_to_one(answers)


def _one_to_one(answers: Answers) -> Answers:
    """Drop the identifiers that one source gives to several actors: schools of one legal person,
    say.
    """
    held = Counter((answers.source_of(a), i) for a, known in answers.known.items() for i in known)
    shared = {i for (_, i), n in held.items() if n > 1}
    return replace(answers, known={a: known - shared for a, known in answers.known.items()})


def true_pairs(answers: Answers, *, cleaned: bool = False) -> list[tuple[str, str]]:
    """Return the pairs of actors of different data sets that are truly one."""
    holders: dict[tuple[str, str], list[str]] = {}
    for actor, known in answers.known.items():
        for identifier in known:
            holders.setdefault(identifier, []).append(actor)
    pairs = {(a, b) for found in holders.values() for a in found for b in found if a < b}
    apart = (p for p in pairs if answers.source_of(p[0]) != answers.source_of(p[1]))
    return sorted(p for p in apart if answers.verdict(*p, cleaned=cleaned))
