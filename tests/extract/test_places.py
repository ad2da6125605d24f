from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from reconcile.extract.places.claim_places import Map
from reconcile.extract.places.words import PlaceWords
from reconcile.gazetteer import DeskPlace, load_gazetteer
from reconcile.language import Pack, load_pack
from reconcile.model.article import Article
from reconcile.model.place import PlaceReference
from reconcile.model.records import Ground
from reconcile.text.document import Document
from schemas.codes import PlaceRule

PACK = load_pack("en")
GAZETTEER = load_gazetteer()


def draw(text: str) -> tuple[Document, Map]:
    page = Document(Article("a", text))
    return page, Map(page, PACK, GAZETTEER)


def where(text: str, total: bool = False) -> PlaceReference:
    """The place of the figure that stands between bars."""
    before, figure, after = text.split("|")
    _, drawn = draw(before + figure + after)
    return drawn.of(len(before), len(before) + len(figure), total).place


def named(text: str) -> list[str]:
    page, drawn = draw(text)
    return [mention.quote for sentence in page.sentences for mention in drawn.mentions(sentence)]


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("preposition", "A mortar round killed |four| people in Saraqeb on Monday.", "Saraqeb"),
        ("headline", "Car Bomb Kills |12|, Wounds 40 in Aleppo", "Aleppo"),
        ("before an event", "The Homs bombing killed |nine| soldiers, doctors said.", "Homs"),
        ("object of a verb", "Rockets hit Baalbek and wounded |two| people.", "Baalbek"),
        ("unit after", "Shelling killed |six| farmers in Idlib province.", "Idlib province"),
        ("unit before", "Clashes left |30| dead in the northern province of Hasakeh.", "Hasakeh"),
        ("town of, unknown", "Gunmen shot |five| men in the village of Tell Qasrun.", "Tell Qasrun"),
        ("direction", "A raid killed |18| people north of Raqqa city.", "north of Raqqa city"),
        (
            "facility",
            "Two gunmen killed |three| workers at the Bramley Foods plant in Philadelphia.",
            "Bramley Foods plant",
        ),
        ("facility, two words", "An air strike hit the Yida refugee camp and killed |12| people.", "Yida refugee camp"),
        (
            "neighbourhood",
            "A shell wounded |nine| people in the Qusour neighbourhood of Deir ez-Zor.",
            "Qusour neighbourhood",
        ),
        (
            "address",
            "|Two| men were shot in the 300 block of N. Hale Street in Baltimore.",
            "300 block of N. Hale Street",
        ),
        ("crossing", "|Two| men were shot at 22nd and Hale in Baltimore.", "22nd and Hale"),
        ("nearest of two", "A blast killed |ten| people in Homs, while a raid killed two in Hama.", "Homs"),
        ("nearest of two", "A blast killed ten people in Homs, while a raid killed |two| in Hama.", "Hama"),
        ("genitive", "Damascus's old quarter was shelled, killing |seven|.", "Damascus"),
        ("lost apostrophe", "Strikes kill |20| near Syrias Hasakah", "Hasakah"),
        ("shouting", "A BOMB KILLED |TWO| POLICEMEN IN MEDELLIN LAST NIGHT, THE RADIO REPORTED.", "MEDELLIN"),
        (
            "shouting, unknown",
            "GUERRILLAS KILLED |TWO| PEASANTS IN THE SMALL TOWN OF QASRUNAL, THE PRESS REPORTED.",
            "QASRUNAL",
        ),
        ("range of names", "Floods killed |33| people in Assam and Bihar.", "Assam"),
    ],
)
def test_the_sentences_own_place(kind, text, name):
    found = where(text).name
    assert found is not None, kind
    assert found.startswith(name), kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("based", "Raids on Hama killed |12| people, the London-based monitor said.", "Hama"),
        ("led", "US-led strikes killed |12| people in Manbij.", "Manbij"),
        ("dateline", "BEIRUT (Reuters) - Shells killed |40| people in Douma on Friday.", "Douma"),
        ("told in", "|Nine| people died in Homs, an official told reporters in Geneva.", "Homs"),
        ("a source in", "A source in Damascus said |nine| people died in Homs.", "Homs"),
        ("police", "Houston police said |two| men died in Galveston.", "Galveston"),
        ("taken to", "|Three| people were shot in Gary and taken to a hospital in Chicago.", "Gary"),
        ("measured from", "The raid on Ariha, 60 kilometres south of Aleppo, killed |four| people.", "Ariha"),
        ("body", "The Aleppo Military Council said |four| men died in Manbij.", "Manbij"),
        ("person", "Police found Dontay Jordan, and |a man| was killed in Denver.", "Denver"),
        ("person", "Yvonne Hilton saw it. Hilton said |four| men died in Camden, New Jersey.", "Camden"),
        ("month", "In March, |four| men died in Mosul.", "Mosul"),
        ("outlet", "|Ten| shot at party in Memphis - KXYZ News 5 - Jackson", "Memphis"),
    ],
)
def test_the_places_of_others_do_not_win(kind, text, name):
    found = where(text).name
    assert found is not None, kind
    assert found.startswith(name), kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (
            "sentence before",
            "Jets bombed a market in Maarat al-Numan on Sunday. At least |35| people were killed.",
            "Maarat al-Numan",
        ),
        (
            "the town",
            "Troops entered the town of Qusayr at dawn. Talks were held in Geneva. |Eleven| men died in the town.",
            "Qusayr",
        ),
        (
            "named later",
            "Raid on village in Aleppo province kills |12|\n\nIt came at noon. The village of Tell Qasrun burned.",
            "Tell Qasrun",
        ),
        (
            "the lead names the country only",
            "Bombs kill |30| in Syria\n\nThe bombs exploded in Hasakah on Monday. A doctor in Hasakah said so.",
            "Hasakah, Syria",
        ),
        (
            "dateline, and nothing else",
            "HOUSTON - |Four| people died at a house on Sunday. Shots were heard. Police in Texas seek a man.",
            "HOUSTON",
        ),
    ],
)
def test_the_place_is_carried_from_elsewhere(kind, text, name):
    found = where(text).name
    assert found is not None, kind
    assert found.startswith(name), kind


