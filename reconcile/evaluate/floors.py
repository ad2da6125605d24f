"""The least figures that are accepted: a change that reads worse is seen at once."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from reconcile.errors import BadInput
from reconcile.evaluate.scores import Accuracy


class Floors(BaseModel):
    """A file of floors.

    about: what the file is and how its figures come about
    gold: what the gold is, who wrote it and what was tuned on it (Markdown, printed with the figures)
    figures: the least F1 of a row (all, killed ...) or share of a field (place ...), by name
    elsewhere: the least figures on other collections, which the tests measure
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str = ""
    gold: str = ""
    figures: dict[str, float] = {}
    elsewhere: dict[str, float] = {}


def read_floors(path: Path) -> Floors:
    """The floors of a YAML file."""
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


def below(accuracy: Accuracy, floors: Floors) -> list[str]:
    """One line for each figure that lies below its floor; a floor for a figure that was not measured is refused."""
    measured = {name: accuracy.figure(name) for name in floors.figures}
    unknown = [name for name, figure in measured.items() if figure is None]
    if unknown:
        known = ", ".join([*(row.name for row in accuracy.found), *(row.name for row in accuracy.shares)])
        raise BadInput(
            f"There are floors for figures that were not measured: {', '.join(unknown)}.", f"Known: {known}."
        )
    return [
        f"{name} is {figure:.3f}, below its floor of {floors.figures[name]:.3f}"
        for name, figure in measured.items()
        if figure is not None and figure < floors.figures[name]
    ]
