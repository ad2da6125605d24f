"""Linking: which articles carry one text, who each claim is attributed to, and which event each figure counts."""

from reconcile.link.cuts import Cut, story_differences, tell_cuts
from reconcile.link.events import Linked, link_claims
from reconcile.link.merges import regroup_events
from reconcile.link.sources import trace_sources
from reconcile.link.stories import find_stories

__all__ = [
    "Cut",
    "Linked",
    "find_stories",
    "link_claims",
    "regroup_events",
    "story_differences",
    "tell_cuts",
    "trace_sources",
]
