"""The place of a claim or an event: its name, gazetteer id, coordinates and precision."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.codes import PlacePrecision


@dataclass(frozen=True, slots=True)
class PlaceReference:
    """The place of a claim or an event; a field is None where the text does not give it.

    `latitude` and `longitude` are degrees (WGS 84), `country` an ISO 3166-1 alpha-2 code.
    """

    name: str | None = None
    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    precision: PlacePrecision | None = None
