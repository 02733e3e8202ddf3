"""Writes src/test/resources/early-fixture.json: queries and the logits that the training's reader gives them.

Run in this folder, in the environment of `./octograph train`: PYTHONPATH=../../../../training python make_early_fixture.py
"""

import json
import pathlib

import numpy as np
from safetensors import safe_open

from octograph_training import early, reader
from octograph_training.base import packaged_gguf, read_base
from octograph_training.data import Clip, Vocabulary, prompt
from octograph_training.model import frozen
from octograph_training.onnx_base import BITS
from octograph_training.quantize import deployed
from octograph_training.tokenizer import plain, read_tokenizer

HERE = pathlib.Path(__file__).resolve().parent
MASTER = HERE.parents[3] / "models" / "octopus-135m" / "adapters" / "mmlu"
FIXTURE = HERE.parent / "resources" / "early-fixture.json"

QUERIES = [
    "Tell me the result of derivative of x^3 when x is 2?",
    "What are the symptoms of vitamin B12 deficiency?",
    "Why does a ship of steel float?",
    "是谁提倡罢黜百家,独尊儒术?",
    "Which treaty ended the Thirty Years' War, and what did it change?",
    "Can my landlord keep the deposit if I move out a month early?",
    "Welche Zinsen zahlt die Bundesbank?",
    "hm",
]


def main() -> None:
    with safe_open(MASTER / "early.safetensors", "numpy") as file:
        metadata = file.metadata()
        weights = {name: file.get_tensor(f"early.{name}").astype(np.float32) for name in ("queries", "rows", "bias")}
    nodes, gguf = json.loads(metadata["nodes"]), packaged_gguf()
    base = deployed(read_base(gguf), BITS)
    vocabulary = Vocabulary(plain(read_tokenizer(gguf)), nodes, base.shape.vocabulary)
    trainable = early.adapter_weights(MASTER / "adapter.safetensors", base.shape)
    prompts = [prompt(vocabulary, {"query": query}, Clip()) for query in QUERIES]
    low, starts, _ = early.read(base.shape, frozen(base), trainable, prompts, int(metadata["from"]), int(metadata["depth"]))
    logits = reader.score(weights, reader.States(low, starts, np.zeros(len(prompts), int)))
    lines = [
        {"query": query, "logits": dict(zip(nodes, map(lambda x: round(float(x), 3), row), strict=True))}
        for query, row in zip(QUERIES, logits, strict=True)
    ]
    text = "[\n" + ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n]\n"
    FIXTURE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
