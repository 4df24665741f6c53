import pytest

from truceline.language.layout import find_dateline, find_paragraphs


def _pieces(text: str) -> list[str]:
    return [p.of(text) for p in find_paragraphs(text)]


def test_layout_blank_lines_part_paragraphs_and_single_breaks_do_not() -> None:
    assert _pieces("\nThe beacons\nare lit.\n\n  Rohan answers. \n") == ["The beacons\nare lit.", "Rohan answers."]


def test_layout_without_blank_lines_a_sentence_end_ends_the_paragraph() -> None:
    text = "The beacons are lit.\nRohan answers, and\nrides south.\nGondor waits."
    assert _pieces(text) == ["The beacons are lit.", "Rohan answers, and\nrides south.", "Gondor waits."]


def test_layout_of_nothing_is_nothing() -> None:
    assert _pieces(" \n\n \n") == []


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("EDORAS, Nov. 26 (Rohan Post) -- Riders left the city.", "EDORAS, Nov. 26 (Rohan Post) -- "),
        ("MINAS TIRITH — The steward spoke.", "MINAS TIRITH — "),
        ("EDORAS (Rohan Post) - Riders left the city.", "EDORAS (Rohan Post) - "),
        ("EDORAS: Riders left the city.", "EDORAS: "),
        ("EDORAS, Rohan, Tuesday: Riders left the city.", "EDORAS, Rohan, Tuesday: "),
        ("EDORAS/MINAS TIRITH, March 9, 2016 - Riders left.", "EDORAS/MINAS TIRITH, March 9, 2016 - "),
        ("Edoras, 15 May 2018 -- Riders left the city.", "Edoras, 15 May 2018 -- "),
        ("Edoras, 15 May. Riders left the city.", "Edoras, 15 May. "),
        ("EDORAS, Rohan (RP) _ Riders left the city.", "EDORAS, Rohan (RP) _ "),
        ("EDORAS. Riders left the city.", "EDORAS. "),
        ("EDORAS (3 May) - Riders left the city.", "EDORAS (3 May) - "),
        ("Edoras, 7 November 2019\n\nRiders left the city.", "Edoras, 7 November 2019"),
        ("EDORAS, Aug. 21 (RP) --\n\nRiders left the city.", "EDORAS, Aug. 21 (RP) --"),
        ("EDORAS, Aug. 21 (RP) --no riders left the city.", None),
        ("Riders left the city - all of them.", None),
        ("Riders left Edoras, 15 May - all of them.", None),
        ("Edoras: riders left the city.", None),
        ("Theoden, 71, rode out. Gandalf stayed.", None),
        ("ROHAN: 3 riders", "ROHAN: "),
        ("The steward spoke to Rohan-based riders.", None),
    ],
)
def test_layout_finds_datelines(text: str, dateline: str | None) -> None:
    span = find_dateline(text, find_paragraphs(text))
    assert (span.of(text) if span else None) == dateline
