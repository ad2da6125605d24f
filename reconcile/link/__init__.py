"""Linking: which articles carry one text, who really speaks, and which event each figure counts."""

from reconcile.link.events import link_claims
from reconcile.link.sources import trace_sources
from reconcile.link.stories import find_stories
from reconcile.link.texts import blank_fences

__all__ = ["blank_fences", "find_stories", "link_claims", "trace_sources"]
