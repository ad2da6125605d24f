"""Every table of a run as one Frictionless data package: CSV files, and a descriptor made from the schemas.

The descriptor follows the Data Package and Table Schema specifications, version 1 (specs.frictionlessdata.io), so the
folder can be checked with any tool that supports them, without this package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from schemas import TABLES

DESCRIPTOR = "datapackage.json"

TYPES = {"string": "string", "Int64": "integer", "Float64": "number", "boolean": "boolean", "object": "array"}
"""The Table Schema type of each type of column."""

REFERENCES = {
    "claims": {"doc": ("documents", "doc")},
    "dates": {"doc": ("documents", "doc")},
    "comparisons": {"left": ("claims", "claim_id"), "right": ("claims", "claim_id")},
    "figures": {"event_id": ("events", "event_id")},
}
"""Columns whose values, where present, are keys of another table."""

_CONSTRAINTS = {
    "isin": ("enum", "allowed_values"),
    "greater_than_or_equal_to": ("minimum", "min_value"),
    "less_than_or_equal_to": ("maximum", "max_value"),
}


def make_package(period: str, files: Mapping[str, bytes], content: str, created: str, version: str) -> dict[str, bytes]:
    """The files of the package by name, including the descriptor; equal runs give equal bytes.

    Args:
        period: the period that the tables report.
        files: every table of a run as a CSV file, by the table's name (`csv_files`).
        content: the hash of that run, which is the package's id.
        created: when the run ended, ISO 8601 with zone.
        version: the version of this package that made the tables.
    """
    descriptor = {
        "profile": "tabular-data-package",
        "name": _slug(f"reconcile-{period}"),
        "id": content,
        "title": f"Casualty and event figures, {period}: claims, conflicts and the figures settled from them",
        "version": version,
        "created": created,
        "resources": [_resource(name, data) for name, data in files.items()],
    }
    written = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    return {DESCRIPTOR: written, **{f"data/{name}.csv": data for name, data in files.items()}}


def table_schema(name: str) -> dict[str, Any]:
    """The Table Schema of a table: each column with its type, meaning and constraints.

    >>> table_schema("comparisons")["fields"][0]["constraints"]
    {'required': True, 'unique': True}
    """
    columns = TABLES[name].to_schema().columns
    keys = [column for column, about in columns.items() if about.unique]
    found: dict[str, Any] = {
        "fields": [_field(column, about) for column, about in columns.items()],
        "missingValues": [""],
    }
    if keys:
        found["primaryKey"] = keys[0]
    references = REFERENCES.get(name, {})
    if references:
        found["foreignKeys"] = [
            {"fields": column, "reference": {"resource": table, "fields": key}}
            for column, (table, key) in references.items()
        ]
    return found


def _resource(name: str, data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"data/{name}.csv",
        "title": " ".join((TABLES[name].__doc__ or "").split()),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
        "schema": table_schema(name),
    }


def _field(column: str, about: Any) -> dict[str, Any]:
    is_day = (about.metadata or {}).get("unit") == "day"
    kind = "date" if is_day else TYPES[str(about.dtype).partition("[")[0]]
    constraints: dict[str, Any] = {} if about.nullable else {"required": True}
    if about.unique:
        constraints["unique"] = True
    for check in about.checks:
        word, statistic = _CONSTRAINTS.get(check.name, ("", ""))
        if word:
            constraints[word] = check.statistics[statistic]
    if kind == "array":  # an empty list is a value, and is written as one
        constraints = {}
    return {
        "name": column,
        "type": kind,
        "description": " ".join(str(about.description).split()),
        **({"constraints": constraints} if constraints else {}),
    }


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", text.casefold()).strip("-")
