"""Integer weights of a quantised ONNX graph as unsigned bytes, with which every processor counts right.

    python -m training.unsigned src/truceline/models/events      # rewrites both encoders and their sums in labels.json

x86 processors without VNNI multiply unsigned activations by *signed* weights with ``vpmaddubsw``, which adds two
products in 16 bits and saturates: the graph then says something else than on a processor with VNNI, and worse (ONNX
Runtime, "Quantize ONNX models", on U8S8). Unsigned weights take another path, whose sums are exact on both.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

OFFSET = 128  # int8 -128..127 as uint8 0..255


def with_unsigned_weights(path: Path) -> int:
    """Rewrite the graph at ``path``: each int8 weight w of a MatMulInteger, and its zero point, as uint8 w + 128.

    What the graph means stays the same to the bit. Returns how many tensors were rewritten; tables kept in another
    file stay there.
    """
    model = onnx.load(str(path), load_external_data=False)
    weights = {name for n in model.graph.node if n.op_type == "MatMulInteger" for name in (n.input[1], n.input[3])}
    n_rewritten = 0
    for tensor in model.graph.initializer:
        if tensor.name in weights and tensor.data_type == onnx.TensorProto.INT8:
            shifted = (numpy_helper.to_array(tensor).astype(np.int16) + OFFSET).astype(np.uint8)
            tensor.CopyFrom(numpy_helper.from_array(shifted, tensor.name))
            n_rewritten += 1
    path.write_bytes(model.SerializeToString())
    return n_rewritten


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    labels = json.loads((folder / "labels.json").read_text("utf8"))
    for name in ("model.onnx", "arguments.onnx"):
        print(name, with_unsigned_weights(folder / name), "tensors")
        labels["sha256"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
