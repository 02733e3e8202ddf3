"""Fits the biases and the layer norms of the encoder to a task, beside a regression on its states.

After BitFit (Ben Zaken et al., arXiv 2106.10199): with few rows that is as good as fitting every weight, and it is
55 KB. The weights stay those of the jar in 8 bits, so the engine needs nothing but other values for a few of the
graph's own names. Tokens are masked and states dropped at random, and a target says 90 %: 4,000 rows are soon known
by heart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import optax
from onnx import numpy_helper

from .encoder import Encoder
from .progress import Progress

HEAD = 64  # values of an attention head
MASKED, DROPPED, SURE, REWRITES = 0.1, 0.2, 0.9, 0.2
ROWS, BLOCK = 32, 16  # rows of a step; steps whose rows are put together by length
LINEAR = re.compile(r"/encoder/layer\.(\d+)/(.+)/MatMul_quant")


@dataclass(frozen=True)
class Weights:
    """What is fitted (biases and norms, by the graph's names) and what stays: float32, linear maps [in, out] by layer and part."""

    tuned: dict[str, np.ndarray]
    linear: list[dict[str, np.ndarray]]
    words: np.ndarray
    places: np.ndarray


jax.tree_util.register_dataclass(Weights, ["tuned", "linear", "words", "places"], [])


def weights_of(graph: bytes) -> Weights:
    """Of an encoder of BERT's kind as `onnxruntime.quantization` writes it: 8 bits, a scale and a zero point a matrix."""
    model = onnx.load_from_string(graph).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.initializer}

    def whole(name: str) -> np.ndarray:
        values, zero = (stored[name + part].astype(np.float32) for part in ("_quantized", "_zero_point"))
        return (values - zero) * stored[name + "_scale"]

    linear: dict[int, dict[str, np.ndarray]] = {}
    for node in model.node:
        if found := LINEAR.fullmatch(node.name):
            linear.setdefault(int(found[1]), {})[found[2].replace("/", ".")] = whole(node.input[1].removesuffix("_quantized"))
    tuned = {name: value for name, value in stored.items() if name.endswith(".bias") or ".LayerNorm." in name}
    words, places, kinds = (whole(f"embeddings.{part}_embeddings.weight") for part in ("word", "position", "token_type"))
    return Weights(tuned, [linear[layer] for layer in sorted(linear)], words, places + kinds[0])


def states(tuned: dict, fixed: Weights, ids: jax.Array, real: jax.Array) -> jax.Array:
    """The states after the last layer [rows, tokens, width] of ids, of which those are real where `real` is 1."""

    def norm(name: str, x: jax.Array) -> jax.Array:
        centred = x - x.mean(-1, keepdims=True)
        return centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * tuned[f"{name}.LayerNorm.weight"] + tuned[f"{name}.LayerNorm.bias"]

    def heads(x: jax.Array) -> jax.Array:
        return x.reshape(*x.shape[:2], -1, HEAD).transpose(0, 2, 1, 3)

    x = norm("embeddings", fixed.words[ids] + fixed.places[: ids.shape[1]])
    hidden = jnp.where(real[:, None, None, :] > 0, 0.0, -1e9)
    for number, layer in enumerate(fixed.linear):
        name = f"encoder.layer.{number}"
        mapped = lambda part, x, layer=layer, name=name: x @ layer[part] + tuned[f"{name}.{part}.bias"]
        query, key, value = (heads(mapped(f"attention.self.{part}", x)) for part in ("query", "key", "value"))
        share = jax.nn.softmax(query @ key.transpose(0, 1, 3, 2) / np.sqrt(HEAD) + hidden, -1)
        seen = (share @ value).transpose(0, 2, 1, 3).reshape(x.shape)
        x = norm(f"{name}.attention.output", mapped("attention.output.dense", seen) + x)
        between = jax.nn.gelu(mapped("intermediate.dense", x), approximate=False)
        x = norm(f"{name}.output", mapped("output.dense", between) + x)
    return x


def pooled(tuned: dict, fixed: Weights, ids: jax.Array, real: jax.Array) -> jax.Array:
    """The first state and the mean of the real ones, side by side."""
    x, each = states(tuned, fixed, ids, real), real[..., None]
    return jnp.concatenate((x[:, 0], (x * each).sum(1) / each.sum(1)), -1)


