"""The kinds of conflict, each a small rule of its own, registered by name in `KINDS`.

A kind looks at the evidence and yields findings; weighing and ranking them is done alike for all of them elsewhere.
"""

from reconcile.compare.kinds import arithmetic, placing, values, voices
from reconcile.compare.kinds.base import KINDS, Evidence, Finding, Kind, evidence_from

__all__ = ["KINDS", "Evidence", "Finding", "Kind", "arithmetic", "evidence_from", "placing", "values", "voices"]
