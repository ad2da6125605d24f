"""The words that tell parts and additions, of every language pack that has them."""

from __future__ import annotations

from functools import cache

from reconcile.language import WordFile, available, load_pack


class CheckFile(WordFile):
    """What `checks.yaml` holds."""

    rest: tuple[str, ...]
    additions: tuple[str, ...]
    more: tuple[str, ...]


@cache
def check_words() -> tuple[CheckFile, ...]:
    """One set of words for each pack that has a `checks.yaml`."""
    packs = [load_pack(code) for code in available()]
    return tuple(pack.read("checks", CheckFile) for pack in packs if pack.has("checks"))
