"""What the desk knows and wants: its settings, sources, places, events and decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from schemas import table


class Settings(BaseModel):
    """`inputs/desk/settings.yaml`: how this desk reads vague words, compares and settles. Every field is obeyed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["representative", "conservative", "informative", "latest_credible", "range"] = Field(
        "representative", description="The rule that settles figures on which sources differ"
    )
    profile: Literal["interval", "acled", "pitf"] = Field("interval", description="The convention that reads vague words")
    about_tolerance: float = Field(0.1, ge=0, le=1, description="'about N' also holds within this share of N")
    tolerances: dict[str, float] = Field(
        default={"distance": 0.1, "duration": 0.0, "magnitude": 0.05},
        description="Per measure: two figures agree when they differ by no more than this share of the larger",
    )
    event_distance_km: float = Field(30.0, gt=0, description="Claims of one event lie no further apart than this")
    event_gap_days: int = Field(1, ge=0, description="and their days no further apart than this")
    story_containment: float = Field(0.6, gt=0, le=1, description="Share of the shorter text found in the longer: one story")
    largest_file_mb: float = Field(50.0, gt=0, description="A larger input file is refused")
    language: Literal["auto", "en", "fr"] = Field("auto", description="Language of the articles, or found per article")


@dataclass(frozen=True)
class Desk:
    """The desk's folder as read. Frames have these columns, all text unless said otherwise.

    sources: source_id, name, role (publisher, agency, originator), kind, aliases (tuple), reliability (A-F), side
    places: name, latitude (float), longitude (float), country, precision (1-7), aliases (tuple), within
    events: as the events table (schemas.Events), origin 'desk'
    decisions: as the decisions table (schemas.Decisions)
    """

    settings: Settings = field(default_factory=Settings)
    sources: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SOURCE_COLUMNS))
    places: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=PLACE_COLUMNS))
    events: pd.DataFrame = field(default_factory=lambda: table("events", []))
    decisions: pd.DataFrame = field(default_factory=lambda: table("decisions", []))
    language_overlay: Path | None = None


SOURCE_COLUMNS = ["source_id", "name", "role", "kind", "aliases", "reliability", "side"]
PLACE_COLUMNS = ["name", "latitude", "longitude", "country", "precision", "aliases", "within"]
