"""`explain`: an id explained as text."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from reconcile.commands.screen import JsonOption, WorkspaceOption, emit, show


def explain(
    key: Annotated[str, typer.Argument(help="A reference (E-7), an id or its beginning, or a name.", metavar="REF")],
    period: Annotated[
        str | None,
        typer.Option("--period", "-p", help="The period (else the latest run that contains the id).", metavar="PERIOD"),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain a claim, figure, conflict or event: its sentences, its speaker, how it was read, and where it is used."""
    from reconcile.report.explain import explain as look_up
    from reconcile.report.explain import render
    from reconcile.store.ledger import reading
    from reconcile.store.workspace import open_workspace

    with reading(open_workspace(workspace)) as ledger:
        found = look_up(ledger, key, period)
    if as_json:
        emit(
            json.dumps(
                {"id": found.key, "ref": found.ref, "title": found.title, "facts": found.facts}, ensure_ascii=False
            )
            + "\n"
        )
    else:
        show(*render(found))
