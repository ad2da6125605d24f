"""The lowest accepted scores, so that a change that lowers accuracy is noticed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from reconcile.errors import BadInput
from reconcile.evaluate.gold import Part


class Floors(BaseModel):
    """The contents of a file of floors.

    name: what the collection is called in the page of figures
    part: which articles of the gold are measured: all, those kept unread (reserve), or the rest
    about: what the file is and how its figures are measured
    gold: what the gold is, who wrote it and what was tuned on it (Markdown, printed with the figures)
    figures: the lowest accepted F1 of a row (all, killed ...) or share of a field (place ...), by name
    elsewhere: the lowest accepted figures on other collections, which the tests measure
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = "gold"
    part: Part = Part.ALL
    about: str = ""
    gold: str = ""
    figures: dict[str, float] = {}
    elsewhere: dict[str, float] = {}


def read_floors(path: Path) -> Floors:
    """Read the floors of a YAML file."""
    try:
        return Floors.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except OSError as failure:
        raise BadInput(f"{path} cannot be read ({failure.strerror}).", "Name the file of floors.") from None
    except yaml.YAMLError as failure:
        raise BadInput(f"{path} is not YAML: {failure}.", "Mend the file of floors.") from None
    except ValidationError as failure:
        first = failure.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{path}: '{where}' is not as expected: {first['msg']}.", "Mend the file of floors.") from None


class Measured(Protocol):
    """Something with figures by name; None is a figure that was not measured."""

    @property
    def figures(self) -> Mapping[str, float | None]:
        """Every figure by its name."""


def below(accuracy: Measured, floors: Floors) -> list[str]:
    """One line for each figure that is below its floor; a floor for a figure that was not measured is refused."""
    measured = {name: accuracy.figures.get(name) for name in floors.figures}
    unknown = [name for name, figure in measured.items() if figure is None]
    if unknown:
        raise BadInput(
            f"There are floors for figures that were not measured: {', '.join(unknown)}.",
            f"Known: {', '.join(accuracy.figures)}.",
        )
    return [
        f"{name} is {figure:.3f}, below its floor of {floors.figures[name]:.3f}"
        for name, figure in measured.items()
        if figure is not None and figure < floors.figures[name]
    ]
