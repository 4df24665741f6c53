from hypothesis import given
from hypothesis import strategies as st

from truceline.inference.words import MAX_TITLE_WORDS, cut_passages, title_words


def _report(sizes: list[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """Sentences with that many words, one piece a word."""
    ends = [sum(sizes[: i + 1]) for i in range(len(sizes))]
    return [(e - n, e) for e, n in zip(ends, sizes, strict=True)], [1] * sum(sizes)


def test_short_report_is_one_passage():
    sentences, pieces = _report([5, 7])
    (passage,) = cut_passages(sentences, pieces, limit=20)
    assert (passage.first, passage.last, passage.own) == (0, 12, 0)


def test_report_without_sentences_has_no_passage():
    assert cut_passages([], [], limit=20) == []


def test_later_passage_reads_one_sentence_of_the_one_before():
    sentences, pieces = _report([10] * 6)
    passages = cut_passages(sentences, pieces, limit=40)
    assert len(passages) > 1
    assert passages[1].own - passages[1].first == 10


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40), st.integers(60, 200))
def test_every_word_gets_its_verdict_once(sizes, limit):
    sentences, pieces = _report(sizes)
    passages = cut_passages(sentences, pieces, limit=limit)
    own = [w for p in passages for w in range(p.own, p.last)]
    assert own == list(range(sum(sizes)))


def test_title_is_cut_and_may_be_absent():
    assert title_words(None) == []
    assert title_words("Gondor's army marches, again") == ["Gondor's", "army", "marches", ",", "again"]
    assert len(title_words("march " * 100)) == MAX_TITLE_WORDS
