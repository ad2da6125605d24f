"""Language packs: what the reader knows of a language, as data.

A language is a folder of YAML files (`reconcile/language/en/`). Each file opens by explaining its own fields; the
module that uses a file says what it must hold, as a pydantic model, and asks `Pack.read` for it. A desk adds words
without touching the package: files of the same name under `inputs/desk/language/en/` are laid over these (lists grow,
mappings are merged).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from reconcile.errors import BadLanguageData
from reconcile.strict_yaml import ListedWords


class WordFile(BaseModel):
    """Base of what one file of a pack holds: unknown keys are refused, so a typing slip cannot be obeyed by silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    about: str


_WORD = re.compile(r"[^\W\d_]+")
Words = TypeVar("Words", bound=WordFile)


class Pack:
    """One language's word files, with a desk's own laid over them; each file is read and checked once."""

    def __init__(self, code: str, overlay: Path | None = None):
        self.code = code
        self.overlay = overlay
        self._read: dict[str, WordFile] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return (load_pack, (self.code, self.overlay))

    def has(self, name: str) -> bool:
        """True where the pack has the file `name`.yaml."""
        return resources.files(__name__).joinpath(self.code, f"{name}.yaml").is_file()

    def read(self, name: str, model: type[Words]) -> Words:
        """The file `name`.yaml of this pack as a `model`; refused with file, field and reason where it does not fit."""
        if name not in self._read:
            self._read[name] = self._load(name, model)
        found = self._read[name]
        assert isinstance(found, model)
        return found

    def vocabulary(self, *names: str) -> frozenset[str]:
        """Every word that stands in these files, whatever for."""
        found: set[str] = set()
        for name in names:
            source = resources.files(__name__).joinpath(self.code, f"{name}.yaml")
            data = _parse(source.read_text(encoding="utf-8"), f"language/{self.code}/{name}.yaml")
            found.update(*(words for field, words in _words_in(data) if field != "about"))
        return frozenset(found)

    def _load(self, name: str, model: type[Words]) -> Words:
        source = resources.files(__name__).joinpath(self.code, f"{name}.yaml")
        data = _parse(source.read_text(encoding="utf-8"), f"language/{self.code}/{name}.yaml")
        own = self.overlay / self.code / f"{name}.yaml" if self.overlay else None
        if own is not None and own.is_file():
            data = _lay_over(data, _parse(_own_text(own), str(own)))
        try:
            return model.model_validate(data)
        except ValidationError as failure:
            first = failure.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            file = own if own is not None and own.is_file() else f"language/{self.code}/{name}.yaml"
            raise BadLanguageData(
                f"{file}: '{where}' is not as expected: {first['msg']}.", "Compare it with the notes at the file's top."
            ) from None


def check_overlay(overlay: Path) -> None:
    """Refuse a desk's own language folder that holds what no pack would read, since its words would be lost unsaid."""
    for folder in _seen(overlay):
        if folder.name not in available():
            raise BadLanguageData(f"{folder} is no language that is read.", f"Languages: {', '.join(available())}.")
        names = sorted(f.name for f in resources.files(__name__).joinpath(folder.name).iterdir() if ".y" in f.name)
        for file in _seen(folder) if folder.is_dir() else [folder]:
            if file.name not in names or not file.is_file():
                raise BadLanguageData(f"{file} is no word file that is read.", f"Word files: {', '.join(names)}.")


def _seen(folder: Path) -> list[Path]:
    """What lies in a folder, without hidden files and notes."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")) and path.suffix != ".md")


def _own_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadLanguageData(f"{path} is not UTF-8.", "Save it again as UTF-8.") from None


@cache
def load_pack(code: str, overlay: Path | None = None) -> Pack:
    """The pack of a language; refused where there is none."""
    if code not in available():
        raise BadLanguageData(f"There is no language pack '{code}'.", f"Packs: {', '.join(available())}.")
    return Pack(code, overlay)


@cache
def available() -> tuple[str, ...]:
    """Codes of the languages that can be read.

    >>> "en" in available()
    True
    """
    folders = (f for f in resources.files(__name__).iterdir() if f.is_dir() and f.joinpath("numbers.yaml").is_file())
    return tuple(sorted(f.name for f in folders))


def _parse(text: str, file: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, Loader=ListedWords)
    except (yaml.YAMLError, ValueError, RecursionError) as failure:
        said = " ".join(str(failure).split())
        raise BadLanguageData(f"{file} is not valid YAML: {said}.", "Mend it there, or remove it.") from None
    if not isinstance(data, dict):
        raise BadLanguageData(f"{file} should hold named fields.", "Compare it with the notes at the file's top.")
    return data


def _words_in(data: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Field by field, the words at the leaves."""
    for field, value in data.items():
        if isinstance(value, dict):
            yield from _words_in(value)
        leaves = value if isinstance(value, list) else [value]
        yield field, [w for leaf in leaves if isinstance(leaf, str) for w in _WORD.findall(leaf.lower())]


def _lay_over(base: Any, extra: Any) -> Any:
    if isinstance(base, dict) and isinstance(extra, dict):
        return {
            key: _lay_over(base[key], extra[key]) if key in base and key in extra else {**base, **extra}[key]
            for key in {**base, **extra}
        }
    if isinstance(base, list) and isinstance(extra, list):
        return base + [item for item in extra if item not in base]
    return extra