@pytest.mark.parametrize(
    "text",
    [
        "Shells killed six people in Homs on Monday. Syria's war has killed more than |280,000| people since 2011.",
        "Rebels lost Qusayr, in Syria. Talks to end the |26-month| conflict will be held in July.",
        "Shells killed six in Homs, Syria. More than |300000| people have died in the war.",
        "Raids killed six in Douma. The fighting in Syria goes on. The civil war has raged for |six| years.",
    ],
)
def test_a_wars_total_belongs_to_its_country(text):
    found = where(text)
    assert found.name == "Syria"
    assert found.precision == 6


def test_a_place_that_the_gazetteer_lacks_lies_in_the_one_around_it():
    found = where("Gunmen killed |six| guests at the Orient Star Hotel in Hama.")
    assert found.name == "Orient Star Hotel, Hama"
    assert found.country == "SY"
    assert found.precision == 2


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Gunmen killed |two| men in Tripoli. The Lebanese army sent troops. Lebanon is calm.", "LB"),
        ("Gunmen killed |two| men in Tripoli. The Libyan government sent troops. Libya is at war.", "LY"),
    ],
)
def test_namesakes_are_told_apart_by_the_rest_of_the_page(text, country):
    assert where(text).country == country


@pytest.mark.parametrize(
    ("kind", "text", "country"),
    [
        (
            "heading of a digest",
            "Kenya\n\nFloods came.\n\nThey went.\n\nMalawi\n\nRain fell all night. |Six| people died.",
            "MW",
        ),
        (
            "lead-in",
            "Weekly review\n\nFighting went on in Yemen.\n\nIt went on.\n\nSomalia: Gunmen killed |six| people.",
            "SO",
        ),
        ("unit of the country", "Fighting in Somalia grew. Floods in Bari region displaced |900| people.", "SO"),
        ("unit named like a city abroad", "Clashes in Chin State, Myanmar, killed |three| people.", "MM"),
        ("unknown village", "Gunmen in Mali attacked. They killed |two| men in Sambatelli, in the Mopti region.", "ML"),
        ("dateline abroad", "GENEVA (AP) - Floods in Sudan killed |nine| people, the UN said.", "SD"),
        ("its own people", "Taiwan was hit by a storm. The Taiwanese government said |24| people were injured.", "TW"),
        ("people abroad", "A bomb killed |two| Danish aid workers in Kabul, Afghanistan.", "AF"),
        ("county alone", "A man was arrested in Orange County, Florida, after |three| people were shot.", "US"),
        ("a direction is no place", "Fighting in the South went on in Afghanistan. |Six| men died.", "AF"),
        ("divided", "Kenya and Malawi sent aid. |Six| people died.", None),
    ],
)
def test_the_country_is_weighed_from_the_whole_text(kind, text, country):
    assert where(text).country == country, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("named right after", "A raid killed |six| people in Saraqeb in Idlib province.", "Saraqeb, Idlib province"),
        ("apart", "A raid killed |six| people in Saraqeb. Idlib province was calm.", "Saraqeb"),
        (
            "a building's town",
            "In Aleppo, shells fell on Damascus Airport and wounded |five|.",
            "Damascus Airport, Aleppo",
        ),
    ],
)
def test_the_wider_place_is_named_where_the_text_names_it_right_after(kind, text, name):
    assert where(text).name == name, kind


def test_a_name_that_only_other_countries_have_is_a_place_where_it_happened():
    text = "Rain fell on Madang, Papua New Guinea. Papua New Guinea is wet. |One| child was killed in Buin on Monday."
    found = where(text)
    assert found.name is not None
    assert found.name.startswith("Buin")
    assert found.country == "PG"


