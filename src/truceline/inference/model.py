"""The shipped event model: a folder of ONNX graphs, tokenizer, labels and thresholds, checked when it is loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.errors import ModelError
from truceline.inference.arguments import ArgumentNetwork, Marked, mark, read_marked, window
from truceline.inference.reading import (
    FIELDS,
    Encoded,
    Floats,
    Ints,
    Network,
    TriggerReading,
    encode_passage,
    find_triggers,
    read_triggers,
    same_event,
)
from truceline.inference.words import CLS, LONGEST, ROLES, SEP, cut_passages, title_words

FORMAT: Final = 2
"""Version of the folder's layout; one that differs is refused."""
GRAPHS: Final = ("model.onnx", "triggers.onnx", "pairs.onnx", "arguments.onnx")
WORDS: Final = "words.bin"
"""The table of word pieces, which both encoders share."""
FILES: Final = (*GRAPHS, WORDS, "tokenizer.json", "thresholds.json")
_UNK = 100
_TRIGGER_OUTPUTS = ("type", *FIELDS, "role", "vector")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Tuned by cross-validation on training reports (training/README.md says how to do it again)."""

    trigger: float
    """Raw probability at or above which a word is looked at as a trigger."""
    mention: float
    """Calibrated probability at or above which a mention is told."""
    roles: tuple[float, ...]
    """Floor of each role of ``words.ROLES``."""
    truce: float
    """A truce act is read at or above this probability."""
    aggregate: float
    same: float
    """Two triggers are one event at or above this probability, all else equal."""
    scale: tuple[float, float, float]
    """Calibration of a mention: log odds = a * log odds of the trigger + b * log of the type's probability + c."""
    passage_pieces: int


