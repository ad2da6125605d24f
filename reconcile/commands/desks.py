"""`init` and `doctor`: make a workspace, and check an existing one and its tools."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.commands.screen import WorkspaceOption, show, warn
from reconcile.errors import ReconcileError

if TYPE_CHECKING:
    from reconcile.language.coverage import Lack


def init(
    folder: Annotated[Path, typer.Argument(help="Where to make the workspace.")] = Path(),
) -> None:
    """Make a workspace: inputs/ with a fresh desk folder, and reports/. Existing files are not changed."""
    from reconcile.store.desk import fresh_desk
    from reconcile.store.workspace import Workspace, make_output_folder

    place = Workspace(folder.resolve())
    for part in (place.desk, place.reports):
        make_output_folder(part)
    for name, text in fresh_desk().items():
        path = place.desk / name
        if path.exists():
            warn(f"{path} is there already and was not changed.")
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
    typer.echo(f"{place.root} is a workspace now. Put a month's articles into {place.inputs / '2013-06'}/")
    typer.echo("(named for the month), then: reconcile run 2013-06")


def doctor(workspace: WorkspaceOption = None) -> None:
    """Check reconcile, its language packs and the workspace, and list what each language pack lacks."""
    from rich.table import Table

    grid = Table(show_header=False)
    sound = True
    checks: list[tuple[str, Callable[[], str]]] = [
        ("Python", _python),
        ("packages", _packages),
        ("language packs", lambda: _packs(workspace)),
        ("workspace", lambda: _workspace(workspace)),
        ("desk", lambda: _desk(workspace)),
        ("ledger", lambda: _ledger(workspace)),
    ]
    for name, check in checks:
        try:
            grid.add_row(name, "[green]ok[/]", check())
        except ReconcileError as problem:
            sound = False
            grid.add_row(name, "[red]wrong[/]", str(problem))
    show(grid)
    if not sound:
        raise typer.Exit(ReconcileError.exit_code)


def _python() -> str:
    from reconcile import __version__

    return f"{sys.version.split()[0]}, reconcile {__version__}"


def _packages() -> str:
    """The packages that reconcile requires, with their versions."""
    import re
    from importlib.metadata import PackageNotFoundError, requires, version

    from reconcile.errors import BadInput

    needed = [line for line in requires("reconcile") or () if "extra ==" not in line]
    found = []
    for package in (re.split(r"[^\w.-]", line)[0] for line in needed):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            raise BadInput(f"The package {package} is missing.", "Install reconcile again.") from None
    return ", ".join(found)


def _packs(workspace: Path | None) -> str:
    """Check every language pack by reading one article with it, and list what each lacks."""
    from dataclasses import replace

    from reconcile.extract.reader import extract_claims
    from reconcile.language import available
    from reconcile.language.coverage import coverage
    from reconcile.model.article import Article
    from reconcile.store.desk import Desk, read_desk
    from reconcile.store.workspace import open_workspace

    try:
        desk = read_desk(open_workspace(workspace).desk)[0]
    except ReconcileError:
        desk = Desk()
    overlay = desk.language_overlay
    for code in available(overlay):
        article = replace(Article(doc=code, text="12"), language=code)
        extract_claims([article], desk.settings, desk.places, overlay=overlay)
    return "\n".join(_pack_line(code, coverage(code, overlay)) for code in available(overlay))


def _pack_line(code: str, lacks: list[Lack]) -> str:
    """What a language pack lacks: its missing files with what they are for, then the missing fields by name."""
    files = [f"\n  {lack.file}.yaml: {lack.effect}" for lack in lacks if lack.field is None]
    fields = [f"{lack.file}.{lack.field}" for lack in lacks if lack.field]
    without = f"\n  without words for {', '.join(fields)}" if fields else ""
    return f"{code}" + (" does not read:" + "".join(files) + without if lacks else "")


def _workspace(workspace: Path | None) -> str:
    from reconcile.store.workspace import make_output_folder, open_workspace, periods, strays

    place = open_workspace(workspace)
    make_output_folder(place.reports)
    lost = strays(place)
    note = (
        f"; not read by any run: {', '.join(f.name for f in lost)} (move them into a period's folder)" if lost else ""
    )
    return f"{place.root}: {', '.join(periods(place)) or 'no periods yet'}{note}"


def _desk(workspace: Path | None) -> str:
    from reconcile.commands.screen import refusals
    from reconcile.errors import BadInput
    from reconcile.store.desk import read_desk
    from reconcile.store.workspace import open_workspace

    desk, refused = read_desk(open_workspace(workspace).desk)
    if refused:
        raise BadInput(" ".join(refusals(refused)))
    return f"{len(desk.sources)} sources, {len(desk.places)} places, {len(desk.events)} events"


def _ledger(workspace: Path | None) -> str:
    from reconcile.errors import BadInput
    from reconcile.store.closed_months import broken_seals, is_closed
    from reconcile.store.ledger import FILE, reading
    from reconcile.store.workspace import open_workspace

    place = open_workspace(workspace)
    if not (place.state / FILE).is_file():
        return "no run yet"
    with reading(place) as ledger:
        runs, damage = ledger.runs(), ledger.damage() + broken_seals(ledger)
        closed = [period for period in sorted({run.period for run in runs}) if is_closed(ledger, period)]
    if damage:
        raise BadInput(f"The ledger is damaged: {damage[0]}.", "Put back a copy of it.")
    stopped = sum(run.finished is None for run in runs)
    interrupted = f", {stopped} of them interrupted (their results are not used)" if stopped else ""
    return f"{len(runs)} runs{interrupted}" + (f"; closed: {', '.join(closed)}" if closed else "")
