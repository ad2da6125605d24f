"""YAML as people keep it by hand: a key that stands twice is a mistake, not a later word that wins in silence."""

from __future__ import annotations

from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C where PyYAML was built with it; it reads ten times as fast."""


class StrictLoader(_Loader):  # type: ignore[misc, valid-type]
    """Plain YAML in which a key that stands twice is refused, with its line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node; refused where a key stands in it twice."""
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.YAMLError(f"'{twice}' stands there twice, at line {node.start_mark.line + 1} and below")
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


class ListedWords(StrictLoader):
    """Word lists: 'no', 'on' and 'yes' are words, not truth values."""


class TextCells(StrictLoader):
    """Mappings: every value is text as written, but for null; codes and column names are no numbers."""


def _without(*tags: str) -> dict[str, Any]:
    """The ways in which plain values are recognised, without these kinds."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    return {first: [(tag, pattern) for tag, pattern in known if tag not in tags] for first, known in resolvers.items()}


_NULL = "tag:yaml.org,2002:null"
_KINDS = {tag for known in yaml.SafeLoader.yaml_implicit_resolvers.values() for tag, _ in known}
ListedWords.yaml_implicit_resolvers = _without("tag:yaml.org,2002:bool")
TextCells.yaml_implicit_resolvers = _without(*(_KINDS - {_NULL}))