@dataclass(frozen=True)
class Plan:
    passes: int = 8
    rate: float = 3e-3  # of biases and norms
    head: float = 2e-3  # of the regression
    seed: int = 1


def tune(encoder: Encoder, rows: list[tuple[str, str, int]], nodes: int, plan: Plan = Plan()) -> tuple[dict, np.ndarray, np.ndarray]:
    """Biases and norms by name, and the regression's rows [2 * width, nodes] and bias, fitted on (query, rewrite, node)."""
    random, fixed = np.random.default_rng(plan.seed), weights_of(encoder.graph)
    width = fixed.words.shape[1]
    fitted = {"tuned": fixed.tuned, "rows": np.zeros((2 * width, nodes), np.float32), "bias": np.zeros(nodes, np.float32)}
    steps = plan.passes * sum(-(-len(block) // ROWS) for block in blocks(np.arange(len(rows))))
    rising = lambda rate: optax.warmup_cosine_decay_schedule(0, rate, steps // 15 + 1, steps, rate / 20)
    which = {"tuned": "tuned", "rows": "head", "bias": "head"}
    rule = optax.partition({"tuned": optax.adamw(rising(plan.rate), weight_decay=0), "head": optax.adamw(rising(plan.head), weight_decay=0.05)}, which)
    rule = optax.chain(optax.clip_by_global_norm(1.0), rule)

    def loss(fitted, fixed, ids, real, target, key):
        read = pooled(fitted["tuned"], fixed, ids, real)
        read = read * jax.random.bernoulli(key, 1 - DROPPED, read.shape) / (1 - DROPPED)
        log_p = jax.nn.log_softmax(read @ fitted["rows"] + fitted["bias"])
        truth = jax.nn.one_hot(target, nodes) * SURE + (1 - SURE) / nodes
        return -(truth * log_p).sum(-1).mean()

    @jax.jit
    def step(fitted, state, fixed, ids, real, target, key):
        value, gradient = jax.value_and_grad(loss)(fitted, fixed, ids, real, target, key)
        change, state = rule.update(gradient, state, fitted)
        return optax.apply_updates(fitted, change), state, value

    fixed, state, key, mean = jax.device_put(fixed), rule.init(fitted), jax.random.PRNGKey(plan.seed), None
    with Progress("tuning", steps) as progress:
        for _ in range(plan.passes):
            for ids, real, target in batches(encoder, rows, random):
                key, own = jax.random.split(key)
                fitted, state, value = step(fitted, state, fixed, ids, real, target, own)
                mean = float(value) if mean is None else 0.97 * mean + 0.03 * float(value)
                progress.add(int(real.sum()), f"loss {mean:.3f}")
    fitted = jax.tree_util.tree_map(np.asarray, fitted)
    return fitted["tuned"], fitted["rows"], fitted["bias"]


def batches(encoder: Encoder, rows: list[tuple[str, str, int]], random: np.random.Generator) -> Iterator[tuple]:
    """One pass: ids, which of them are real, targets; now and then a rewrite in its query's place, and tokens masked."""
    found = []
    for block in blocks(random.permutation(len(rows))):
        read = sorted(((masked(encoder, rows[i], random), rows[i][2]) for i in block), key=lambda each: len(each[0]))
        found += [read[at : at + ROWS] for at in range(0, len(read), ROWS)]
    for some in (found[i] for i in random.permutation(len(found))):
        longest = -(-len(some[-1][0]) // 16) * 16  # few shapes, so that XLA compiles seldom
        ids = np.array([each + [0] * (longest - len(each)) for each, _ in some], np.int32)
        real = np.array([[1.0] * len(each) + [0.0] * (longest - len(each)) for each, _ in some], np.float32)
        yield ids, real, np.array([target for _, target in some], np.int32)


def blocks(order: np.ndarray) -> list[np.ndarray]:
    return np.array_split(order, -(-len(order) // (ROWS * BLOCK)))


def masked(encoder: Encoder, row: tuple[str, str, int], random: np.random.Generator) -> list[int]:
    ids = encoder.ids(row[1] if row[1] and random.random() < REWRITES else row[0])
    return [encoder.mask if 0 < place < len(ids) - 1 and random.random() < MASKED else each for place, each in enumerate(ids)]
