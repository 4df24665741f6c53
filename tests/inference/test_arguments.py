import numpy as np

from truceline.inference.arguments import CLOSE, LEAD, LIMIT, OPEN, Marked, mark, read_marked, window


def test_window_takes_the_sentences_nearest_to_the_trigger_while_there_is_room():
    sentences = [(0, 10), (10, 20), (20, 30), (30, 40)]
    assert window(sentences, [LIMIT // 2 - 8] * 4, 2) == (10, 30)
    assert window(sentences, [10, 10, 10, 10], 2) == (0, 40)


def test_window_holds_a_sentence_longer_than_the_limit():
    assert window([(0, 300), (300, 310)], [LIMIT * 3, 10], 0) == (0, 300)


def test_mark_puts_the_trigger_between_its_marks_and_counts_first_pieces():
    marked = mark([[11], [12, 13], [14]], [7], (0, 3), (1, 2))
    assert marked.ids == (101, 7, 102, 11, OPEN, 12, 13, CLOSE, 14, 102)
    assert [marked.ids[i] for i in marked.first] == [11, 12, 14]


def test_mark_puts_the_first_words_of_the_report_before_a_window_that_does_not_hold_them():
    marked = mark([[11], [12, 13], [14], [15], [16]], [7], (3, 5), (4, 5))
    assert marked.ids == (101, 7, 102, 11, 12, 13, 14, 102, 15, OPEN, 16, CLOSE, 102)
    assert (marked.lead, marked.first_word, marked.last_word) == (3, 3, 5)
    assert [marked.ids[i] for i in marked.first] == [11, 12, 14, 15, 16]


def test_mark_reads_no_more_of_the_beginning_than_its_share():
    marked = mark([[5]] * 200, [7], (150, 160), (155, 156))
    assert marked.lead == LEAD
    assert len(marked.first) == LEAD + 10


def test_mark_never_exceeds_what_the_encoder_reads():
    marked = mark([[5]] * 900, [7], (0, 900), (880, 881))
    assert len(marked.ids) == 512
    assert max(marked.first) < 512


def test_read_marked_keeps_the_order_and_the_length_of_each_item():
    class Lengths:
        def arguments(self, ids, mask, first):
            scores = np.zeros((*first.shape, 7, 3), dtype=np.float32)
            scores[..., 1] = mask.sum(1)[:, None, None]
            return scores

    items = [Marked((101, *[5] * n, 102), tuple(range(1, n + 1)), 0, 0, n) for n in (9, 2, 5)]
    found = read_marked(Lengths(), items)
    assert [len(f) for f in found] == [9, 2, 5]
    assert found[0][0, 0] > found[2][0, 0] > found[1][0, 0]
