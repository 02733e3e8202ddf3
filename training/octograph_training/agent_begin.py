"""What an agent's training begins with: a master's or an agent's adapter cut to a lower rank, an agent's run, or nothing."""

from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from .agent_course import FRAME
from .base import Base, Shape
from .begin import Begin
from .data import Vocabulary
from .model import ALPHA, RANK, initial
from .problems import Problem
from .train import weights_of_run


def check_rank(begin: Begin, rank: int) -> list[Problem]:
    """A rank above that of the adapter would add pairs that begin as nothing and stay so."""
    if begin.master is None:
        return []
    stored = load_file(begin.folder / "adapter.safetensors")
    most = min(value.shape[1] for name, value in stored.items() if name.endswith(".lora_A"))
    if rank <= most:
        return []
    return [Problem(str(begin.folder), f"Its LoRA has the rank {most}, and {rank} is wanted.", f"Choose --rank {most} or less, or begin with another.")]


def started(base: Base, vocabulary: Vocabulary, begin: Begin, rank: int, seed: int) -> dict:
    """The weights before the first step."""
    fresh = initial(base.shape, first_rows(base, vocabulary, begin), seed, rank)
    if begin.folder is None:
        return fresh
    if begin.master is None:
        return weights_of_run(begin.folder, fresh)
    return {**fresh, "lora": lower_rank(begin.folder / "adapter.safetensors", base.shape, rank)}


def lower_rank(adapter: Path, shape: Shape, rank: int) -> dict:
    """LoRA pairs of an adapter's file, each product in its best approximation of that rank (Eckart and Young 1936)."""
    stored = load_file(adapter)
    lora = {}
    for name in shape.linear:
        a, b = [], []
        for layer in range(shape.layers):
            down = stored[f"layers.{layer}.{name}.lora_A"].astype(np.float32)  # [inputs, rank]
            up = stored[f"layers.{layer}.{name}.lora_B"].astype(np.float32)  # [rank, outputs], scaled
            q, r = np.linalg.qr(down)
            u, s, v = np.linalg.svd(r @ up, full_matrices=False)
            root = np.sqrt(s[:rank])
            a.append((q @ u[:, :rank] * root).T)
            b.append((v[:rank].T * root) / (ALPHA / RANK))
        lora[name] = {"a": np.stack(a), "b": np.stack(b)}
    return lora


def first_rows(base: Base, vocabulary: Vocabulary, begin: Begin) -> np.ndarray:
    """A function's row begins as the mean embedding of its name, END as that of the frame's close, *none* and *finish* likewise;
    or, where an agent is begun with that has it, as there."""
    mean = lambda text: base.embedding[vocabulary.encode(text)].mean(0)
    names = (*(" " + name.replace("_", " ") for name in vocabulary.nodes), FRAME[1], " none", " finished")
    rows = np.stack([mean(name) for name in names]).astype(np.float32)
    if begin.master is None:
        return rows
    known = load_file(begin.folder / "adapter.safetensors")["functional_rows"].astype(np.float32)
    places = {token.get("function"): token["id"] - begin.master["first_id"] for token in begin.master["tokens"]}
    if set(places) & set(vocabulary.nodes):
        places |= {part: begin.master[part]["id"] - begin.master["first_id"] for part in ("end", "none") if begin.master[part]}
        for row, name in enumerate((*vocabulary.nodes, "end", "none")):
            if name in places:
                rows[row] = known[places[name]]
    return rows
