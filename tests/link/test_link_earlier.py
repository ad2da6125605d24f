"""A late figure is linked to the event that an earlier month's run made known, from the ledger on."""

from __future__ import annotations

from pathlib import Path

from reconcile import pipeline
from reconcile.months import read_earlier
from reconcile.store.desk import fresh_desk
from reconcile.store.ledger import reading
from reconcile.store.workspace import Workspace
from schemas import records

JUNE = {
    "mill.txt": "Shells hit mill in Barsk\n\nBARSK, June 6, 2013 (Post) - Shells killed 14 men at the mill in Barsk on "
    "Wednesday, hospital staff said.\n",
    "raid.txt": "Air raid on Tolven\n\nTOLVEN, June 21, 2013 (Post) - An air strike killed 5 people in Tolven on "
    "Thursday, the mayor said.\n",
}
JULY = {
    "late.txt": "Toll of mill shelling rises\n\nBARSK, July 9, 2013 (Post) - Sixteen men died when shells hit "
    "the mill in Barsk on June 5, the hospital said.\n",
}
PLACES = "name,latitude,longitude,country,precision,aliases,within\nBarsk,51.0,30.0,XA,1,,\nTolven,52.6,31.5,XA,1,,\n"


def put(place: Workspace, period: str, files: dict[str, str]) -> None:
    (place.inputs / period).mkdir(parents=True)
    for name, text in files.items():
        (place.inputs / period / name).write_text(text)


def test_july_knows_the_events_of_june(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    put(place, "desk", {**fresh_desk(), "places.csv": PLACES})
    put(place, "2013-06", JUNE)
    put(place, "2013-07", JULY)
    june = pipeline.run(place, "2013-06").found
    july = pipeline.run(place, "2013-07").found
    (mill,) = {row["event_id"] for row in records(june["claims"]) if row["doc"] == "mill.txt"}
    late = [row for row in records(july["claims"]) if row["doc"] == "late.txt"]
    assert [row["event_id"] for row in late] == [mill]
    assert "an earlier month's" in late[0]["link_reason"]
    assert july["events"]["event_id"].tolist() == [mill]
    with reading(place) as ledger:
        known = {event.event_id for event in read_earlier(ledger, "2013-07").events}
        assert known == set(june["claims"]["event_id"])
        assert len(read_earlier(ledger, "2013-06").events) == 0
