"""Rows of the table `refused` for articles and rulings that were not used."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.model.article import Article
from reconcile.model.ids import short_id
from reconcile.model.records import Refusal

LONGEST_ERROR = 200
"""Characters of an error that the refused table shows."""


def unknown_language(article: Article, packs: Iterable[str]) -> Refusal:
    """An article in a language without a pack."""
    return Refusal(
        refused_id=short_id("x", "language", article.doc),
        table="claims",
        file=article.path or article.doc,
        row=article.doc,
        column="language",
        check="language_has_a_pack",
        value=article.language,
        reason=f"The article is in '{article.language}', a language without a pack; no figure was read from it.",
        remedy=f"Packs: {', '.join(packs)}. Set its language if that was guessed wrongly, or read it by hand.",
    )


def unreadable_article(article: Article, error: str) -> Refusal:
    """An article on which reading stopped with an error, which is a bug of this program."""
    return Refusal(
        refused_id=short_id("x", "reader", article.doc),
        table="claims",
        file=article.path or article.doc,
        row=article.doc,
        check="article_can_be_read",
        value=error.encode("utf-8", "replace").decode("utf-8")[:LONGEST_ERROR],
        reason=f"The article could not be read ({error.partition(':')[0]}); no figure was taken from it.",
        remedy="This is a bug in reconcile: please report it with the article. The others were read.",
    )


def rewritten_ruling(decision_id: str) -> Refusal:
    """A ruling whose row in the desk's file differs from the one in the log."""
    return Refusal(
        refused_id=f"x-rewritten-{decision_id}",
        table="decisions",
        file="inputs/desk/decisions.csv",
        row=decision_id,
        column="decision_id",
        check="is_never_rewritten",
        value=decision_id,
        reason=f"The ruling {decision_id} differs from the one in the log; the one in the log applies.",
        remedy="Add a later ruling on the same id, with a new decision_id.",
    )
