from datetime import date

import pytest

from truceline.domain.text import Report
from truceline.errors import ModelError
from truceline.language import Language, analyse


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


def test_analyse_leaves_the_text_alone_and_offsets_fit(language: Language) -> None:
    text = (
        "EDORAS, Nov. 26 (Rohan Post) -- Riders left\nthe city.\n\n"
        "“We ride to Gondor,” the king\u00a0said.\tHe   left."
    )
    doc = analyse(Report(date(2024, 11, 27), text), language)
    assert doc.text == text
    assert all(t.text.strip() for t in doc.tokens)
    assert all(text[t.start : t.end].replace("\n", " ").replace("\u00a0", " ") == t.text for t in doc.tokens)
    assert doc.dateline is not None and doc.dateline.of(text).endswith("-- ")
    assert doc.sentences[1].of(text).startswith("Riders left\nthe city")


def test_analyse_starts_a_sentence_at_every_paragraph(language: Language) -> None:
    text = "The truce has ended\n\nEnvoys met in the capital"
    doc = analyse(Report(date(2024, 1, 1), text), language)
    assert [s.of(text) for s in doc.sentences] == ["The truce has ended", "Envoys met in the capital"]


def test_analyse_keeps_the_first_words_after_a_dateline_together(language: Language) -> None:
    text = "MYITKYINA, Burma - Government jets bombed an outpost on Friday, the group said."
    doc = analyse(Report(date(2012, 12, 28), text), language)
    assert [s.of(text) for s in doc.sentences] == ["MYITKYINA, Burma -", text[19:]]


def test_analyse_reads_capitals_in_ordinary_case(language: Language) -> None:
    text = "REBELS ATTACKED A POLICE POST IN BAGHDAD ON MONDAY. THREE OFFICERS WERE KILLED."
    doc = analyse(Report(date(1989, 1, 1), text), language)
    assert [t.text for t in doc.tokens[:3]] == ["Rebels", "attacked", "a"]
    assert any(e.label == "GPE" and e.span.of(text) == "BAGHDAD" for e in doc.entities)


@pytest.mark.parametrize("text", ["\n", "x", "…", "a" * 40_000])
def test_analyse_survives_odd_texts(language: Language, text: str) -> None:
    doc = analyse(Report(date(2024, 1, 1), text), language)
    assert len(doc.sentences) <= 1


def test_analyse_of_a_missing_pipeline_says_how_to_install_it() -> None:
    with pytest.raises(ModelError, match="pip install en-core-nowhere"):
        Language.load("en_core_nowhere")
