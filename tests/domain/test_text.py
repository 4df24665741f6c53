from datetime import date

import pytest

from truceline.domain.text import Document, Report, Span, Token, content_id

DAY = date(2024, 8, 21)


def test_report_id_is_the_same_for_the_same_content() -> None:
    one = Report(DAY, "Gondor calls for aid.", outlet="Ithil Post", source_id="a")
    two = Report(DAY, "Gondor calls for aid.", outlet="Ithil Post", source_id="b", url="https://ithil.example/1")
    assert one.id == two.id
    assert one.report_id == "a"
    assert Report(DAY, "Gondor calls for aid.").report_id == Report(DAY, "Gondor calls for aid.").id


@pytest.mark.parametrize(
    "other",
    [
        Report(date(2024, 8, 22), "Gondor calls for aid."),
        Report(DAY, "Gondor calls for aid!"),
        Report(DAY, "Gondor calls for aid.", outlet="Ithil Post"),
    ],
)
def test_report_id_differs_with_day_text_or_outlet(other: Report) -> None:
    assert other.id != Report(DAY, "Gondor calls for aid.").id


def test_report_id_survives_lone_surrogates() -> None:
    assert len(Report(DAY, "a\ud800b").id) == 24


def test_content_id_parts_do_not_run_together() -> None:
    assert content_id("ab", "c") != content_id("a", "bc")


def test_span_refuses_to_run_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        Span(5, 3)


def test_span_overlap_is_half_open() -> None:
    assert not Span(0, 5).overlaps(Span(5, 9))
    assert Span(0, 6).overlaps(Span(5, 9))
    assert Span(0, 9).contains(Span(5, 9))


def _document() -> Document:
    """ "Orcs attacked Osgiliath. Faramir fled." parsed by hand."""
    text = "Orcs attacked Osgiliath. Faramir fled."
    rows = [
        ("Orcs", "NOUN", "nsubj", 1, 0),
        ("attacked", "VERB", "ROOT", 1, 0),
        ("Osgiliath", "PROPN", "dobj", 1, 0),
        (".", "PUNCT", "punct", 1, 0),
        ("Faramir", "PROPN", "nsubj", 5, 1),
        ("fled", "VERB", "ROOT", 5, 1),
        (".", "PUNCT", "punct", 5, 1),
    ]
    tokens, at = [], 0
    for i, (word, pos, dep, head, sent) in enumerate(rows):
        start = text.index(word, at)
        at = start + len(word)
        tokens.append(Token(i, start, at, word, word.lower(), pos, "", dep, head, sent))
    return Document(Report(DAY, text), tuple(tokens), (Span(0, 24), Span(25, 38)), paragraphs=(Span(0, 38),))


def test_document_walks_the_parse() -> None:
    doc = _document()
    attacked = doc.tokens[1]
    assert [t.text for t in doc.children(attacked)] == ["Orcs", "Osgiliath", "."]
    assert [t.text for t in doc.subtree(doc.tokens[2])] == ["Osgiliath"]
    assert list(doc.ancestors(doc.tokens[0])) == [attacked]
    assert list(doc.ancestors(attacked)) == []


def test_document_finds_tokens_and_sentences_by_offset() -> None:
    doc = _document()
    assert doc.sentence_at(0) == 0
    assert doc.sentence_at(24) == 0
    assert doc.sentence_at(25) == 1
    assert [t.text for t in doc.tokens_in(Span(6, 20))] == ["attacked", "Osgiliath"]
    assert doc.token_at(13) is None
    token = doc.token_at(14)
    assert token is not None and token.text == "Osgiliath"
    assert [t.text for t in doc.sentence_tokens(1)] == ["Faramir", "fled", "."]


def test_document_head_of_a_phrase_is_governed_from_outside() -> None:
    doc = _document()
    head = doc.syntactic_head(Span(5, 23))
    assert head is not None and head.text == "attacked"
