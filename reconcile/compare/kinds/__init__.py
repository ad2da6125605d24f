"""The kinds of conflict: one finder function for each, registered by name in `KINDS`.

A kind reads the evidence and yields findings; `reconcile.compare.conflicts` computes effect and rank for all of them.
"""

from reconcile.compare.kinds import arithmetic, placing, values, voices
from reconcile.compare.kinds.base import KINDS, Evidence, Finding, Kind, evidence_from

__all__ = ["KINDS", "Evidence", "Finding", "Kind", "arithmetic", "evidence_from", "placing", "values", "voices"]
