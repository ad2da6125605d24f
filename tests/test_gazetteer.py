import csv
import math
import random
import time
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.gazetteer import COUNTRY, FIRST_ORDER, DeskPlace, Gazetteer, Place, load_gazetteer
from reconcile.gazetteer.folding import fold, fold_loosely

GAZETTEER = load_gazetteer()


def kilometres(place: Place, latitude: float, longitude: float) -> float:
    east = (place.longitude - longitude) * math.cos(math.radians(latitude))
    return 111.2 * math.hypot(place.latitude - latitude, east)


# Coordinates to a hundredth of a degree, as any atlas gives them.
@pytest.mark.parametrize(
    ("names", "country", "latitude", "longitude"),
    [
        ("Qusayr|al-Qusayr|Al Qusair|Al-Qusair|el-Quseir|Kusayr|Al Qousseir", "SY", 34.51, 36.58),
        ("Khan Sheikhun|Khan Shaykhun|Khan Sheikhoun|KHAN SHEIKHUN|Khan Cheikhoun|Khan Shaikhoun", "SY", 35.44, 36.65),
        ("Lataminah|al-Lataminah|Latamneh|Al-Latamineh|Latamina|Ltamenah", "SY", 35.32, 36.62),
        ("Saraqeb|Saraqib|Saraqeb's|Sarakeb|Seraqeb", "SY", 35.86, 36.81),
        ("Maarat al-Numan|Ma'arrat al-Nu'man|Maarrat an-Numan|Maaret al-Noman", "SY", 35.64, 36.67),
        ("Jisr al-Shughur|Jisr ash-Shughour|Jisr Al-Shoughour", "SY", 35.81, 36.32),
        ("Suwayda|as-Suwayda|Sweida|Suweida", "SY", 32.71, 36.57),
        ("Talbiseh|Talbisa|Talbisah|Talbeesa", "SY", 34.84, 36.73),
        ("Kafranbel|Kafr Nabl|Kafr Nabel|Kafranbil", "SY", 35.61, 36.57),
        ("Bukamal|Abu Kamal|al-Bukamal|Boukamal", "SY", 34.45, 40.92),
        ("Mayadin|Mayadeen|al-Mayadin", "SY", 35.02, 40.45),
        ("Palmyra|Tadmur|Tadmor", "SY", 34.55, 38.27),
        ("Atarib|al-Atareb|Atareb", "SY", 36.14, 36.83),
        ("Douma|Duma", "SY", 33.57, 36.40),
        ("Ghouta|Ghuta|Eastern Ghouta", "SY", 33.53, 36.45),
        ("Idlib|Idleb", "SY", 35.93, 36.63),
        ("Homs|Hims", "SY", 34.72, 36.73),
        ("Hama|Hamah", "SY", 35.13, 36.76),
        ("Deir ez-Zor|Deir al-Zor|Deir Ezzor|Deir el-Zour", "SY", 35.34, 40.14),
        ("Hasakeh|Hasaka|Hassakeh|al-Hasakah", "SY", 36.50, 40.75),
        ("Raqqa|Raqqah|Ar-Raqqah|Raqa", "SY", 35.95, 39.01),
        ("Kobani|Kobane|Kobanî|Ain al-Arab", "SY", 36.89, 38.35),
        ("Baalbek|Baalbeck", "LB", 34.01, 36.21),
        ("Jabaliya|Jabalia", "PS", 31.53, 34.48),
        ("Falluja|Fallujah|Al-Fallujah", "IQ", 33.35, 43.78),
        ("Sanaa|Sana'a|San‘a’", "YE", 15.35, 44.21),
        ("Hodeida|Hodeidah|Hudaydah", "YE", 14.80, 42.95),
        ("Bakhmut|Artemivsk", "UA", 48.60, 38.00),
        ("El Fasher|Al-Fashir", "SD", 13.63, 25.35),
        ("Yida", "SS", 10.10, 30.09),
        ("Takengon", "ID", 4.62, 96.85),
        ("Philadelphia", "US", 39.95, -75.16),
        ("Medellin|Medellín", "CO", 6.25, -75.56),
    ],
)
def test_every_spelling_finds_the_place(names, country, latitude, longitude):
    for name in names.split("|"):
        found = GAZETTEER.look_up(name)
        assert found, name
        assert found[0].country == country, name
        town = next((p for p in found if p.precision < FIRST_ORDER), found[0])
        assert kilometres(town, latitude, longitude) < 30, name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Syria", "SY"),
        ("Syrias", "SY"),
        ("US", "US"),
        ("U.S.", "US"),
        ("Britain", "GB"),
        ("DR Congo", "CD"),
        ("Mali", "ML"),
    ],
)
def test_countries_are_found(name, code):
    first = GAZETTEER.look_up(name)[0]
    assert (first.country, first.precision) == (code, COUNTRY)


