"""The master in JAX: the frozen base with LoRA weights and functional-token rows.

The forward pass takes packed rows: several training rows share one sequence, and `segments` keeps their
attention apart. Rotary embeddings are relative, so positions need not restart with a segment.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np

from .base import Base, Shape

RANK, ALPHA = 16, 32


def frozen(base: Base) -> dict:
    """The base as a pytree; linears are [layers, outputs, inputs]."""
    return jax.tree.map(
        jnp.asarray,
        {
            "embedding": base.embedding,
            "final_norm": base.final_norm,
            "blocks": {"attention_norm": base.attention_norm, "mlp_norm": base.mlp_norm, **base.linears},
        },
    )


def initial(shape: Shape, rows: np.ndarray, seed: int, rank: int = RANK) -> dict:
    """Trainable weights: LoRA pairs a [layers, rank, inputs] and b [layers, outputs, rank] (zero), and the rows."""
    random = np.random.default_rng(seed)
    lora = {}
    for name, (outputs, inputs) in shape.linear.items():
        a = random.standard_normal((shape.layers, rank, inputs)).astype(np.float32) / math.sqrt(inputs)
        lora[name] = {"a": a, "b": np.zeros((shape.layers, outputs, rank), np.float32)}
    return jax.tree.map(jnp.asarray, {"lora": lora, "rows": rows.astype(np.float32)})


def hidden(shape: Shape, base: dict, trainable: dict, ids, segments):
    """ids, segments int32 [batch, time] -> normalised features float32 [batch, time, width]."""
    vocabulary = base["embedding"].shape[0]
    functional = ids >= vocabulary
    x = jnp.take(base["embedding"], jnp.where(functional, 0, ids), axis=0)
    rows = jnp.take(trainable["rows"], jnp.where(functional, ids - vocabulary, 0), axis=0)
    x = jnp.where(functional[..., None], rows, x)
    time = ids.shape[1]
    turns = rotation(shape, time)
    visible = jnp.tril(jnp.ones((time, time), bool)) & (segments[:, :, None] == segments[:, None, :])

    def body(carry, layer):
        weights, lora = layer
        return block(shape, carry, weights, lora, turns, visible), None

    x, _ = jax.lax.scan(body, x, (base["blocks"], trainable["lora"]))
    return norm(x, base["final_norm"], shape.epsilon)


def norm(x, weight, epsilon):
    """x [..., width] divided by its root mean square, times the weight."""
    return x * jax.lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + epsilon) * weight


def rotation(shape: Shape, time: int):
    """Cosines and sines of the rotary embedding, [1, time, 1, head_size / 2] each."""
    inverse = 1.0 / shape.theta ** (np.arange(0, shape.head_size, 2, dtype=np.float64) / shape.head_size)
    angle = (np.arange(time)[:, None] * inverse)[None, :, None]
    return jnp.asarray(np.cos(angle), jnp.float32), jnp.asarray(np.sin(angle), jnp.float32)


def _rotate(x, rotation):
    cos, sin = rotation
    a, b = jnp.split(x, 2, -1)
    return jnp.concatenate((a * cos - b * sin, b * cos + a * sin), -1)


def block(shape: Shape, x, weights, lora, turns, visible):
    """One layer on x [batch, time, width]; `turns` is what `rotation` gives, visible [batch, time, time]."""
    batch, time, width = x.shape
    group, size = shape.heads // shape.kv_heads, shape.head_size

    def linear(name, y):
        y = y.reshape(batch * time, -1)
        low = (y @ lora[name]["a"].T) @ lora[name]["b"].T * (ALPHA / RANK)
        return (y @ weights[name].T + low).reshape(batch, time, -1)

    y = norm(x, weights["attention_norm"], shape.epsilon)
    q = _rotate(linear("q", y).reshape(batch, time, shape.heads, size), turns)
    k = _rotate(linear("k", y).reshape(batch, time, shape.kv_heads, size), turns)
    v = linear("v", y).reshape(batch, time, shape.kv_heads, size)
    q = q.reshape(batch, time, shape.kv_heads, group, size).transpose(0, 2, 3, 1, 4).reshape(batch, shape.kv_heads, -1, size)
    scores = jnp.einsum("bkqd,btkd->bkqt", q, k) / math.sqrt(size)
    mask = jnp.tile(visible, (1, group, 1))[:, None]
    weights_of = jax.nn.softmax(jnp.where(mask, scores, -1e30), -1)
    mixed = jnp.einsum("bkqt,btkd->bkqd", weights_of, v).reshape(batch, shape.kv_heads, group, time, size)
    x = x + linear("o", mixed.transpose(0, 3, 1, 2, 4).reshape(batch, time, width))
    y = norm(x, weights["mlp_norm"], shape.epsilon)
    return x + linear("down", jax.nn.silu(linear("gate", y)) * linear("up", y))