class OnnxNetwork:
    """The graphs in onnxruntime, one thread each, so that the same report always reads the same."""

    def __init__(self, folder: Path, *, arguments: bool = True) -> None:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._graphs = {
                n: ort.InferenceSession(str(folder / n), options, providers=["CPUExecutionProvider"])
                for n in GRAPHS
                if arguments or n != "arguments.onnx"
            }
        except Exception as error:  # onnxruntime has no common base for its errors
            raise ModelError(f"Model folder {folder} cannot be opened: {error}. Install truceline anew") from error

    def encode(self, ids: Ints, mask: Ints, first: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """See ``Network.encode``."""
        states, whole, detect, kinds = self._graphs["model.onnx"].run(None, {"ids": ids, "mask": mask, "first": first})
        return states, whole, detect, kinds

    def triggers(
        self, states: Floats, passage: Floats, kinds: Floats, head: Ints,
        own: Floats, sent_apart: Ints, words_apart: Ints,
    ) -> Mapping[str, Floats]:
        """See ``Network.triggers``."""
        given = {
            "states": states, "passage": passage, "kinds": kinds, "head": head, "own": own,
            "sent_apart": sent_apart, "words_apart": words_apart,
        }
        found = self._graphs["triggers.onnx"].run(list(_TRIGGER_OUTPUTS), given)
        return dict(zip(_TRIGGER_OUTPUTS, found, strict=True))

    def same(self, left: Floats, right: Floats, facts: Floats) -> Floats:
        """See ``Network.same``."""
        found: Floats = self._graphs["pairs.onnx"].run(None, {"left": left, "right": right, "facts": facts})[0]
        return found

    def arguments(self, ids: Ints, mask: Ints, first: Ints) -> Floats:
        """See ``ArgumentNetwork.arguments``."""
        found: Floats = self._graphs["arguments.onnx"].run(None, {"ids": ids, "mask": mask, "first": first})[0]
        return found


class Networks(Network, ArgumentNetwork, Protocol):
    """All graphs of a model folder, or a fake of them."""


@dataclass(frozen=True, slots=True, eq=False)
class _Report:
    """A report as the encoder saw it; kept for the next question about the same one."""

    doc: Document
    words: tuple[str, ...]
    sents: Ints
    sentences: tuple[tuple[int, int], ...]
    """Word ranges."""
    sizes: tuple[int, ...]
    """Word pieces of each sentence."""
    pieces: tuple[list[int], ...]
    """Word pieces of each word."""
    passages: tuple[Encoded, ...]
    readings: dict[int, TriggerReading]
    """What has been read at a token; a trigger is asked once."""


@dataclass(slots=True, eq=False)
class EventModel:
    """Finds triggers and reads their type, fields and roles. Keeps the last report's states, nothing else."""

    network: Networks
    tokenizer: Any
    """A ``tokenizers.Tokenizer``; anything whose ``encode_batch(words, add_special_tokens=False)`` has ids."""
    labels: Mapping[str, tuple[str, ...]]
    thresholds: Thresholds
    version: str
    _last: _Report | None = field(default=None, repr=False)

    @classmethod
    def load(cls, path: Path | str | None = None) -> EventModel:
        """Load a model folder; without a path the one that ships with the package.

        Raises ModelError when a file is missing, damaged (its SHA-256 differs) or of another format.
        """
        folder = Path(path) if path is not None else Path(str(files("truceline"))) / "models" / "events"
        labels = _read_labels(folder)
        for name in FILES:
            _check(folder, name, labels["sha256"].get(name))
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        raw = json.loads((folder / "thresholds.json").read_text("utf8"))
        raw |= {"roles": tuple(raw["roles"]), "scale": tuple(raw["scale"])}
        names = {k: tuple(v) for k, v in labels["labels"].items()}
        return cls(OnnxNetwork(folder), tokenizer, names, Thresholds(**raw), str(labels["version"]))

    def read(self, doc: Document) -> list[TriggerReading]:
        """Every word of a report that may be a trigger, in text order, with its readings."""
        report = self._encode(doc)
        out: list[TriggerReading] = []
        for encoded in report.passages:
            found = find_triggers(encoded, report.sents, self.thresholds.trigger)
            out += read_triggers(self.network, encoded, report.sents, found, self.thresholds.roles)
        report.readings.update((r.head, replace(r, first=r.head, last=r.head + 1)) for r in out)
        return out

    def read_at(self, doc: Document, heads: Sequence[int]) -> list[TriggerReading]:
        """Readings at the given tokens of the report, whatever their score, in the order given."""
        report = self._encode(doc)
        wanted = sorted(set(heads) - set(report.readings))
        for encoded in report.passages:
            p = encoded.passage
            found = [(h, h, h + 1) for h in wanted if p.own <= h < p.last]
            for reading in read_triggers(self.network, encoded, report.sents, found, self.thresholds.roles):
                report.readings[reading.head] = reading
        return [report.readings[h] for h in heads]

    def same_event_scores(self, doc: Document, mentions: Sequence[EventMention]) -> Floats:
        """Probability (M, M) that two mentions of the report are one event; the mentions may come from rules too."""
        heads = [self.head_of(doc, m) for m in mentions]
        report = self._encode(doc)
        return same_event(self.network, self.read_at(doc, heads), report.words, report.sents)

    def arguments(self, doc: Document, mentions: Sequence[EventMention]) -> list[Floats]:
        """For each mention the probability (tokens, 7) that each token of the report stands in a phrase of each of
        ``words.ROLES``; zero outside the sentences that are read for the mention.

        For stages that have candidates of their own (a party, a time, a place) and want the model's word on each.
        """
        report = self._encode(doc)
        marked = [self._marked(doc, report, m) for m in mentions]
        out = []
        for item, inside in zip(marked, read_marked(self.network, marked), strict=True):
            scores = np.zeros((len(doc.tokens), len(ROLES)), dtype=np.float32)
            scores[: item.lead] = inside[: item.lead]
            scores[item.first_word : item.last_word] = inside[item.lead :]
            out.append(scores)
        return out

    def _marked(self, doc: Document, report: _Report, mention: EventMention) -> Marked:
        inside = [t.i for t in doc.tokens_in(mention.trigger)]
        if not inside:
            raise ValueError(f"trigger {mention.trigger} covers no token of report {doc.report.report_id}")
        (kind,) = self._pieces([mention.type.value.lower()])
        at = next(i for i, (a, b) in enumerate(report.sentences) if a <= inside[0] < b)
        words = window(report.sentences, report.sizes, at)
        return mark(report.pieces, kind, words, (inside[0], min(inside[-1] + 1, words[1])))

    def head_of(self, doc: Document, mention: EventMention) -> int:
        """The token of the mention's trigger that the network is surest of."""
        report = self._encode(doc)
        inside = [t.i for t in doc.tokens_in(mention.trigger)]
        if not inside:
            raise ValueError(f"trigger {mention.trigger} covers no token of report {doc.report.report_id}")
        chance = np.zeros(len(report.words), dtype=np.float32)
        for encoded in report.passages:
            p = encoded.passage
            chance[p.own : p.last] = encoded.chance[p.own - p.first :]
        return max(inside, key=lambda i: float(chance[i]))

    def _encode(self, doc: Document) -> _Report:
        if self._last is not None and self._last.doc is doc:
            return self._last
        words, title = tuple(t.text for t in doc.tokens), tuple(title_words(doc.report.title))
        sents = np.array([t.sent for t in doc.tokens], dtype=np.int64)
        ranges = _sentence_ranges(sents)
        pieces = self._pieces(words)
        head = [CLS, *(p for w in self._pieces(title) for p in w), *([SEP] if title else [])]
        limit = self.thresholds.passage_pieces
        marks = np.array([not any(c.isalnum() for c in w) for w in words], dtype=bool)
        passages = []
        for passage in cut_passages(ranges, [len(p) for p in pieces], limit=limit):
            ids, first = list(head), []
            for word in pieces[passage.first : passage.last]:
                first.append(min(len(ids), LONGEST - 2))
                ids.extend(word)
            encoded = encode_passage(self.network, [*ids[: LONGEST - 1], SEP], first, passage)
            encoded.chance[marks[passage.first : passage.last]] = 0.0  # the hyphen of "UN-brokered" names nothing
            passages.append(encoded)
        sizes = tuple(sum(len(p) for p in pieces[a:b]) for a, b in ranges)
        self._last = _Report(doc, words, sents, tuple(ranges), sizes, tuple(pieces), tuple(passages), {})
        return self._last

    def _pieces(self, words: Sequence[str]) -> list[list[int]]:
        if not words:
            return []
        found = self.tokenizer.encode_batch(list(words), add_special_tokens=False)
        return [list(e.ids) or [_UNK] for e in found]


def _sentence_ranges(sents: Ints) -> list[tuple[int, int]]:
    if not len(sents):
        return []
    edges = [0, *(np.flatnonzero(np.diff(sents)) + 1).tolist(), len(sents)]
    return list(pairwise(edges))


def _read_labels(folder: Path) -> dict[str, Any]:
    path = folder / "labels.json"
    try:
        labels: dict[str, Any] = json.loads(path.read_text("utf8"))
    except FileNotFoundError as error:
        raise ModelError(f"No model in {folder}: labels.json is missing. Install truceline anew, "
                         "or build the model with: python -m training.learn") from error
    except ValueError as error:
        raise ModelError(f"{path} is not JSON ({error}). Install truceline anew") from error
    if labels.get("format") != FORMAT:
        raise ModelError(f"Model folder {folder} has format {labels.get('format')!r}, this version reads {FORMAT}. "
                         "Use the model that ships with it, or build one with: python -m training.learn")
    return labels


def _check(folder: Path, name: str, expected: str | None) -> None:
    path = folder / name
    if not path.is_file():
        raise ModelError(f"Model folder {folder} lacks {name}. Install truceline anew")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise ModelError(f"{path} is damaged: SHA-256 {found[:12]} where labels.json says {str(expected)[:12]}. "
                         "Install truceline anew")
