"""The training loop: packed batches, one loss over three kinds of positions, check points that a later run goes on from."""

import json
import os
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax

from .base import Base
from .data import NEXT, NODE, TEXT, Batch, Clip, Example, PackShape, Vocabulary, pack, sequence
from .model import frozen, hidden, initial


@dataclass(frozen=True)
class Settings:
    """`rewrites` is the share of rows that are read with their rewrites; the others end at the functional token."""

    epochs: float = 1.0
    skip: float = 0.0  # passes that an earlier run has read
    rewrites: float = 0.3
    learning_rate: float = 7e-4
    warm_up: int = 20
    node_weight: float = 1.0
    next_weight: float = 0.5
    text_weight: float = 0.5
    seed: int = 0
    checkpoint_every: int = 20
    keep_features: float = 0.35  # the share of steps, at the end, whose features the rows are refitted on
    clip: Clip = Clip()
    packs: PackShape = PackShape()


def reading_order(count: int, settings: Settings) -> list[int]:
    """Pass after pass, each a new permutation; `skip` passes were read by the run this one begins with."""
    random, order = np.random.default_rng(settings.seed), []
    while len(order) < settings.epochs * count:
        order += random.permutation(count).tolist()
    return order[round(settings.skip * count) : round(settings.epochs * count)]


def plan(vocabulary: Vocabulary, examples: list[Example], order: list[int], settings: Settings) -> list[Batch]:
    """All batches of the run in order; the same seed gives the same plan, so a run can go on at any step."""
    random = np.random.default_rng(settings.seed + 1)
    chosen = [(examples[i], examples[i].rare or random.random() < settings.rewrites) for i in order]
    return pack([sequence(vocabulary, item, rewrite) for item, rewrite in chosen], settings.packs)


def shortlist(vocabulary: Vocabulary, examples: list[Example]) -> np.ndarray:
    """Every id that stands in the data: a softmax over these instead of the whole vocabulary costs a quarter."""
    used = {vocabulary.stop}
    for item in examples:
        used.update(i for i in item.prompt if i < vocabulary.first)
        for _, text in item.calls:
            used.update(text)
    used.update(vocabulary.encode("')"))
    return np.array(sorted(used), np.int32)


class Scorer:
    """Masks and target columns: the columns are the shortlist, then the functional rows."""

    def __init__(self, vocabulary: Vocabulary, short: np.ndarray):
        self.short = short
        self.column = np.full(vocabulary.first + vocabulary.rows, -1, np.int32)
        self.column[short] = np.arange(len(short))
        self.column[vocabulary.first :] = len(short) + np.arange(vocabulary.rows)
        nodes = slice(len(short), len(short) + len(vocabulary.nodes))
        self.allowed = np.zeros((3, len(short) + vocabulary.rows), bool)
        self.allowed[NODE, nodes] = True
        self.allowed[NEXT, nodes] = True
        self.allowed[NEXT, self.column[vocabulary.stop]] = True
        self.allowed[TEXT, : len(short)] = True
        self.allowed[TEXT, self.column[vocabulary.end]] = True

    def arrays(self, batch: Batch) -> dict:
        target = self.column[batch.target]
        if (target < 0).any():
            raise ValueError("A scored token is missing from the shortlist.")
        return {
            "ids": batch.ids,
            "segments": batch.segments,
            "where": batch.where,
            "target": target,
            "kind": batch.kind,
            "weight": batch.weight,
        }


def make_step(shape, optimizer, allowed, weights):
    def loss(trainable, base, short, batch):
        features = hidden(shape, base, trainable, batch["ids"], batch["segments"])
        picked = features[batch["where"][:, 0], batch["where"][:, 1]]
        logits = jnp.concatenate((picked @ short.T, picked @ trainable["rows"].T), -1)
        logits = jnp.where(allowed[batch["kind"]], logits, -1e30)
        each = optax.softmax_cross_entropy_with_integer_labels(logits, batch["target"])
        right = jnp.argmax(logits, -1) == batch["target"]
        total, losses, accuracies = 0.0, [], []
        for kind in (NODE, NEXT, TEXT):
            weight = batch["weight"] * (batch["kind"] == kind)
            count = jnp.maximum(weight.sum(), 1.0)
            losses.append((each * weight).sum() / count)
            accuracies.append((right * weight).sum() / count)
            total += weights[kind] * losses[-1]
        return total, (jnp.stack(losses), jnp.stack(accuracies), picked)

    @partial(jax.jit, donate_argnums=(0, 1))
    def step(trainable, state, base, short, batch):
        (_, measured), gradient = jax.value_and_grad(loss, has_aux=True)(trainable, base, short, batch)
        update, state = optimizer.update(gradient, state, trainable)
        return optax.apply_updates(trainable, update), state, measured

    return step


def make_optimizer(settings: Settings, steps: int):
    rate = optax.warmup_cosine_decay_schedule(0.0, settings.learning_rate, settings.warm_up, steps, settings.learning_rate * 0.05)
    group = lambda tree: {key: jax.tree.map(lambda _: key, value) for key, value in tree.items()}
    return optax.chain(
        optax.clip_by_global_norm(1.0),
        optax.multi_transform(
            {
                "lora": optax.adamw(rate, 0.9, 0.98, weight_decay=0.01),
                "rows": optax.adamw(lambda count: 2 * rate(count), 0.9, 0.98, weight_decay=0.0),
            },
            group,
        ),
    )


