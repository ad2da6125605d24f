"""Each kind of conflict, found once in an example of its own, with the sentence that it writes."""

import pytest
from tellings import SETTINGS, claim, conflicts, events_of, found_conflicts, made

from reconcile.compare import age_conflicts, check_arithmetic
from reconcile.compare.kinds import KINDS
from reconcile.model.crossing import as_row, to_frame
from reconcile.model.records import Claim, Conflict, DateMention, Ruling
from schemas import TABLES


def date_row(quote, day, role, doc="a", **changes):
    return {
        "date_id": f"d-{quote}",
        "doc": doc,
        "start": 0,
        "end": len(quote),
        "quote": quote,
        "begins": day,
        "ends": day[:-2] + f"{int(day[-2:]) + 1:02d}",
        "precision": 1,
        "role": role,
        "basis": "absolute",
        "event_id": "e-market",
        **changes,
    }


FIVE = "At least five rockets hit Vessen. "
REST = "Two hit the mill and the other three hit the bridge."
ROCKET = {"measure": "munitions", "unit": "rocket", "doc": "a"}
BATTLE = [date_row("19 May", "2013-05-19", "start"), date_row("5 June", "2013-06-05", "end")]
SIEGE = {"measure": "duration", "unit": "day", "doc": "a"}
ROAD = {"measure": "distance", "unit": "kilometre", "doc": "a"}
AGE = {"measure": "duration", "scope": "cumulative"}