def test_a_country_is_found_by_its_code():
    country = GAZETTEER.country("SY")
    assert country is not None
    assert country.name == "Syria"
    assert GAZETTEER.country("XX") is None


def test_a_town_knows_its_first_order_unit():
    assert GAZETTEER.look_up("Khan Shaykhun")[0].within == "Idlib"
    assert GAZETTEER.look_up("Baltimore")[0].within == "Maryland"


def test_namesakes_are_all_given_and_the_larger_comes_first():
    found = [p.country for p in GAZETTEER.look_up("Tripoli") if p.precision == 1]
    assert found[:2] == ["LY", "LB"]


def test_an_unknown_name_is_not_guessed():
    assert GAZETTEER.look_up("Qwertzuiopol") == []
    assert GAZETTEER.look_up("") == []
    assert GAZETTEER.look_up("--") == []


def test_the_desks_places_stand_first_and_lend_their_aliases():
    placed = DeskPlace("Homs", 1.0, 2.0, "SY", 2, ("Old Homs quarter",), "Homs")
    desk = load_gazetteer([placed, DeskPlace("Newtown Farm", 10.0, 20.0)])
    assert desk.look_up("Homs")[0].place_id == "desk:homs"
    assert desk.look_up("old homs quarter")[0].latitude == 1.0
    assert desk.look_up("Newtown farm")[0].precision == 1
    assert desk.look_up("Newtown farm")[0].country is None
    assert GAZETTEER.look_up("Homs")[0].place_id != "desk:homs"


def test_loading_and_a_thousand_names_take_no_noticeable_time():
    started = time.perf_counter()
    fresh = Gazetteer(GAZETTEER._names, GAZETTEER._places)
    for number in range(1000):
        fresh.look_up(f"Al-Name{number}")
    assert time.perf_counter() - started < 1.0


def supplement() -> list[dict[str, str]]:
    with resources.files("reconcile.gazetteer").joinpath("supplement.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_row_of_the_supplement_is_in_the_built_files():
    for row in supplement():
        found = GAZETTEER.look_up(row["name"])
        at = [p for p in found if (p.country or "") == row["country"]]
        assert at, row["name"]
        if row["latitude"]:
            where = float(row["latitude"]), float(row["longitude"])
            assert min(kilometres(p, *where) for p in at) < 25, row["name"]


def test_every_place_lies_on_earth():
    for place in random.Random(1).sample(range(len(GAZETTEER._places)), 2000):
        found = GAZETTEER._read(place)
        assert -90 <= found.latitude <= 90
        assert -180 <= found.longitude <= 180
        assert 1 <= found.precision <= 7
        assert found.population >= 0


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name):
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=40))
def test_any_text_can_be_looked_up(name):
    assert isinstance(GAZETTEER.look_up(name), list)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Deraa", "Derah"), ("Sheikh Miskin", "Shaykh Meskeen"), ("al-Bab", "Bab"), ("Mayadin", "Mayadeen")],
)
def test_transliterations_meet(one, other):
    assert fold_loosely(fold(one)) == fold_loosely(fold(other))


def test_folding_brings_few_namesakes_of_one_country_together():
    """Of the keys that loose folding makes, hardly more stand for two places of a country than of the listed names."""
    listed, loose = {}, {}
    for line in GAZETTEER._names:
        key, _, numbers = line.partition("\t")
        if key[:1] in "~=":
            continue
        for number in numbers.split():
            place = GAZETTEER._read(int(number.lstrip("-?")))
            if place.country == "SY" and place.precision < FIRST_ORDER:
                listed.setdefault(key, set()).add(place.place_id)
                loose.setdefault(fold_loosely(key), set()).add(place.place_id)
    assert len(loose) > 1000
    assert sum(len(ids) > 1 for ids in loose.values()) <= sum(len(ids) > 1 for ids in listed.values()) + 0.01 * len(
        loose
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("Homs", "Hama"), ("Taftanaz", "Tafas"), ("Saraqeb", "Sarmin"), ("Douma", "Daraya"), ("Basra", "Busra al-Sham")],
)
def test_other_towns_stay_apart(one, other):
    assert fold_loosely(fold(one)) != fold_loosely(fold(other))