def initial_rows(vocabulary: Vocabulary, base: Base) -> np.ndarray:
    """A node's row begins as the mean embedding of its name; END begins as the mean of the closing frame."""
    mean = lambda text: base.embedding[vocabulary.encode(text)].mean(0)
    return np.stack([*(mean(" " + node.removesuffix("_gpt").replace("_", " ")) for node in vocabulary.nodes), mean("')")])


@dataclass
class Features:
    """Features [n, width] before a NODE position and the node's index there, gathered as they pass."""

    seen: np.ndarray
    target: np.ndarray

    @staticmethod
    def none(width: int) -> "Features":
        return Features(np.zeros((0, width), np.float32), np.zeros(0, np.int32))

    def add(self, picked, batch: Batch, vocabulary: Vocabulary) -> None:
        scored = (batch.kind == NODE) & (batch.weight > 0)
        self.seen = np.concatenate((self.seen, np.asarray(picked)[scored]))
        self.target = np.concatenate((self.target, batch.target[scored] - vocabulary.first))


@dataclass(frozen=True)
class Run:
    """Where check points go, and whose weights the run begins with (None: a fresh adapter)."""

    folder: Path
    begin: Path | None = None


def train(base: Base, vocabulary: Vocabulary, examples: list[Example], settings: Settings, run: Run) -> tuple[dict, Features]:
    """Trains to the end of the plan and returns the trainable weights and the features of its last part.

    A check point in the run's folder is gone on from.
    """
    run.folder.mkdir(parents=True, exist_ok=True)
    batches = plan(vocabulary, examples, reading_order(len(examples), settings), settings)
    scorer = Scorer(vocabulary, shortlist(vocabulary, examples))
    optimizer = make_optimizer(settings, len(batches))
    trainable = initial(base.shape, initial_rows(vocabulary, base), settings.seed)
    if run.begin:
        trainable = load_weights(run.begin, trainable)
    state = optimizer.init(trainable)
    fingerprint = json.dumps([settings.seed, settings.epochs, settings.rewrites, settings.learning_rate, len(batches)])
    first, trainable, state, features = load_checkpoint(run.folder, fingerprint, trainable, state, Features.none(base.shape.width))
    print(f"{len(examples)} rows, {len(batches)} steps, {len(scorer.short)} tokens in the shortlist, from step {first}", flush=True)
    weights = (settings.node_weight, settings.next_weight, settings.text_weight)
    step = make_step(base.shape, optimizer, jnp.asarray(scorer.allowed), weights)
    fixed, short = frozen(base), jnp.asarray(base.embedding[scorer.short])
    begun, tokens, recent = time.monotonic(), 0, []
    for number in range(first, len(batches)):
        batch = batches[number]
        trainable, state, measured = step(trainable, state, fixed, short, scorer.arrays(batch))
        losses, accuracies, picked = measured
        recent.append((np.asarray(losses), np.asarray(accuracies)))
        if number >= len(batches) * (1 - settings.keep_features):
            features.add(picked, batch, vocabulary)
        tokens += int((batch.segments > 0).sum())
        if (number + 1) % 5 == 0 or number + 1 == len(batches):
            _report(number + 1, len(batches), recent, tokens, time.monotonic() - begun, number + 1 - first)
            recent = []
        if (number + 1) % settings.checkpoint_every == 0 or number + 1 == len(batches):
            save_checkpoint(run.folder, fingerprint, number + 1, trainable, state, features)
    return jax.tree.map(np.asarray, trainable), features


def _report(step, steps, recent, tokens, seconds, done):
    losses, right = np.mean([r[0] for r in recent], 0), np.mean([r[1] for r in recent], 0)
    left = seconds / done * (steps - step)
    print(
        f"step {step}/{steps}  loss node {losses[NODE]:.3f} next {losses[NEXT]:.3f} text {losses[TEXT]:.3f}"
        f"  right node {right[NODE]:.3f} text {right[TEXT]:.3f}  {tokens / seconds:.0f} tokens/s  {left / 60:.0f} min left",
        flush=True,
    )


def save_checkpoint(run: Path, fingerprint: str, step: int, trainable, state, features: Features) -> None:
    leaves = {str(i): np.asarray(leaf) for i, leaf in enumerate(jax.tree.leaves((trainable, state)))}
    kept = {"features": features.seen, "targets": features.target}
    np.savez(run / "writing.npz", fingerprint=fingerprint, step=step, **kept, **leaves)
    os.replace(run / "writing.npz", run / "checkpoint.npz")


def load_checkpoint(run: Path, fingerprint: str, trainable, state, features: Features):
    file = run / "checkpoint.npz"
    if not file.exists():
        return 0, trainable, state, features
    saved = np.load(file)
    if str(saved["fingerprint"]) != fingerprint:
        raise SystemExit(f"{file} belongs to a run with other settings or data; name another --run, or delete it.")
    tree = jax.tree.structure((trainable, state))
    leaves = [jnp.asarray(saved[str(i)]) for i in range(tree.num_leaves)]
    trainable, state = jax.tree.unflatten(tree, leaves)
    return int(saved["step"]), trainable, state, Features(saved["features"], saved["targets"])


def load_weights(run: Path, trainable):
    """The trainable weights of an earlier run's last check point; they are its first leaves."""
    file = run / "checkpoint.npz"
    if not file.exists():
        raise SystemExit(f"There is no check point to begin with: {file} is missing.")
    saved = np.load(file)
    tree = jax.tree.structure(trainable)
    return jax.tree.unflatten(tree, [jnp.asarray(saved[str(i)]) for i in range(tree.num_leaves)])
