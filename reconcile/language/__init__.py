"""Language packs: the words and patterns of a language, as data.

A language is a folder of YAML files (`reconcile/language/en/`), in which a comment explains each field. The module
that uses a file declares its fields as a pydantic model and calls `Pack.read`. Words that several files need are in
`classes.yaml`, and the other files refer to them (see `references`). A pack may lack files and fields: what depends on
them is not read, and `coverage` lists them. A desk adds words, or a whole language, without changing the package: files
under `inputs/desk/language/en/` are merged with those of the same name (lists are appended, mappings merged).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, get_origin

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from reconcile.errors import BadLanguageData
from reconcile.language.references import BadReference, References
from reconcile.strict_yaml import ListedWords


class WordFile(BaseModel):
    """Base of the models of word files; unknown keys are refused, so a misspelt field is never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    about: str = ""


_WORD = re.compile(r"[^\W\d_]+")
_NEEDED = "numbers"
"""The file without which a language is recognised but not read."""
Words = TypeVar("Words", bound=WordFile)


class Pack:
    """One language's word files, with the desk's own merged in; each file is read and checked once."""

    def __init__(self, code: str, overlay: Path | None = None):
        self.code = code
        self.overlay = overlay
        self._data: dict[str, dict[str, Any] | None] = {}
        self._read: dict[str, WordFile] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return (load_pack, (self.code, self.overlay))

    def has(self, name: str) -> bool:
        """True where the pack has the file `name`.yaml, its own or the desk's."""
        return self.data(name) is not None

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The names of its files, those of the desk included."""
        folders = [resources.files(__name__).joinpath(self.code)]
        folders += [self.overlay / self.code] if self.overlay else []
        found = {file.name for folder in folders if folder.is_dir() for file in folder.iterdir()}
        return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))

    def read(self, name: str, model: type[Words]) -> Words:
        """The file `name`.yaml of this pack as a `model`; fields that the pack lacks are empty.

        Raises:
            BadLanguageData: the file does not fit the model; the message has file, field and reason.
        """
        if name not in self._read:
            self._read[name] = self._load(name, model)
        found = self._read[name]
        assert isinstance(found, model)
        return found

    def vocabulary(self, *names: str) -> frozenset[str]:
        """Every word in these files, of any field."""
        fields = ((field, words) for name in names for field, words in _words_in(self._expanded(name)))
        return frozenset(word for field, words in fields if field != "about" for word in words)

    def data(self, name: str) -> dict[str, Any] | None:
        """The fields of a file as written, references not expanded; None where the pack has no such file."""
        if name not in self._data:
            self._data[name] = self._parsed(name)
        return self._data[name]

    def _parsed(self, name: str) -> dict[str, Any] | None:
        source = resources.files(__name__).joinpath(self.code, f"{name}.yaml")
        shipped = source.is_file()
        data = _parse(source.read_text(encoding="utf-8"), self._shown(name)) if shipped else None
        own = self._own(name)
        if own is None:
            return data
        extra = _parse(_own_text(own), str(own))
        return extra if data is None else dict(_lay_over(data, extra))

    def _own(self, name: str) -> Path | None:
        """The desk's file of that name."""
        own = self.overlay / self.code / f"{name}.yaml" if self.overlay else None
        return own if own is not None and own.is_file() else None

    def _shown(self, name: str) -> str:
        """The file to name in a message: the desk's where there is one."""
        return str(self._own(name) or f"language/{self.code}/{name}.yaml")

    def _expanded(self, name: str) -> dict[str, Any]:
        references = References(self.data)
        fields = {}
        for field, value in (self.data(name) or {}).items():
            try:
                fields[field] = references.expand(value)
            except BadReference as failure:
                raise BadLanguageData(
                    f"{self._shown(name)}: '{field}': {failure}.", "Compare it with classes.yaml of the language."
                ) from None
        return fields

    def _load(self, name: str, model: type[Words]) -> Words:
        data = self._expanded(name)
        try:
            return model.model_validate(_blank(model) | data)
        except ValidationError as failure:
            first = failure.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BadLanguageData(
                f"{self._shown(name)}: '{where}' is not as expected: {first['msg']}.",
                "Compare it with the comments of the English file.",
            ) from None


def _blank(model: type[BaseModel]) -> dict[str, Any]:
    """The required fields of a model, each empty."""
    return {name: _empty(field) for name, field in model.model_fields.items() if field.is_required()}


def _empty(field: FieldInfo) -> Any:
    kind = field.annotation
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _blank(kind)
    if get_origin(kind) is dict:
        return {}
    return kind() if kind in (str, int, float, bool) else []


def check_overlay(overlay: Path) -> None:
    """Refuse a desk's language folder with files that no pack would read, since their words would be ignored.

    Raises:
        BadLanguageData: names the folder or file, and what could be there instead.
    """
    known = sorted(name + ".yaml" for name in Pack(FULLEST).files)
    for folder in _seen(overlay):
        if folder.name not in available(overlay):
            raise BadLanguageData(
                f"{folder} is not a language that is read.",
                f"Languages: {', '.join(available(overlay))}; a new one needs its {_NEEDED}.yaml.",
            )
        for file in _seen(folder) if folder.is_dir() else [folder]:
            if file.name not in {*known, *(f"{name}.yaml" for name in Pack(folder.name).files)} or not file.is_file():
                raise BadLanguageData(f"{file} is not a word file that is read.", f"Word files: {', '.join(known)}.")


def _seen(folder: Path) -> list[Path]:
    """The entries of a folder, without hidden files and notes."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")) and path.suffix != ".md")


def _own_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadLanguageData(f"{path} is not UTF-8.", "Save it again as UTF-8.") from None


FULLEST = "en"
"""The language that has every file and field, with which the others are compared."""


@cache
def load_pack(code: str, overlay: Path | None = None) -> Pack:
    """The pack of a language.

    Raises:
            BadLanguageData: there is no such pack; the message lists those that exist.
    """
    if code not in available(overlay):
        raise BadLanguageData(f"There is no language pack '{code}'.", f"Packs: {', '.join(available(overlay))}.")
    return Pack(code, overlay)


@cache
def available(overlay: Path | None = None) -> tuple[str, ...]:
    """Codes of the languages that can be read, those of the desk included.

    >>> "en" in available()
    True
    """
    return tuple(code for code in known_codes(overlay) if Pack(code, overlay).has(_NEEDED))


@cache
def known_codes(overlay: Path | None = None) -> tuple[str, ...]:
    """Codes of the languages for which there is any file, so that they can at least be detected."""
    folders = [f.name for f in resources.files(__name__).iterdir() if f.is_dir() and not f.name.startswith("_")]
    own = [f.name for f in _seen(overlay) if f.is_dir()] if overlay and overlay.is_dir() else []
    return tuple(sorted({*folders, *own}))


def _parse(text: str, file: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, Loader=ListedWords)
    except (yaml.YAMLError, ValueError, RecursionError) as failure:
        said = " ".join(str(failure).split())
        raise BadLanguageData(f"{file} is not valid YAML: {said}.", "Correct it there, or remove it.") from None
    if not isinstance(data, dict):
        raise BadLanguageData(f"{file} should hold named fields.", "Compare it with the comments of the English file.")
    return data


def _words_in(data: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """For each field, the words at its leaves."""
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
