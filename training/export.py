"""Trained networks to a model folder: four ONNX graphs (encoders int8), their common words, tokenizer, labels,
thresholds."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnx.external_data_helper import set_external_data
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.arguments import ArgumentNet
from training.encoders import encoder_folder
from training.labels import MODE_NAMES, STATUSES, TRUCE_ACTS, TYPES
from training.network import MID, EventNet
from training.unsigned import with_unsigned_weights
from truceline.inference.model import FILES, FORMAT, WORDS
from truceline.inference.reading import FIELDS
from truceline.inference.words import ROLES


class _Encode(nn.Module):
    def __init__(self, net: EventNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        return self.net.encode(ids, mask, first)


class _Triggers(nn.Module):
    def __init__(self, net: EventNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, *given: Tensor) -> tuple[Tensor, ...]:
        out = self.net.read_triggers(*given)
        return tuple(out[k] for k in ("type", *FIELDS, "role", "vector"))


class _Pairs(nn.Module):
    def __init__(self, net: EventNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, left: Tensor, right: Tensor, facts: Tensor) -> Tensor:
        return self.net.same_scores(left, right, facts)


def _export(
    module: nn.Module, given: tuple[Tensor, ...], path: Path, names: list[str], outputs: list[str], axes: dict
) -> None:
    module.eval()
    torch.onnx.export(
        module, given, str(path), input_names=names, output_names=outputs, dynamic_axes=axes,
        opset_version=17, dynamo=False,
    )


def export_graphs(net: EventNet, folder: Path, *, keep_ffn: bool) -> None:
    """Write model.onnx (int8; FFN output layers in f32 when ``keep_ffn``), triggers.onnx and pairs.onnx."""
    net = net.eval()
    m, w = 3, 120
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "encoder.onnx"
        ids = torch.randint(1000, 2000, (1, 140))
        first = torch.arange(1, w + 1).unsqueeze(0)
        _export(
            _Encode(net), (ids, torch.ones_like(ids), first), plain, ["ids", "mask", "first"],
            ["states", "whole", "detect", "kinds"],
            {"ids": {0: "b", 1: "l"}, "mask": {0: "b", 1: "l"}, "first": {0: "b", 1: "w"},
             "states": {0: "b", 1: "w"}, "whole": {0: "b"}, "detect": {0: "b", 1: "w"}, "kinds": {0: "b", 1: "w"}},
        )
        graph = onnx.load(str(plain)).graph
        dense = [n.name for n in graph.node if n.op_type in ("MatMul", "Gemm")]
        keep = [n for n in dense if "/detect" in n or "/kind" in n]
        if keep_ffn:
            keep += [n for n in dense if "/output/dense" in n and "attention" not in n]
        quantize_dynamic(
            plain, folder / "model.onnx", per_channel=True, weight_type=QuantType.QInt8, nodes_to_exclude=keep
        )
        with_unsigned_weights(folder / "model.onnx")
    given = (
        torch.randn(w, net.wide), torch.randn(net.wide), torch.randn(m, len(TYPES)), torch.tensor([4, 60, 110]),
        torch.ones(m, w), torch.zeros(m, w, dtype=torch.long), torch.zeros(m, w, dtype=torch.long),
    )
    names = ["states", "passage", "kinds", "head", "own", "sent_apart", "words_apart"]
    outputs = ["type", *FIELDS, "role", "vector"]
    axes: dict = {"states": {0: "w"}, "kinds": {0: "m"}, "head": {0: "m"}, "role": {0: "m", 1: "w"}}
    axes |= {k: {0: "m", 1: "w"} for k in ("own", "sent_apart", "words_apart")}
    axes |= {k: {0: "m"} for k in ("type", *FIELDS, "vector")}
    _export(_Triggers(net), given, folder / "triggers.onnx", names, outputs, axes)
    pair = (torch.randn(2, MID), torch.randn(2, MID), torch.randn(2, 12))
    _export(_Pairs(net), pair, folder / "pairs.onnx", ["left", "right", "facts"], ["odds"],
            {k: {0: "p"} for k in ("left", "right", "facts", "odds")})


def export_arguments(net: ArgumentNet, folder: Path) -> None:
    """Write arguments.onnx (int8)."""
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "arguments.onnx"
        ids = torch.randint(1000, 2000, (2, 90))
        first = torch.arange(1, 81).unsqueeze(0).expand(2, -1)
        axes = {"ids": {0: "b", 1: "l"}, "mask": {0: "b", 1: "l"}, "first": {0: "b", 1: "w"}, "roles": {0: "b", 1: "w"}}
        _export(net, (ids, torch.ones_like(ids), first), plain, ["ids", "mask", "first"], ["roles"], axes)
        graph = onnx.load(str(plain)).graph
        keep = [n.name for n in graph.node if n.op_type in ("MatMul", "Gemm") and "/role" in n.name]
        quantize_dynamic(
            plain, folder / "arguments.onnx", per_channel=True, weight_type=QuantType.QInt8, nodes_to_exclude=keep
        )
        with_unsigned_weights(folder / "arguments.onnx")


def share_words(folder: Path) -> None:
    """Move the table of word pieces out of both encoders into one file; it was not trained, so it is the same."""
    models = {name: onnx.load(str(folder / name)) for name in ("model.onnx", "arguments.onnx")}
    tables = {n: max(m.graph.initializer, key=lambda t: len(t.raw_data)) for n, m in models.items()}
    words, other = (t.raw_data for t in tables.values())
    if words != other:
        raise SystemExit("The two encoders have different tables of word pieces: was one of them trained?")
    (folder / WORDS).write_bytes(words)
    for name, model in models.items():
        set_external_data(tables[name], location=WORDS, offset=0, length=len(words))
        tables[name].ClearField("raw_data")
        tables[name].data_location = onnx.TensorProto.EXTERNAL
        (folder / name).write_bytes(model.SerializeToString())


def write_folder(
    net: EventNet, arguments: ArgumentNet, folder: Path, thresholds: dict, version: str, *, keep_ffn: bool = False
) -> None:
    """Write the whole model folder but for card.md."""
    folder.mkdir(parents=True, exist_ok=True)
    export_graphs(net, folder, keep_ffn=keep_ffn)
    export_arguments(arguments, folder)
    share_words(folder)
    shutil.copyfile(encoder_folder() / "tokenizer.json", folder / "tokenizer.json")
    (folder / "thresholds.json").write_text(json.dumps(thresholds, indent=1) + "\n")
    labels = {"types": TYPES, "mode": MODE_NAMES, "status": STATUSES, "truce": TRUCE_ACTS, "roles": ROLES}
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    text = json.dumps({"format": FORMAT, "version": version, "labels": labels, "sha256": sums}, indent=1)
    (folder / "labels.json").write_text(text + "\n")
