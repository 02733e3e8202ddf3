"""Forward passes alone: features at chosen positions, many sequences at a time."""

from functools import partial

import jax
import numpy as np

from .base import Shape
from .data import NODE, PackShape, pack
from .model import hidden
from .progress import Progress

TOKENS = 2048  # a pass, which needs little memory without gradients
TIMES = (512, 1024, TOKENS)
_pass = partial(jax.jit, static_argnums=0)(lambda shape, base, trainable, ids, segments: hidden(shape, base, trainable, ids, segments))


def shape_for(longest: int) -> PackShape:
    """Packs as short as the longest sequence allows: attention costs their length."""
    for time in TIMES:
        if longest <= time:
            return PackShape(packs=TOKENS // time, time=time, scored=256)
    raise ValueError(f"A sequence of {longest} tokens does not fit into {TOKENS}; clip its texts.")


def features(shape: Shape, base: dict, trainable: dict, sequences: list[tuple[list[int], list[int]]], what: str) -> np.ndarray:
    """Features [positions, width] of (ids, positions), in their order; `base` is what `model.frozen` gives."""
    count = sum(len(places) for _, places in sequences)
    made, numbered, at = np.zeros((count, shape.width), np.float32), [], 0
    for ids, places in sequences:
        # packing changes the order, so a position's number travels as its target
        numbered.append((ids, [(place, at + i, NODE) for i, place in enumerate(places)]))
        at += len(places)
    batches = pack(numbered, shape_for(max((len(ids) for ids, _ in sequences), default=0)))
    with Progress(what, len(batches)) as progress:
        for batch in batches:
            seen = np.asarray(_pass(shape, base, trainable, batch.ids, batch.segments))
            kept = batch.weight > 0
            where = batch.where[kept]
            made[batch.target[kept]] = seen[where[:, 0], where[:, 1]]
            progress.add(int((batch.segments > 0).sum()))
    return made
