import numpy as np

from truceline.inference.arguments import CLOSE, LIMIT, OPEN, Marked, mark, read_marked, window


def test_window_takes_the_sentences_nearest_to_the_trigger_while_there_is_room():
    sentences = [(0, 10), (10, 20), (20, 30), (30, 40)]
    assert window(sentences, [40, 40, 40, 40], 2) == (10, 30)
    assert window(sentences, [10, 10, 10, 10], 2) == (0, 40)


def test_window_holds_a_sentence_longer_than_the_limit():
    assert window([(0, 300), (300, 310)], [LIMIT * 3, 10], 0) == (0, 300)


def test_mark_puts_the_trigger_between_its_marks_and_counts_first_pieces():
    marked = mark([[11], [12, 13], [14]], [7], (0, 3), (1, 2))
    assert marked.ids == (101, 7, 102, 11, OPEN, 12, 13, CLOSE, 14, 102)
    assert [marked.ids[i] for i in marked.first] == [11, 12, 14]


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

    items = [Marked((101, *[5] * n, 102), tuple(range(1, n + 1)), 0, n) for n in (9, 2, 5)]
    found = read_marked(Lengths(), items)
    assert [len(f) for f in found] == [9, 2, 5]
    assert found[0][0, 0] > found[2][0, 0] > found[1][0, 0]
