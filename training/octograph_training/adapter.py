"""Writes a trained master as an adapter: LoRA pairs and functional rows in float16, and master.json."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from .base import Shape
from .data import FINISH, NONE, Clip, Vocabulary
from .model import ALPHA, RANK

END = "<nexa_end>"
MAX_REWRITE = 160  # tokens; the longest rewrite of the data has 172, 99 % have 130 or fewer
# Rewrites whose tokens have a lower mean log-probability count as none: bounds by reading a hundred of the bundled master's
# (docs/adr/0024). Of a language that the base knows badly fluent nonsense is likelier.
CERTAINTY = {"han": -0.2, "others": -1.1}


@dataclass(frozen=True)
class Target:
    """Where an adapter goes and whose it is."""

    folder: Path
    graph: str
    base: str
    tokens: dict[str, str]  # text of each neighbour's token, and of *none* and *finish* where something taught them
    temperature: float


def tensors(trainable: dict) -> dict[str, np.ndarray]:
    """The base's optional inputs: lora_A [inputs, rank], lora_B [rank, outputs] with the scaling folded in."""
    named = {"functional_rows": trainable["rows"]}
    for name, pair in trainable["lora"].items():
        for layer in range(len(pair["a"])):
            named[f"layers.{layer}.{name}.lora_A"] = pair["a"][layer].T
            named[f"layers.{layer}.{name}.lora_B"] = pair["b"][layer].T * (ALPHA / RANK)
    return {name: np.ascontiguousarray(value, np.float16) for name, value in named.items()}


def adapter_weights(path: Path, shape: Shape) -> dict:
    """The trainable weights that `adapter.tensors` wrote: LoRA pairs of all layers and the functional rows."""
    stored = {name: value.astype(np.float32) for name, value in load_file(path).items()}
    stack = lambda name, part: np.stack([stored[f"layers.{i}.{name}.lora_{part}"].T for i in range(shape.layers)])
    pairs = {name: {"a": stack(name, "A"), "b": stack(name, "B") * (RANK / ALPHA)} for name in shape.linear}
    return {"lora": pairs, "rows": stored["functional_rows"]}


def write_weights(target: Target, trainable: dict) -> Path:
    target.folder.mkdir(parents=True, exist_ok=True)
    file = target.folder / "adapter.safetensors"
    save_file(tensors(trainable), file, metadata={"base": target.base, "graph": target.graph})
    return file


def write_master(target: Target, vocabulary: Vocabulary, clip: Clip, report: dict) -> None:
    """report.json, and master.json with its digest."""
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    (target.folder / "report.json").write_text(text, encoding="utf-8")
    named = lambda name: {"token": target.tokens[name], "id": vocabulary.token(name)} if name in target.tokens else None
    master = {
        "format": 1,
        "graph": target.graph,
        "base": target.base,
        "adapter": "adapter.safetensors",
        "first_id": vocabulary.first,
        "tokens": [{"node": node, **named(node)} for node in vocabulary.nodes],
        "none": named(NONE),
        "finish": named(FINISH),
        "end": {"token": END, "id": vocabulary.end},
        "stop": {"token": "<|im_end|>", "id": vocabulary.stop},
        "prompt": {"turn": "<|im_start|>{role}\n{content}<|im_end|>\n", "open": "<|im_start|>assistant\n"},
        "continuation": {"answer": "{node}: {content}"},
        "frame": {"open": " ('", "close": "')"},
        "clip": {"query": clip.query, "history": clip.history, "rewrite": clip.rewrite},
        "max_rewrite": MAX_REWRITE,
        "temperature": target.temperature,
        "certainty": CERTAINTY,
        "report": {"sha256": hashlib.sha256(text.encode()).hexdigest()},
    }
    (target.folder / "master.json").write_text(json.dumps(master, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