def test_a_large_total_in_a_unit_is_the_units():
    assert where("Syria's war began in 2011. |150,000| fled in Idlib province.", total=True).name == "Idlib province"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Floods hit Malawi. The worst was in Zomba. Nationwide, |90| people died.", "Malawi"),
        ("Rain fell in Peru. A river rose in Lima. Across the country |four| bridges fell.", "Peru"),
        ("Floods hit Malawi. The worst was in Zomba. |90| people died in 13 districts.", "Malawi"),
        (
            "Rain fell in Idlib province. A river rose in Saraqeb. |90| homes fell in 8 districts.",
            "Idlib province",
        ),
        ("Riots broke out in Gujarat. Shops burned in Ahmedabad. |90| people died in the state.", "Gujarat"),
        ("A blast killed |six| people in Douma, east of Damascus.", "Douma"),
    ],
)
def test_a_national_total_is_the_countrys_and_a_direction_is_not_the_place(text, name):
    assert where(text).name == name


def test_a_state_after_a_comma_tells_namesakes_apart():
    place = where("A gunman killed |eight| people in Manchester, Conn. on Tuesday.")
    (meant,) = (known for known in GAZETTEER.look_up("Manchester") if known.within == "Connecticut")
    assert place.place_id == meant.place_id


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("A shell killed |two| in Homs.", 1),
        ("A shell killed |two| in eastern Homs.", 2),
        ("A flood displaced |two| families in Kallar district, Sindh.", 3),
        ("A shell killed |two| in Homs province.", 4),
        ("A shell killed |two| in Syria.", 6),
    ],
)
def test_precision_follows_the_words(text, precision):
    assert where(text).precision == precision


def test_no_place_is_invented():
    assert where("He said |two| people had died.") == PlaceReference()


def test_a_figure_outside_the_prose_has_no_place():
    page, drawn = draw("Two died in Homs.\n\n\n")
    assert drawn.of(len(page.text) - 1, len(page.text)).ground == Ground("place", PlaceRule.OUTSIDE)


def test_the_desks_places_are_used():
    desk = load_gazetteer([DeskPlace("Blackwater Ferry", 10.5, 20.5, "TD", within="Lac")])
    text = "Gunmen killed six people at Blackwater Ferry."
    place = Map(Document(Article("a", text)), PACK, desk).of(14, 17).place
    assert (place.latitude, place.longitude) == (10.5, 20.5)


def test_mentions_are_in_order_and_quote_the_text():
    text = "Shells fell on Homs’s Baba Amr district and on Khan Sheikhun, in Idlib province; Paris objected."
    page, drawn = draw(text)
    mentions = drawn.mentions(page.sentences[0])
    assert [m.quote for m in mentions] == ["Homs", "Baba Amr district", "Khan Sheikhun", "Idlib province", "Paris"]
    assert all(text[m.start : m.end] == m.quote for m in mentions)


def test_people_and_bodies_are_no_places():
    assert named("Bill Camden met leaders of the Aleppo Media Council. Camden spoke.") == ["Aleppo"]


NAMES = ["Homs", "Idlib", "Syria", "US", "BEIRUT", "Street", "province", "block", "north", "’s", "war"]
SIGNS = [
    "-",
    ",",
    ".",
    "'",
    "(",
    ")",
    "—",
    "12",
    "Two",
    "3",
    "rd",
    "in",
    "near",
    "of",
    "the",
    "The",
    "al",
    "led",
    "since",
]
WORDS = st.sampled_from(NAMES + SIGNS)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=30))
def test_any_text_is_read_and_spans_hold_their_quotes(words):
    text = " ".join(words)
    page, drawn = draw(text)
    for sentence in page.sentences:
        mentions = drawn.mentions(sentence)
        assert all(text[m.start : m.end] == m.quote for m in mentions)
        assert all(a.start < b.start for a, b in pairwise(mentions))
    for start in range(0, len(text), 7):
        drawn.of(start, start + 1)


def test_asking_in_another_order_changes_nothing():
    text = "Raid kills 12 in Syria\n\nJets hit Ariha. Nine people died. Troops entered Douma. Six died in the town."
    spans = [(i, i + 2) for i in range(0, len(text) - 2, 5)]
    forth, back = draw(text)[1], draw(text)[1]
    assert [forth.of(*span) for span in spans] == [back.of(*span) for span in reversed(spans)][::-1]


def test_a_language_without_the_file_still_knows_the_gazetteers_places():
    text = "Deux personnes ont perdu la vie mardi; Damas et Paris se taisent."
    bare = Map(Document(Article("a", text)), Pack("xx"), GAZETTEER)
    found = bare.of(0, 4).place
    assert (found.name, found.country) == ("Damas", "SY")


def test_a_slip_in_the_word_file_is_refused():
    with pytest.raises(ValidationError):
        PlaceWords.model_validate({"about": "x", "at_places": []})