EXAMPLES = {
    "values that cannot both hold": (
        [claim("SANA", "43"), claim("the Observatory", "30")],
        {},
        "The Observatory says 30 killed and SANA says 43 killed; "
        "both speak of the market shelling in Vessen on 3 June 2013, so both cannot hold.",
    ),
    "one authority, different figures": (
        [claim("SANA", "43", doc="1"), claim("SANA", "30", doc="2")],
        {},
        "SANA is quoted with 30 killed in Paper of 2 (2) and with 43 killed in Paper of 1 (1), both of the market "
        "shelling in Vessen on 3 June 2013, and nothing says which of the two it confirms.",
    ),
    "subset larger than its whole": (
        [claim("SANA", "25", group="civilians"), claim("AFP", "20")],
        {},
        "AFP says 20 killed, and SANA counts 25 civilians killed among them; "
        "a part of the market shelling in Vessen on 3 June 2013 cannot be larger than the whole.",
    ),
    "toll to date that falls": (
        [
            claim("the UN", "93000", scope="cumulative", as_of="2013-05-31"),
            claim("the UN", "80000", scope="cumulative", as_of="2013-06-30", doc="2"),
        ],
        {},
        "The UN says 93,000 killed up to 31 May 2013, but the UN says 80,000 killed up to 30 June 2013; "
        "a toll to date of the market shelling in Vessen on 3 June 2013 cannot fall.",
    ),
    "digit slip": (
        [claim("SANA", "14"), claim("AFP", "140")],
        {},
        "SANA says 14 killed and AFP says 140 killed; the two differ by a factor of ten, so one may be a slip.",
    ),
    "parts that do not make the total": (
        [
            claim("SANA", "6", quote="Six", sentence="Six rockets hit Vessen.", **ROCKET),
            claim("SANA", "2", quote="Two", sentence=REST, start=40, part_of="Six", **ROCKET),
            claim("SANA", "3", quote="three", sentence=REST, start=70, part_of="Six", role="remainder", **ROCKET),
        ],
        {},
        "2 and 3 make 5 and not the 6 rockets that SANA gives.",
    ),
    "stated duration against dates": (
        [claim("SANA", "12", **SIEGE)],
        {"dates": BATTLE},
        "The 12 days that SANA gives do not agree with 19 May 2013 to 5 June 2013 (17 days, or 18 counting both ends).",
    ),
    "one length in two units": (
        [claim("SANA", "10", other_value=9, other_unit="mile", **ROAD)],
        {},
        "The 10 kilometres that SANA gives do not agree with 9 miles: 10 kilometres are 6.2 miles.",
    ),
    "implied start of one conflict": (
        [
            claim("SANA", "26", unit="month", as_of="2013-06-05", **AGE),
            claim("AFP", "10", unit="year", as_of="2019-03-20", **AGE),
        ],
        {},
        "The 10 years that AFP gives in March 2019 and the 26 months that SANA gives in June 2013 "
        "do not agree on one start.",
    ),
    "dates that exclude each other": (
        [
            claim("SANA", "14", event_start="2013-06-03", event_end="2013-06-03", date_precision=1),
            claim("AFP", "14", event_start="2013-06-05", event_end="2013-06-05", date_precision=1),
        ],
        {},
        "SANA puts it on 3 June 2013 and AFP on 5 June 2013; "
        "both are about the market shelling in Vessen on 3 June 2013.",
    ),
    "places that exclude each other": (
        [
            claim("SANA", "14", latitude=33.5, longitude=36.3, place_precision=1, place="Vessen"),
            claim("AFP", "14", latitude=34.5, longitude=36.3, place_precision=1, place="Orlova"),
        ],
        {},
        "SANA puts it at Vessen and AFP at Orlova, 111 kilometres apart; "
        "both are about the market shelling in Vessen on 3 June 2013.",
    ),
    "event one party denies": (
        [claim("the panel", "40", doc="a", denied_by="the army")],
        {},
        "The panel says 40 killed in the market shelling in Vessen on 3 June 2013, but this is denied by the army.",
    ),
    "outside a dataset's range": (
        [claim("SANA", "43"), claim("UCDP", "20-30", attribution_kind="dataset")],
        {},
        "SANA says 43 killed, which is above the range of UCDP, between 20 and 30, "
        "for the market shelling in Vessen on 3 June 2013.",
    ),
    "one wire copied": (
        [claim(None, "14", doc=d, story="s-wire", agency="AFP", originator="AFP") for d in ("1", "2")],
        {},
        "Paper of 1 and Paper of 2 carry 14 killed, but all go back to AFP, so they count as one voice.",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_kind_is_found_with_its_sentence(kind):
    rows, given, sentence = EXAMPLES[kind]
    found = {row["kind"]: row for row in conflicts(*rows, **given)}
    assert found[kind]["explanation"] == sentence
    assert found[kind]["severity"] == "warning" if KINDS[kind].warning else found[kind]["severity"] != "warning"


@pytest.mark.parametrize("kind", KINDS)
def test_kind_says_what_it_is_and_what_would_settle_it(kind):
    assert KINDS[kind].about
    assert KINDS[kind].remedy.endswith(".")


def test_table_passes_its_schema():
    rows = [claim("SANA", "43"), claim("AFP", "30"), claim("AP", "at least 20")]
    found = found_conflicts(*rows)
    TABLES["conflicts"].validate(to_frame(Conflict, found))
    assert [len(conflict.claim_ids) for conflict in found] == [2]


def test_the_conflict_that_moves_the_total_most_comes_first():
    small = [claim("A", "10", event_id="e-small"), claim("B", "11", event_id="e-small", doc="B2")]
    large = [claim("A", "100", event_id="e-large", doc="3"), claim("B", "250", event_id="e-large", doc="4")]
    found = conflicts(*small, *large)
    assert [(row["rank"], row["event_id"], row["effect"]) for row in found][:2] == [
        (1, "e-large", 150.0),
        (2, "e-small", 1.0),
    ]
    assert found[0]["effect_sentence"] == (
        "June 2013's total of people killed is between 110 and 260, depending on which holds, "
        "with every other event at its least."
    )
    assert (found[0]["severity"], found[1]["severity"]) == ("serious", "minor")


TOTAL = (
    "June 2013's total of people {} is between {} and {}, depending on which holds, "
    "with every other event at its least."
)
EFFECTS = {
    "event one party denies": (TOTAL.format("killed", 0, 40), "serious"),
    "subset larger than its whole": (TOTAL.format("killed", 20, 25), "serious"),
    "toll to date that falls": (TOTAL.format("killed to date", "80,000", "93,000"), "serious"),
    "stated duration against dates": ("It changes no total: figures of duration are not added up.", "minor"),
    "dates that exclude each other": (
        "It changes no month's total: it moves 14 killed from 3 June 2013 to 5 June 2013.",
        "minor",
    ),
    "places that exclude each other": (
        "It changes no month's total: it moves 14 killed from Orlova to Vessen.",
        "minor",
    ),
}


@pytest.mark.parametrize("kind", EFFECTS)
def test_kind_says_what_it_does_to_the_total(kind):
    rows, given, _ = EXAMPLES[kind]
    (found,) = [row for row in conflicts(*rows, **given) if row["kind"] == kind]
    assert (found["effect_sentence"], found["severity"]) == EFFECTS[kind]


def test_a_day_in_another_month_moves_the_figure_there():
    days = [("SANA", "2013-05-31"), ("AFP", "2013-06-02")]
    rows = [claim(who, "14", event_start=day, event_end=day, date_precision=1) for who, day in days]
    (found,) = [row for row in conflicts(*rows) if row["kind"] == "dates that exclude each other"]
    assert (found["effect"], found["effect_sentence"]) == (14, "It moves 14 killed from May 2013 to June 2013.")
    assert found["sides"] == ("SANA: 31 May 2013 (14 killed)", "AFP: 2 June 2013 (14 killed)")


def test_what_was_replaced_takes_no_side_and_no_part_in_the_total():
    rows = [claim("SANA", "5", as_of="2013-06-03", doc="1"), claim("SANA", "9", as_of="2013-06-04", doc="2")]
    rows += [claim(who, figure, event_id="e-bus", doc=who) for who, figure in (("AFP", "7"), ("AP", "12"))]
    (found,) = conflicts(*rows)
    assert found["effect_sentence"] == TOTAL.format("killed", 16, 21)


def test_sides_tell_their_units():
    rows, given, _ = EXAMPLES["implied start of one conflict"]
    (found,) = conflicts(*rows, **given)
    assert set(found["sides"]) == {"SANA: 26 months", "AFP: 10 years"}


def test_figures_that_agree_are_no_conflict():
    assert conflicts(claim("A", "at least 11"), claim("B", "14"), claim("C", "6", group="infants")) == []


def test_two_and_the_other_three_make_the_five():
    rows = [
        claim("SANA", "at least 5", quote="At least five", sentence=FIVE, **ROCKET),
        claim("SANA", "2", quote="Two", sentence=REST, start=40, part_of=FIVE[:13], **ROCKET),
        claim("SANA", "3", quote="three", sentence=REST, start=70, part_of=FIVE[:13], role="remainder", **ROCKET),
    ]
    (check,) = check_arithmetic(made(Claim, *rows), [], events_of(rows), SETTINGS)
    assert (check.holds, check.explanation) == (True, "2 and 3 make the at least 5 rockets that SANA gives.")
    assert conflicts(*rows) == []


@pytest.mark.parametrize("days", ["17", "18"])
def test_a_duration_may_count_one_end_or_both(days):
    rows = [claim("SANA", days, **SIEGE)]
    (check,) = check_arithmetic(made(Claim, *rows), made(DateMention, *BATTLE), events_of(rows), SETTINGS)
    assert check.holds


def test_another_spell_is_not_held_against_the_dates():
    rows = [claim("SANA", "1", measure="duration", unit="year", doc="a")]
    assert check_arithmetic(made(Claim, *rows), made(DateMention, *BATTLE), events_of(rows), SETTINGS) == []


@pytest.mark.parametrize(("miles", "holds"), [(6, True), (6.2, True), (8, False)])
def test_kilometres_beside_miles(miles, holds):
    rows = [claim("SANA", "10", other_value=miles, other_unit="mile", **ROAD)]
    (check,) = check_arithmetic(made(Claim, *rows), [], events_of(rows), SETTINGS)
    assert check.holds is holds


def test_ages_of_one_conflict_agree_with_its_start():
    rows = [
        claim("SANA", "26", unit="month", as_of="2013-06-05", **AGE),
        claim("AFP", "8", unit="year", as_of="2019-03-20", **AGE),
    ]
    events = events_of(rows, start="2011-03-15", end=None)
    (check,) = check_arithmetic(made(Claim, *rows), [], events, SETTINGS)
    assert check.holds
    assert "March 2011" in check.explanation


def test_who_counts_fewer_and_rejects_a_figure_does_not_deny_the_event():
    rows = [
        claim("the minister", "at most 12", doc="a"),
        claim("the minister", "21", doc="a", start=40, stance="denied"),
    ]
    assert conflicts(*rows) == []


def aged(rows, decided=(), period="2013-09", earlier_rows=None):
    found, earlier = found_conflicts(*rows, period=period), found_conflicts(*(earlier_rows or rows))
    return [as_row(conflict) for conflict in age_conflicts(found, earlier, made(Ruling, *decided), period)]


def decision(conflict, **changes):
    by = {"period": "2013-06", "decision": "dismiss", "analyst": "ana", "decided_at": "2013-07-01T00:00:00Z"}
    stands_on = {"about": conflict["conflict_id"], "evidence_hash": conflict["evidence_hash"]}
    return {"decision_id": "d-1", "sequence": 1, **by, **stands_on, **changes}


def test_an_undecided_conflict_ages():
    (row,) = aged([claim("SANA", "43"), claim("AFP", "30")])
    assert (row["first_seen"], row["age"], row["state"]) == ("2013-06", 3, "open")


def test_a_decision_holds_until_its_evidence_changes():
    rows = [claim("SANA", "43"), claim("AFP", "30")]
    ruling = decision(conflicts(*rows)[0])
    copy = claim("AFP", "30", doc="copy")
    assert aged(rows, [ruling])[0]["state"] == "decided"
    assert aged([*rows, copy], [ruling], earlier_rows=rows)[0]["state"] == "decided"
    changed = aged([*rows, claim("AP", "35")], [ruling], earlier_rows=rows)[0]
    assert (changed["state"], changed["conflict_id"]) == ("decided, but changed", ruling["about"])
