"""Roles of counts: which one is a whole, a part, an addition or a remainder, and of which other count."""

from __future__ import annotations

import pytest

from reconcile.extract.counted.read import CountReader
from reconcile.language import load_pack
from reconcile.model.article import Article
from reconcile.text.document import Document

READERS = {code: CountReader(load_pack(code)) for code in ("en", "fr")}
Told = list[tuple[str, str, str | None]]


def roles(code: str, text: str) -> Told:
    """Quote and role of each count, with the quote of the count that it belongs to."""
    counts = READERS[code].read_document(Document(Article("a", text, language=code)))
    quotes = {count.start: text[count.start : count.end] for count in counts}
    bases = [count.added_to if count.role == "addition" else count.whole for count in counts]
    return [
        (quotes[count.start], count.role.value, None if base is None else quotes[base])
        for count, base in zip(counts, bases, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The first blast killed 5 people and another 6 died later in hospital.",
            [("5", "whole", None), ("6", "addition", "5")],
        ),
        (
            "Three people were killed and five hurt. Two of the victims died at the hall, the deputy chief said.",
            [("Three", "whole", None), ("five", "whole", None), ("Two", "part", "Three")],
        ),
        (
            "The mayor counted 14 injured. Four are critical, the doctor said.",
            [("14", "whole", None), ("Four", "part", "14")],
        ),
        (
            "On Monday 33 people died. Six more have died and the figure is now 39, the fire brigade said.",
            [("33", "whole", None), ("Six", "addition", "33"), ("39", "whole", None)],
        ),
        ("Of the wounded, 210 went home and 30 stayed.", [("210", "whole", None), ("30", "whole", None)]),
        (
            "Among the 900 injured were 40 boys and 12 girls.",
            [("900", "whole", None), ("40", "part", "900"), ("12", "part", "900")],
        ),
        ("There were 90 victims, of whom 12 have died.", [("90", "whole", None), ("12", "part", "90")]),
        (
            "Raid kills one, wounds eight\nThe raid killed a guard and wounded eight others on Friday.",
            [("one", "whole", None), ("eight", "whole", None), ("a guard", "whole", None), ("eight", "whole", None)],
        ),
        (
            "A raid killed one man and wounded three others. Police found three other people who were wounded.",
            [("one", "whole", None), ("three", "whole", None), ("three", "whole", None)],
        ),
        (
            "Two men were wounded in the north. Three others were wounded in the south.",
            [("Two", "whole", None), ("Three", "addition", "Two")],
        ),
        ("It killed 16 people and wounded another 40.", [("16", "whole", None), ("40", "whole", None)]),
        (
            "Three civilians were killed on Monday. Two more civilians died on Tuesday.",
            [("Three", "whole", None), ("Two", "addition", "Three")],
        ),
        (
            "Five people were killed. A further 4 were wounded. An additional three died.",
            [("Five", "whole", None), ("4", "whole", None), ("three", "addition", "Five")],
        ),
        ("Two more civilians died in the next raid.", [("Two", "whole", None)]),
        (
            "A man was killed in the blast. Another woman died later.",
            [("A man", "whole", None), ("Another woman", "addition", "A man")],
        ),
        (
            "Gunmen killed four guards on Friday. A fifth guard died of his wounds on Saturday.",
            [("four", "whole", None), ("A fifth guard", "addition", "four")],
        ),
        (
            "The raid killed 12 people, including six children. The remaining seven were soldiers.",
            [("12", "whole", None), ("six", "part", "12"), ("seven", "remainder", "12")],
        ),
        (
            "At least five rockets hit the town. Two fell on the ruins and the other three on the centre.",
            [
                ("At least five", "whole", None),
                ("Two", "part", "At least five"),
                ("three", "remainder", "At least five"),
            ],
        ),
        (
            "Ten people died; the other three were rescued.",
            [("Ten", "whole", None), ("three", "whole", None)],
        ),
        (
            "Four of the 12 dead were children.",
            [("Four", "part", "12"), ("12", "whole", None)],
        ),
        (
            "The raid killed 12 people, including six children. Another nine died on Monday.",
            [("12", "whole", None), ("six", "part", "12"), ("nine", "addition", "12")],
        ),
    ],
)
def test_english_roles(text: str, expected: Told) -> None:
    assert roles("en", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "L'explosion a tué cinq personnes et six autres sont mortes plus tard à l'hôpital.",
            [("cinq", "whole", None), ("six", "addition", "cinq")],
        ),
        (
            "L'explosion a tué cinq personnes, six de plus sont mortes plus tard.",
            [("cinq", "whole", None), ("six", "addition", "cinq")],
        ),
        ("Elle a tué 16 personnes et blessé 40 autres.", [("16", "whole", None), ("40", "whole", None)]),
        (
            "L'attaque a tué dix personnes. Sept étaient des civils, les trois autres des soldats.",
            [("dix", "whole", None), ("Sept", "part", "dix"), ("trois", "remainder", "dix")],
        ),
        (
            "Cinq roquettes ont frappé la ville. Deux sont tombées sur les ruines et les trois autres sur le centre.",
            [("Cinq", "whole", None), ("Deux", "part", "Cinq"), ("trois", "remainder", "Cinq")],
        ),
    ],
)
def test_french_roles(text: str, expected: Told) -> None:
    assert roles("fr", text) == expected
