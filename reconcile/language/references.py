"""References between word lists: `=months` is replaced by a word class, `=dates.saying` by a field of another file.

In a list, an entry `=name` is replaced by the words of a class in `classes.yaml`, `=file.field` by those of a field in
another file, and `-word` removes one word again. A mapping may be referred to as a whole (`months: =months`). The
files are expanded when they are read, so code that uses them sees plain lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

CLASSES = "classes"
"""The file of a pack whose fields are the word classes."""

_REFERENCE = re.compile(r"=(\w+(?:\.[\w ]+)*)\Z")
_REMOVAL = re.compile(r"-\w")


class BadReference(ValueError):
    """A reference to a class or field that does not exist, or that refers to itself."""


class References:
    """Expands the references of one language's files; `data_of` returns a file's fields, None where it is missing."""

    def __init__(self, data_of: Callable[[str], dict[str, Any] | None]):
        self._data_of = data_of

    def expand(self, value: Any, within: tuple[str, ...] = ()) -> Any:
        """The value with every reference replaced by the words that it names.

        >>> files = {"classes": {"days": ["mon", "tue"]}, "dates": {"off": {"week": ["sat", "sun"]}}}
        >>> References(files.get).expand(["=days", "-mon", "=dates.off.week", "never"])
        ['tue', 'sat', 'sun', 'never']
        >>> References(files.get).expand({"all": "=days", "signs": ["-", "+"]})
        {'all': ['mon', 'tue'], 'signs': ['-', '+']}
        """
        if isinstance(value, dict):
            return {key: self.expand(held, within) for key, held in value.items()}
        if isinstance(value, list):
            return self._list(value, within)
        if isinstance(value, str) and (hit := _REFERENCE.match(value)):
            return self._named(hit[1], within)
        return value

    def _list(self, entries: list[Any], within: tuple[str, ...]) -> list[Any]:
        if not any(isinstance(entry, str) and (_REFERENCE.match(entry) or _REMOVAL.match(entry)) for entry in entries):
            return [self.expand(entry, within) for entry in entries]
        found: dict[str, None] = {}
        for entry in entries:
            if hit := _REFERENCE.match(entry):
                found.update(dict.fromkeys(_words(self._named(hit[1], within))))
            elif _REMOVAL.match(entry):
                if entry[1:] not in found:
                    raise BadReference(f"'{entry}' takes out a word that is not there")
                del found[entry[1:]]
            else:
                found[entry] = None
        return list(found)

    def _named(self, path: str, within: tuple[str, ...]) -> Any:
        if path in within:
            raise BadReference(f"'={path}' refers to itself")
        parts = path.split(".")
        held: Any = self._data_of(parts[0]) if len(parts) > 1 else None
        if held is None:
            parts = [CLASSES, *parts]
            held = self._data_of(CLASSES)
        for part in parts[1:]:
            held = _inside(held, part)
            if held is None:
                raise BadReference(f"'={path}' names no word class and no field of a file")
        return self.expand(held, (*within, path))


def _inside(held: Any, part: str) -> Any:
    if not isinstance(held, dict):
        return None
    return held.get(part, held.get(int(part)) if part.isdecimal() else None)


def _words(value: Any) -> list[str]:
    """The words that a reference adds to a list: a list's own, those of a mapping's lists, or else a mapping's keys."""
    if isinstance(value, dict):
        lists = [held for held in value.values() if isinstance(held, list)]
        return [word for held in lists for word in _words(held)] if lists else [str(key) for key in value]
    return list(value) if isinstance(value, list) else [str(value)]
