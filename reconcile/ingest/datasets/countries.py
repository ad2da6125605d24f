"""Countries as datasets write them (names, ISO 3166-1 alpha-3 and numeric, FIPS 10-4) as ISO 3166-1 alpha-2 codes."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from reconcile.gazetteer import COUNTRY, load_gazetteer

_COLUMNS = {"iso3": 1, "numeric": 2, "fips": 3}


@lru_cache(maxsize=10_000)
def to_alpha2(said: str, standard: str) -> str | None:
    """The alpha-2 code; None where the code or the name is not that of a country.

    >>> to_alpha2("SYR", "iso3"), to_alpha2("4", "numeric"), to_alpha2("IZ", "fips"), to_alpha2("Ivory Coast", "name")
    ('SY', 'AF', 'IQ', 'CI')
    >>> to_alpha2("Yemen (North Yemen)", "name"), to_alpha2("Atlantis", "name")
    ('YE', None)
    """
    if standard == "name":
        return _named(said) or _named(said.partition(" (")[0])
    code = said.lstrip("0") or "0" if standard == "numeric" else said.upper()
    return _codes(standard).get(code)


@cache
def alpha2_codes() -> frozenset[str]:
    """All alpha-2 codes. They include NA (Namibia), which many tables also write for a missing value.

    >>> "NA" in alpha2_codes(), "N/A" in alpha2_codes()
    (True, False)
    """
    return frozenset(_codes("iso3").values())


def _named(name: str) -> str | None:
    plain = name.replace("_", " ")
    found = load_gazetteer().look_up_strictly(plain[4:] if plain.lower().startswith("the ") else plain)
    return next((place.country for place in found if place.precision == COUNTRY), None)


@cache
def _codes(standard: str) -> dict[str, str]:
    """Alpha-2 codes by another standard's."""
    text = resources.files("reconcile.ingest.mappings").joinpath("countries.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {row[_COLUMNS[standard]]: row[0] for row in rows if row[_COLUMNS[standard]]}
