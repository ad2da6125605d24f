"""The desk's settings: how it reads vague words, compares and settles."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from reconcile.language import available
from schemas.codes import Measure, RuleName

FOUND = "auto"
"""The setting under which the language of each article is detected from its words."""


class Settings(BaseModel):
    """`inputs/desk/settings.yaml`: how this desk reads vague words, compares and settles. Every field is obeyed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    desk: str = Field("", max_length=80, description="The name of the desk, shown on the Summary")
    rule: RuleName = Field(RuleName.REPRESENTATIVE, description="The rule that settles figures on which sources differ")
    profile: Literal["interval", "acled", "pitf"] = Field(
        "interval", description="The convention that reads vague words"
    )
    about_tolerance: float = Field(0.1, ge=0, le=1, description="'about N' also holds within this share of N")
    tolerances: dict[str, float] = Field(
        default={"distance": 0.1, "duration": 0.0, "magnitude": 0.05},
        description="Per measure: two figures agree when they differ by no more than this share of the larger",
    )
    event_distance_km: float = Field(
        30.0, gt=0, le=40_000, description="Claims of one event lie no further apart than this"
    )
    event_gap_days: int = Field(1, ge=0, le=36_500, description="and their days no further apart than this")
    story_containment: float = Field(
        0.6, gt=0, le=1, description="Share of the shorter text found in the longer: one story"
    )
    largest_file_mb: float = Field(50.0, gt=0, allow_inf_nan=False, description="A larger input file is refused")
    language: str = Field(FOUND, description="Language of the articles, or found per article")

    @field_validator("tolerances")
    @classmethod
    def tolerances_are_shares_of_measures(cls, tolerances: dict[str, float]) -> dict[str, float]:
        """Each tolerance is a share from 0 to 1, under the name of a measure."""
        for measure, share in tolerances.items():
            if measure not in list(Measure):
                raise ValueError(f"'{measure}' is not a measure; there are {', '.join(Measure)}")
            if not 0 <= share <= 1:
                raise ValueError(f"{measure} should be a share from 0 to 1, not {share:g}")
        return tolerances

    @field_validator("language")
    @classmethod
    def language_can_be_read(cls, language: str, info: ValidationInfo) -> str:
        """The language is detected for each article, or has a language pack; the context may name the desk's packs."""
        packs = available((info.context or {}).get("language_overlay"))
        if language not in (FOUND, *packs):
            raise ValueError(f"'{language}' has no language pack; there are {', '.join(packs)}")
        return language


def choices_of(name: str) -> tuple[str, ...]:
    """The words that a setting may take; empty where it takes a number or a mapping.

    >>> choices_of("profile"), choices_of("event_gap_days")
    (('interval', 'acled', 'pitf'), ())
    """
    if name == "rule":
        return tuple(RuleName)
    if name == "language":
        return (FOUND, *available())
    return tuple(get_args(Settings.model_fields[name].annotation)) if name == "profile" else ()
