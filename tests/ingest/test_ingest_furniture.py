"""Furniture is fenced off, the article is not; what was cut is known to be cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.ingest.articles.credits import find_agency, load_credits, name_agency
from reconcile.ingest.articles.furniture import cut_lines, find_fences, is_truncated, load_phrases
from reconcile.ingest.articles.headers import find_headline, read_header
from reconcile.ingest.datasets.dataset_rows import Record
from reconcile.language import available
from reconcile.model.article import Span

PHRASES = load_phrases("en")
CREDITS = load_credits("en")
PROSE = (
    "Rescuers pulled 14 bodies from the river on Tuesday, the governor's office said.",
    "It added that nine people were still missing after the ferry went down near Tarn.",
    "A second search was to begin at dawn, with divers from three provinces.",
)


def fenced(text: str) -> list[str]:
    return [text[fence.start : fence.end] for fence in find_fences(cut_lines(text, PHRASES))]


def left(text: str) -> str:
    kept, at = [], 0
    for fence in find_fences(cut_lines(text, PHRASES)):
        kept.append(text[at : fence.start])
        at = fence.end
    return "".join([*kept, text[at:]])


def truncated(text: str) -> bool:
    lines = cut_lines(text, PHRASES)
    return is_truncated(text, lines, find_fences(lines), PHRASES)


PAYWALLS = [
    "You’ve reached your limit of 5 free articles this month.\nSubscribe now for unlimited access.\nGold\n₹1,200\n"
    "12 Months\n₹100/Month\nOver 40 premium stories a day\nDaily digest, chosen by our editors",
    "This article is for subscribers only\n\nAlready a subscriber? Log in\n\nMonthly\n$4.99\n\nCancel anytime",
    "Subscribe to read the full story\n2 Years\n€99\nRenews automatically",
    "To continue reading, please register.\nEmail\nPassword\nSign in",
    "You have 2 free articles left.\nSign up for full access to 3 papers",
]


@pytest.mark.parametrize("wall", PAYWALLS)
def test_a_paywall_is_fenced_to_the_end_and_the_article_is_cut(wall: str) -> None:
    text = "\n".join(PROSE) + "\n" + wall
    assert left(text).strip() == "\n".join(PROSE)
    assert truncated(text)


@pytest.mark.parametrize("wall", PAYWALLS)
def test_an_article_that_goes_on_after_an_offer_is_whole(wall: str) -> None:
    text = f"{PROSE[0]}\n\n{wall}\n\n{PROSE[1]}\n\n{PROSE[2]}"
    assert left(text).startswith(PROSE[0] + "\n")
    assert PROSE[1] in left(text)
    assert PROSE[2] in left(text)
    assert not truncated(text)


@pytest.mark.parametrize(
    "line",
    [
        "Read more",
        "READ MORE: Ferry that sank was 40 years old",
        "Also read: 12 killed in 2009 sinking",
        "Advertisement",
        "Share this story",
        "Facebook | Twitter | Email | Print",
        "Copyright 2013 Tarn Post. All rights reserved.",
        "© 2013 Tarn Media Group.",
        "Follow us on Twitter @tarnpost",
        "Sign up for our newsletter and get 5 stories every morning",
        "We use cookies to improve this site. Accept all cookies",
        "3 comments",
        "Leave a comment",
        "Photo: Ida Holm / Getty Images",
        "5 min read",
        "Download the Tarn Post app today",
        "Already a subscriber? Log in",
        "Skip to main content",
        "Home | News | Sport",
    ],
)
def test_a_line_of_the_page_is_fenced_and_only_that(line: str) -> None:
    text = f"{PROSE[0]}\n\n{line}\n\n{PROSE[1]}\n\n{PROSE[2]}"
    assert fenced(text) == [line]


@pytest.mark.parametrize(
    "sentence",
    [
        "Aid workers had no access to the town, where 40,000 people went without food for a month.",
        "Police shared a photo of the 3 suspects on Facebook and asked readers to comment.",
        "The two men followed her home and shot her, officers said in an email to reporters.",
        "Some 12,000 subscribers lost their telephone lines when a rocket hit the exchange.",
        "The rebels gained unlimited access to the crossing after 14 guards fled.",
        "Related incidents in two villages left six people dead.",
        "He signed up for the army in March and was killed 3 weeks later.",
        "More than 200 premium flats burned down, the fire brigade said.",
        "The plan would save 4,000 families from the floods, the minister said.",
        "The limit of 30 stretchers was reached within an hour, and 12 of the wounded died.",
    ],
)
def test_sentences_of_an_article_are_not_furniture(sentence: str) -> None:
    text = f"{PROSE[0]}\n\n{sentence}\n\n{PROSE[1]}"
    assert fenced(text) == []


FILMS = ("2:13 Divers search the river", "0:45 After triple murder, a family asks for help", "1:02 Ten things to see")


def test_a_row_of_films_is_fenced() -> None:
    assert left("\n\n".join((PROSE[0], *FILMS, PROSE[1]))).split("\n\n") == [PROSE[0], "", PROSE[1]]
    assert left(f"{PROSE[0]}\n\n{FILMS[0]} Pause\n\n{PROSE[1]}") == f"{PROSE[0]}\n\n\n\n{PROSE[1]}"


@pytest.mark.parametrize("backwards", [False, True])
def test_a_live_report_with_the_hours_of_its_entries_is_not_furniture(backwards: bool) -> None:
    hours = ("9:12 Ferry goes down near Tarn", "11:40 Toll rises to 12", "13:05 Divers find 14 bodies")
    text = "\n\n".join(reversed(hours) if backwards else hours)
    assert left(text) == text


@pytest.mark.parametrize(
    "row",
    [
        "Image 1 of 8 A boat on the river. Photo: Ann Lee Image 2 of 8 Divers seek 14 people 1 / 8 Back to Gallery",
        "Caption Fire in an old mill Five people were hurt. Caption Ruff reads to a class Ruff read to a class.",
        "[Man charged over the sinking that killed 14 people in May]",
    ],
)
def test_captions_and_links_of_the_page_are_fenced(row: str) -> None:
    assert left(f"{PROSE[0]}\n\n{row}\n\n{PROSE[1]}") == f"{PROSE[0]}\n\n\n\n{PROSE[1]}"


def test_an_offer_inside_a_paragraph_takes_only_its_own_sentence() -> None:
    offer = "Sign up for our daily newsletter and get 3 stories in your inbox."
    assert fenced(" ".join([PROSE[0], PROSE[1], offer, PROSE[2]])) == [offer]


def test_links_under_a_heading_are_fenced_up_to_the_next_sentence() -> None:
    text = f"{PROSE[0]}\n\nRelated stories\n\nBlast kills 12 in Tarn\n\nFlood: 5 dead\n\n{PROSE[1]}"
    assert fenced(text) == ["Related stories\n\nBlast kills 12 in Tarn\n\nFlood: 5 dead"]


def test_a_headline_above_an_offer_is_kept() -> None:
    text = f"Ferry sinks, 14 dead\n\nSubscribe now\n\n{PROSE[0]}\n\n{PROSE[1]}"
    assert "Ferry sinks, 14 dead" in left(text)


def test_a_subheading_below_an_offer_is_kept() -> None:
    text = f"{PROSE[0]}\n\nSign up for our newsletter\n\nThe search\n\n{PROSE[1]}"
    assert "The search" in left(text)


def test_the_last_word_of_a_hard_wrapped_paragraph_is_no_button() -> None:
    text = "THE FERRY WENT DOWN WITH 14 PEOPLE ABOARD WHILE THEIR FAMILIES WERE\nHOME\n\nNINE WERE SAVED."
    assert fenced(text) == []


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("Nine people were still", True),
        ("Nine people were still missing and the search for them went on with", True),
        ("Nine people were missing…", True),
        ("Nine people were missing [+2145 chars]", True),
        ("Nine people were missing.\n\nRead the full story", True),
        ("Nine people were missing.", False),
        ("“Nine people are missing.”", False),
        ("Nine people were missing. -- AFP", False),
        ("Nine people were missing.\n\nAFP", False),
        ("Nine people were missing. (Tarn Post)", False),
        ("Nine people were missing.\n\nReporting by Ida Holm", False),
    ],
)
def test_an_end_in_mid_sentence_is_a_cut(end: str, cut: bool) -> None:
    text = f"{PROSE[0]} {end}" if cut and "full story" not in end else f"{PROSE[0]}\n\n{end}"
    assert truncated(text) is cut


@given(st.lists(st.sampled_from([*PROSE, *PAYWALLS, "", "₹900", "Read more", "The search", "A" * 300]), max_size=12))
def test_fences_lie_in_order_inside_the_text_and_apart(parts: list[str]) -> None:
    text = "\n".join(parts)
    fences = find_fences(cut_lines(text, PHRASES))
    edges = [edge for fence in fences for edge in (fence.start, fence.end)]
    assert edges == sorted(set(edges))
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


@given(st.text(max_size=400))
def test_any_text_can_be_looked_at(text: str) -> None:
    lines = cut_lines(text, PHRASES)
    fences = find_fences(lines)
    assert is_truncated(text, lines, fences, PHRASES) in (True, False)
    find_headline(text, lines, fences, PHRASES)
    find_agency(text, CREDITS)


def test_every_pack_has_phrases_to_work_with() -> None:
    assert all(load_phrases(code).openers for code in available())


# Headers and headlines


@pytest.mark.parametrize(
    ("text", "title", "publisher", "published", "body"),
    [
        ("Title: Ferry sinks\nSource: Tarn Post\nPublished: 11 June 2013\n\nNine died.", "Ferry sinks", "Tarn Post",
         "11 June 2013", "Nine died."),
        ("---\ntitle: 'Ferry sinks'\ntags: x\ndate: 2013-06-11\n---\nNine died.", "Ferry sinks", None, "2013-06-11",
         "Nine died."),
        ("Source: Tarn Post\r\n\r\nNine died.", None, "Tarn Post", None, "Nine died."),
        ("Police: nine dead\nSource: Tarn Post\n\nNine died.", None, None, None, None),
        ("Source: Tarn Post\nNine died.", None, None, None, None),
        ("Last updated: 5 June, 2013\n\nNine died.", None, None, None, None),
        ("---\nNine died.", None, None, None, None),
    ],
)  # fmt: skip
def test_a_header_is_read_and_fenced(
    text: str, title: str | None, publisher: str | None, published: str | None, body: str | None
) -> None:
    found = read_header(Record("a.txt", text), PHRASES)
    assert (found.title, found.publisher, found.published) == (title, publisher, published)
    assert found.text == text
    if body is None:
        assert found.fences == ()
    else:
        (fence,) = found.fences
        assert fence.start == 0
        assert text[fence.end :].strip() == body


def test_what_a_record_states_wins_over_its_header() -> None:
    found = read_header(Record("a", "Source: Tarn Post\n\nNine died.", publisher="Wire Weekly"), PHRASES)
    assert found.publisher == "Wire Weekly"
    assert found.fences == (Span(0, 17),)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (f"Ferry sinks off Tarn\n\n{PROSE[0]}", "Ferry sinks off Tarn"),
        (f"# Ferry sinks off Tarn\n\n{PROSE[0]}", "Ferry sinks off Tarn"),
        (f"Updated 11 June 2013\n\nFerry sinks off Tarn\n{PROSE[0]}", "Ferry sinks off Tarn"),
        (f"Share this story\n\nWho sank the ferry?\n\n{PROSE[0]}", "Who sank the ferry?"),
        (f"{PROSE[0]}\n\n{PROSE[1]}", None),
        (f"TARN, 11 JUN 13 (AFP) -- RESCUERS PULLED 14 BODIES FROM THE\nRIVER. {PROSE[1]}", None),
        ("Ferry sinks off Tarn", None),
    ],
)
def test_the_headline_is_the_first_line_that_looks_like_one(text: str, headline: str | None) -> None:
    lines = cut_lines(text, PHRASES)
    assert find_headline(text, lines, find_fences(lines), PHRASES) == headline


# Agencies


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("TARN (Reuters) - Nine people died, police said.", "Reuters"),
        ("TARN, June 11 (Xinhua) -- Nine people died.", "Xinhua"),
        ("By AFP\n\nNine people died.", "AFP"),
        ("Ferry sinks\nBy Ida Holm | Associated Press\n\nNine died.", "AP"),
        ("Nine people died, police said. - AFP", "AFP"),
        ("Nine people died, police said.\n\n(AP)", "AP"),
        ("Nine people died.\n\nCopyright 2013 The Associated Press. All rights reserved.", "AP"),
        ("Nine people died.\nSource: TASS", "TASS"),
        ("Nine people died, a doctor told AFP. Two others were hurt.", "AFP"),
        ("Nine people died, an AFP correspondent saw.", "AFP"),
        ("Nine died, one doctor told AFP. Ten died, another told Reuters.", None),
        ("Nine died, AFP reported on Monday. The minister denied it, and the search goes on. " * 6, None),
        ("The Reuters building was hit and nine people died.", None),
        ("Nine people died in the AP Street fire.", None),
        ("Nine people died.", None),
    ],
)
def test_the_agency_is_read_from_its_credit(text: str, agency: str | None) -> None:
    assert find_agency(text, CREDITS) == agency


def test_only_a_whole_name_names_an_agency() -> None:
    assert name_agency("agence france-presse", CREDITS) == "AFP"
    assert name_agency("Reuters and others", CREDITS) is None
    assert name_agency(None, CREDITS) is None


def test_counters_and_captions_inside_a_line_are_furniture() -> None:
    page = (
        "Ferry sinks off Tarn 24.07.2016Get short URL Topic Storm over the bay (200) 25 10 Nine people drowned off "
        "Tarn. REUTERS Jan Vos Trawler Lost With 20 Dead TARN (Harbour News) The ferry left at dawn. ... 51 Related "
        "Trawler Crew of 12 Found"
    )
    kept = left(page)
    assert "Nine people drowned" in kept
    assert "TARN (Harbour News) The ferry left at dawn." in kept
    assert not any(word in kept for word in ("25 10", "20 Dead", "Jan Vos", "12 Found", "51"))


def test_the_same_words_in_prose_are_no_furniture() -> None:
    page = "Reuters spoke to nine survivors (all of them men). The Sputnik cinema (Tarn) burnt down, killing 12."
    assert left(page) == page
