"""A five-word network: a word is a trigger when its piece is in the table, and the first word is its actor."""

from datetime import date
from types import SimpleNamespace

import numpy as np

from truceline.domain.codes import EventType, Status, TruceAction
from truceline.domain.text import Document, Report, Span, Token
from truceline.inference.model import EventModel, Thresholds
from truceline.inference.reading import FIELDS
from truceline.inference.words import ROLES

TYPES = tuple(EventType)
LABELS = {
    "types": tuple(map(str, TYPES)), "mode": ("", "aerial", "arrest", "troops"), "status": tuple(map(str, Status)),
    "truce": ("", *map(str, TruceAction)), "roles": ROLES,
}
TRIGGERS = {"attacked": EventType.ASSAULT, "declared": EventType.CONCEDE, "met": EventType.CONSULT}


class FakeTokenizer:
    """One piece a word; its number is the word's place in ``seen``."""

    def __init__(self):
        self.seen = ["[PAD]", "[CLS]", "[SEP]"]

    def encode_batch(self, words, add_special_tokens=False):
        assert not add_special_tokens
        for w in words:
            if w not in self.seen:
                self.seen.append(w)
        return [SimpleNamespace(ids=[1000 + self.seen.index(w)]) for w in words]


class FakeNetwork:
    """Counts how often the encoder ran."""

    def __init__(self, tokenizer):
        self.tokenizer, self.n_encoded = tokenizer, 0

    def encode(self, ids, mask, first):
        self.n_encoded += 1
        words = [self.tokenizer.seen[i - 1000] for i in ids[0][first[0]]]
        n = len(words)
        states = np.arange(n, dtype=np.float32)[None, :, None].repeat(4, axis=2)
        detect = np.array([[4.0 if w in TRIGGERS else -4.0 for w in words]], dtype=np.float32)
        kinds = np.zeros((1, n, 16), dtype=np.float32)
        for i, w in enumerate(words):
            if w in TRIGGERS:
                kinds[0, i, TYPES.index(TRIGGERS[w])] = 6
        return states, np.zeros((1, 4), dtype=np.float32), detect, kinds

    def triggers(self, states, passage, kinds, head, own, sent_apart, words_apart):
        m, w = len(head), len(states)
        role = np.zeros((m, w, 7, 3), dtype=np.float32)
        role[:, :, :, 0] = 8
        role[:, 0, ROLES.index("ACTOR")] = (0, 8, 0)
        sizes = dict.fromkeys(FIELDS, 2) | {"mode": 4, "status": len(Status), "truce": len(TruceAction) + 1}
        fields = {k: np.zeros((m, sizes[k]), dtype=np.float32) for k in FIELDS}
        for i in range(m):
            fields["mode"][i, 1] = 5  # "aerial", which only an ASSAULT may have
            declares = kinds[i].argmax() == TYPES.index(EventType.CONCEDE)
            fields["truce"][i, 1 + list(TruceAction).index(TruceAction.DECLARED) if declares else 0] = 8
        return {"type": kinds, "vector": states[head], "role": role, **fields}

    def same(self, left, right, facts):
        return np.where(facts[:, 9] > 0, 3.0, -3.0).astype(np.float32)  # the same word

    def arguments(self, ids, mask, first):
        scores = np.zeros((*first.shape, 7, 3), dtype=np.float32)
        scores[..., 0] = 8
        scores[:, 0, ROLES.index("ACTOR")] = (0, 8, 0)
        return scores


def fake_model() -> EventModel:
    tokenizer = FakeTokenizer()
    thresholds = Thresholds(0.3, 0.5, (0.5,) * 7, 0.5, 0.5, 0.5, (1.0, 1.0, 0.0), 400)
    return EventModel(FakeNetwork(tokenizer), tokenizer, LABELS, thresholds, "fake")


def document(*sentences: str, title: str | None = None) -> Document:
    """A report of words between spaces; every word governs itself."""
    text = " ".join(sentences)
    tokens, spans, at = [], [], 0
    for n, sentence in enumerate(sentences):
        start = at
        for word in sentence.split():
            tokens.append(Token(len(tokens), at, at + len(word), word, word.lower(), "X", "X", "ROOT", len(tokens), n))
            at += len(word) + 1
        spans.append(Span(start, at - 1))
    return Document(Report(date(2024, 8, 6), text, title), tuple(tokens), tuple(spans))
