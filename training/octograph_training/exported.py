"""The exported master as ONNX Runtime runs it: `master.onnx` of the base with an adapter's weights as its optional inputs."""

import os
from pathlib import Path

# before the library is loaded, which reads it then
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
from safetensors.numpy import load_file  # noqa: E402

from .base import Shape  # noqa: E402
from .onnx_base import FUSED  # noqa: E402

ERRORS_ONLY = 3  # the library warns of every optional input


def inputs(path: Path, shape: Shape) -> dict[str, np.ndarray]:
    """An adapter's tensors, float32, as `master.onnx` takes them: the B of linear maps that are one node lie on a diagonal."""
    stored = {name: value.astype(np.float32) for name, value in load_file(path).items()}
    named = {name: value for name, value in stored.items() if not name.endswith(".lora_B")}
    for layer in range(shape.layers):
        for group, parts in FUSED.items():
            pieces = [stored[f"layers.{layer}.{part}.lora_B"] for part in parts]
            fused = np.zeros(np.sum([piece.shape for piece in pieces], 0), np.float32)
            row = column = 0
            for piece in pieces:
                fused[row : row + piece.shape[0], column : column + piece.shape[1]] = piece
                row, column = row + piece.shape[0], column + piece.shape[1]
            named[f"layers.{layer}.{group}.lora_B"] = fused
    return named


class Exported:
    """A base's graph for masters and an adapter; `read` goes on with one sequence, `start` begins another."""

    def __init__(self, base: Path, adapter: Path, shape: Shape):
        options = onnxruntime.SessionOptions()
        options.log_severity_level = ERRORS_ONLY
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(str(base / "master.onnx"), options, providers=["CPUExecutionProvider"])
        self.outputs = [output.name for output in self.session.get_outputs()]
        self.weights, self.shape = inputs(adapter, shape), shape
        self.start()

    def start(self) -> None:
        empty = np.zeros((1, self.shape.kv_heads, 0, self.shape.head_size), np.float32)
        parts = [(layer, part) for layer in range(self.shape.layers) for part in ("key", "value")]
        self.cache, self.length = {f"lane.0.past.{layer}.{part}": empty for layer, part in parts}, 0

    def read(self, ids: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """Logits after the last of the ids, of the functional rows and of the vocabulary."""
        self.length += len(ids)
        last = np.array([len(ids) - 1], np.int64)
        given = {
            "input_ids": np.array([ids], np.int64),
            "rows": last,
            "vocabulary_rows": np.zeros(1, np.int64),
            "lane.0.last": np.array([self.length - 1], np.int32),
            "lane.0.total": np.array(self.length, np.int32),
        }
        made = dict(zip(self.outputs, self.session.run(None, {**given, **self.cache, **self.weights}), strict=True))
        self.cache = {name: made[name.replace("past", "present")] for name in self.cache}
        return made["functional_logits"][0, 0], made["logits"][0, 0]
