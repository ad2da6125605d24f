"""Three invented months: a late report on June comes in July, and a conflict of June stays undecided."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from reconcile import pipeline
from reconcile.months.closing import closing
from reconcile.store.desk import fresh_desk
from reconcile.store.workspace import Workspace

PLACES = "name,latitude,longitude,country,precision,aliases,within\nBarsk,51.0,30.0,XA,1,,\nTolven,52.6,31.5,XA,1,,\n"

JUNE = {
    "mill.txt": "Shells hit mill in Barsk\n\nBARSK, June 6, 2013 (Post) - Shells killed 14 men at the mill in Barsk on "
    "Wednesday, the hospital said.\n",
    "raid.txt": "Air raid on Tolven\n\nTOLVEN, June 21, 2013 (Post) - An air strike killed 50 people in Tolven on "
    "Thursday, the mayor said.\n",
    "raid2.txt": "Strike on Tolven\n\nTOLVEN, June 21, 2013 (Herald) - An air strike killed 20 people in Tolven on "
    "Thursday, the rescue service said.\n",
}
JULY = {
    "late.txt": "Toll of mill shelling rises\n\nBARSK, July 9, 2013 (Post) - Sixteen men died when shells hit "
    "the mill in Barsk on June 5, the hospital said.\n",
    "bus.txt": "Bus shelled in Barsk\n\nBARSK, July 12, 2013 (Post) - Shells killed 3 people on a bus in Barsk on "
    "Thursday, the mayor said.\n",
}
AUGUST = {
    "dam.txt": "Strike on Tolven dam\n\nTOLVEN, August 3, 2013 (Post) - An air strike killed 2 workers at the dam in "
    "Tolven on Friday, the mayor said.\n",
}
MONTHS = {"2013-06": JUNE, "2013-07": JULY, "2013-08": AUGUST}

NOON = datetime(2013, 9, 1, 12, tzinfo=UTC)
SIGNING = closing.Signing("Ana", "Ben", "asked the rescue service, no answer yet")


def settle_town(folder: Path) -> Workspace:
    """A workspace with the three months, none of them run."""
    place = Workspace(folder)
    put(place, "desk", {**fresh_desk(), "places.csv": PLACES})
    for month, articles in MONTHS.items():
        put(place, month, articles)
    return place


def put(place: Workspace, period: str, files: dict[str, str]) -> None:
    (place.inputs / period).mkdir(parents=True)
    for name, text in files.items():
        (place.inputs / period / name).write_text(text, encoding="utf-8")


def close(place: Workspace, month: str, signing: closing.Signing = SIGNING) -> closing.Closing:
    return closing.close(place, month, signing, pipeline.report_again, lambda: NOON)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
