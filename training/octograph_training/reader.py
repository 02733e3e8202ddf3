"""A reader of the decision at a lower layer: attention of a few learnt queries over the states of the whole prompt.

The last position has gathered little of the prompt after ten layers, but the prompt's own positions know its subject.
Each query weighs the positions (softmax over the prompt); the weighted means, the plain mean and the last state are put
side by side and scored by functional rows. This is the pooling of Lin et al., "A Structured Self-attentive Sentence
Embedding" (ICLR 2017), section 2.1, with one linear layer. The network stays as it is, so a decision that the reader
is not sure of is the one that the network makes without it.
"""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
import optax


@dataclass(frozen=True)
class States:
    """Normalised states of prompts laid end to end, float16 [tokens, width]; starts [prompts + 1]; target [prompts], a node.

    The head of the template is left out: no attention reaches forward, so its states are the same for every prompt.
    """

    values: np.ndarray
    starts: np.ndarray
    target: np.ndarray

    def of(self, numbers: np.ndarray) -> "States":
        pieces = [self.values[self.starts[i] : self.starts[i + 1]] for i in numbers]
        return States(np.concatenate(pieces), np.cumsum([0, *map(len, pieces)]), self.target[numbers])


@dataclass(frozen=True)
class Learning:
    queries: int = 4
    passes: int = 6
    rate: float = 2e-3
    decay: float = 0.3
    dropout: float = 0.5  # of single values of the states
    tokens: int = 1536  # a batch
    prompts: int = 80  # at most, a batch
    seed: int = 0


def train(states: States, nodes: int, learning: Learning) -> dict:
    """Learns on normalised states and returns weights for states as they are: queries [width, queries],
    rows [(queries + 2) * width, nodes] for the pooled states, the mean and the last, and bias [nodes]."""
    sample = states.values[:: max(1, len(states.values) // 20_000)].astype(np.float32)
    centre, scale = sample.mean(0), sample.std(0) + 1e-3
    random, width, parts = np.random.default_rng(learning.seed), states.values.shape[1], learning.queries + 2
    draw = lambda *shape: jnp.asarray(random.standard_normal(shape) * 0.01, jnp.float32)
    weights = {"queries": draw(width, learning.queries), "rows": draw(parts * width, nodes), "bias": jnp.zeros(nodes)}
    steps = learning.passes * sum(1 for _ in _batches(states, np.arange(len(states.target)), learning))
    optimizer = optax.adamw(optax.cosine_decay_schedule(learning.rate, steps), 0.9, 0.98, weight_decay=learning.decay)

    @jax.jit
    def step(weights, state, key, batch):
        key, own = jax.random.split(key)
        kept = jax.random.bernoulli(own, 1 - learning.dropout, batch["states"].shape) / (1 - learning.dropout)
        batch = {**batch, "states": (batch["states"] - centre) / scale * kept}

        def loss(weights):
            each = optax.softmax_cross_entropy_with_integer_labels(logits(weights, batch, learning.prompts), batch["target"])
            return (each * batch["weight"]).sum() / batch["weight"].sum()

        update, state = optimizer.update(jax.grad(loss)(weights), state, weights)
        return optax.apply_updates(weights, update), state, key

    state, key = optimizer.init(weights), jax.random.PRNGKey(learning.seed)
    for _ in range(learning.passes):
        for batch in _batches(states, random.permutation(len(states.target)), learning):
            weights, state, key = step(weights, state, key, batch)
    return _for_plain_states({name: np.asarray(value) for name, value in weights.items()}, centre, scale)


def score(weights: dict, states: States, learning: Learning = Learning()) -> np.ndarray:
    """Logits [prompts, nodes]."""
    run, made = jax.jit(lambda batch: logits(weights, batch, learning.prompts)), []
    for batch in _batches(states, np.arange(len(states.target)), learning):
        made.append(np.asarray(run(batch))[: int(batch["weight"].sum())])
    return np.concatenate(made)


def logits(weights: dict, batch: dict, prompts: int):
    """states [tokens, width] with the number of their prompt in `prompt` (`prompts` for padding) -> [prompts, nodes]."""
    states, prompt = batch["states"], batch["prompt"]
    total = lambda values: jax.ops.segment_sum(values, prompt, prompts + 1)
    weight = states @ weights["queries"]
    weight = jnp.exp(weight - jax.ops.segment_max(weight, prompt, prompts + 1)[prompt])
    weight = weight / total(weight)[prompt]
    count = jnp.maximum(total(jnp.ones(len(prompt))), 1)[:, None]
    pooled = [total(weight[:, q : q + 1] * states) for q in range(weight.shape[1])]
    whole = jnp.concatenate([*pooled, total(states) / count], -1)[:prompts]
    return jnp.concatenate([whole, states[batch["last"]]], -1) @ weights["rows"] + weights["bias"]


def _for_plain_states(weights: dict, centre: np.ndarray, scale: np.ndarray) -> dict:
    """Folds centring and scaling in; a query's share of the centre is the same everywhere, so its softmax drops it."""
    parts = len(weights["rows"]) // len(scale)
    rows = weights["rows"] / np.tile(scale, parts)[:, None]
    return {"queries": weights["queries"] / scale[:, None], "rows": rows, "bias": weights["bias"] - np.tile(centre, parts) @ rows}


def _batches(states: States, order: np.ndarray, learning: Learning):
    """Prompts in the order given, as many as fit into arrays of one shape."""
    waiting, tokens = [], 0
    for number in order:
        length = int(states.starts[number + 1] - states.starts[number])
        if not 0 < length <= learning.tokens:
            raise ValueError(f"A prompt of {length} tokens does not fit into a batch of {learning.tokens}; clip it.")
        if tokens + length > learning.tokens or len(waiting) == learning.prompts:
            yield _batch(states, waiting, learning)
            waiting, tokens = [], 0
        waiting.append(number)
        tokens += length
    if waiting:
        yield _batch(states, waiting, learning)


def _batch(states: States, numbers: list[int], learning: Learning) -> dict:
    values = np.zeros((learning.tokens, states.values.shape[1]), np.float32)
    prompt = np.full(learning.tokens, learning.prompts, np.int32)
    last, target = np.zeros(learning.prompts, np.int32), np.zeros(learning.prompts, np.int32)
    at = 0
    for place, number in enumerate(numbers):
        own = states.values[states.starts[number] : states.starts[number + 1]]
        values[at : at + len(own)], prompt[at : at + len(own)] = own, place
        at += len(own)
        last[place], target[place] = at - 1, states.target[number]
    weight = (np.arange(learning.prompts) < len(numbers)).astype(np.float32)
    return {"states": values, "prompt": prompt, "last": last, "target": target, "weight": weight}
