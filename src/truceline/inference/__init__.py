"""Model folder into an ONNX session: onnxruntime, tokenizers, numpy; no torch."""
