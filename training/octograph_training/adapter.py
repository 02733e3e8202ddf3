"""Writes a trained master as an adapter: LoRA pairs and functional rows in float16, and master.json."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from .data import Clip, Vocabulary
from .model import ALPHA, RANK

MAX_REWRITE = 160  # tokens; the longest rewrite of the data has 172, 99 % have 130 or fewer


@dataclass(frozen=True)
class Target:
    """Where an adapter goes and whose it is."""

    folder: Path
    graph: str
    base: str
    tokens: tuple[str, ...]  # text of the neighbours' tokens, in the neighbours' order
    end: str
    temperature: float


def tensors(trainable: dict) -> dict[str, np.ndarray]:
    """The base's optional inputs: lora_A [inputs, rank], lora_B [rank, outputs] with the scaling folded in."""
    named = {"functional_rows": trainable["rows"]}
    for name, pair in trainable["lora"].items():
        for layer in range(len(pair["a"])):
            named[f"layers.{layer}.{name}.lora_A"] = pair["a"][layer].T
            named[f"layers.{layer}.{name}.lora_B"] = pair["b"][layer].T * (ALPHA / RANK)
    return {name: np.ascontiguousarray(value, np.float16) for name, value in named.items()}


def write(target: Target, vocabulary: Vocabulary, clip: Clip, trainable: dict, report: dict) -> None:
    target.folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors(trainable), target.folder / "adapter.safetensors", metadata={"base": target.base, "graph": target.graph})
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    (target.folder / "report.json").write_text(text, encoding="utf-8")
    master = {
        "format": 1,
        "graph": target.graph,
        "base": target.base,
        "adapter": "adapter.safetensors",
        "first_id": vocabulary.first,
        "tokens": [
            {"node": node, "token": token, "id": vocabulary.first + i}
            for i, (node, token) in enumerate(zip(vocabulary.nodes, target.tokens, strict=True))
        ],
        "none": None,
        "finish": None,
        "end": {"token": target.end, "id": vocabulary.end},
        "stop": {"token": "<|im_end|>", "id": vocabulary.stop},
        "prompt": {"turn": "<|im_start|>{role}\n{content}<|im_end|>\n", "open": "<|im_start|>assistant\n"},
        "continuation": {"answer": "{node}: {content}"},
        "frame": {"open": " ('", "close": "')"},
        "clip": {"query": clip.query, "history": clip.history, "rewrite": clip.rewrite},
        "max_rewrite": MAX_REWRITE,
        "temperature": target.temperature,
        "report": {"sha256": hashlib.sha256(text.encode()).hexdigest()},
    }
    (target.folder / "master.json").write_text(json.dumps(master, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
