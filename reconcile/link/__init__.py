"""Linking: which articles carry one text, who really speaks, and which event each figure counts."""

from reconcile.link.events import link_claims
from reconcile.link.sources import trace_sources
from reconcile.link.stories import find_stories

__all__ = ["find_stories", "link_claims", "trace_sources"]
