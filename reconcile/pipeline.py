"""The month's reconcile, read top to bottom."""

from __future__ import annotations
