"""YAML as people edit it by hand: a duplicate key is an error, where plain YAML silently uses the last one."""

from __future__ import annotations

from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's C loader where it is available, which reads ten times as fast; else the Python loader."""


class StrictLoader(_Loader):  # type: ignore[misc, valid-type]
    """Plain YAML in which a duplicate key is refused, with its line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node.

        Raises:
            yaml.YAMLError: a key occurs twice in the mapping.
        """
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.YAMLError(f"duplicate key '{twice}' in the mapping at line {node.start_mark.line + 1}")
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


class ListedWords(StrictLoader):
    """Word lists: 'no', 'on' and 'yes' are words, not truth values."""


class TextCells(StrictLoader):
    """Mappings: every value except null is text as written; codes and column names are not read as numbers."""


def _without(*tags: str) -> dict[str, Any]:
    """The resolvers of plain values, without those for these tags."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    return {first: [(tag, pattern) for tag, pattern in known if tag not in tags] for first, known in resolvers.items()}


_NULL = "tag:yaml.org,2002:null"
_KINDS = {tag for known in yaml.SafeLoader.yaml_implicit_resolvers.values() for tag, _ in known}
ListedWords.yaml_implicit_resolvers = _without("tag:yaml.org,2002:bool")
TextCells.yaml_implicit_resolvers = _without(*(_KINDS - {_NULL}))
