"""The training loop: packed batches, one loss over three kinds of positions, check points that a later run goes on from."""

import hashlib
import json
import os
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax

from .adapter import adapter_weights
from .base import Base, Shape
from .begin import Begin
from .data import KINDS, NEXT, NODE, ONWARD, TEXT, Batch, Clip, PackShape, Vocabulary, example, pack, rare, sequence
from .model import frozen, hidden, initial
from .progress import Progress
from .variety import Variety, varied


@dataclass(frozen=True)
class Settings:
    """`rewrites` is the share of rows that are read with their rewrites; the others end at the functional token."""

    epochs: float = 1.0
    skip: float = 0.0  # passes that an earlier run has read
    rewrites: float = 0.3
    rare: int = 2  # how often a pass reads rows of several calls, follow-ups and continuations
    learning_rate: float = 7e-4
    warm_up: int = 20
    node_weight: float = 1.0
    next_weight: float = 0.5
    onward_weight: float = 1.0
    text_weight: float = 0.5
    seed: int = 0
    checkpoint_every: int = 20
    variety: Variety = Variety()
    clip: Clip = Clip()
    packs: PackShape = PackShape()


def reading_order(places: list[int], settings: Settings) -> list[int]:
    """Pass after pass over numbers of rows, each a new permutation; `skip` passes were read by the run this one begins with."""
    random, order = np.random.default_rng(settings.seed), []
    while len(order) < settings.epochs * len(places):
        order += random.permutation(places).tolist()
    return order[round(settings.skip * len(places)) : round(settings.epochs * len(places))]


def plan(vocabulary: Vocabulary, rows: list[dict], settings: Settings) -> list[Batch]:
    """All batches of the run in order; the same seed gives the same plan, so a run can go on at any step."""
    random = np.random.default_rng(settings.seed + 1)
    places = [i for i, row in enumerate(rows) for _ in range(settings.rare if rare(row) else 1)]
    chosen = []
    for i in reading_order(places, settings):
        row = varied(rows, i, settings.variety, random)
        item = example(vocabulary, row, settings.clip)
        chosen.append(sequence(vocabulary, item, item.rare or random.random() < settings.rewrites))
    return pack(chosen, settings.packs)


def shortlist(vocabulary: Vocabulary, batches: list[Batch]) -> np.ndarray:
    """Every id that stands in the data: a softmax over these instead of the whole vocabulary costs a quarter."""
    used = {vocabulary.stop}
    for batch in batches:
        used.update(np.unique(batch.ids).tolist())
        used.update(np.unique(batch.target).tolist())
    return np.array(sorted(i for i in used if i < vocabulary.first), np.int32)


class Scorer:
    """Masks and target columns: the columns are the shortlist, then the functional rows. A text ends with END, or, as JSON
    does, by itself."""

    def __init__(self, vocabulary: Vocabulary, short: np.ndarray, texts_end: bool = True):
        self.short = short
        self.column = np.full(vocabulary.first + vocabulary.rows, -1, np.int32)
        self.column[short] = np.arange(len(short))
        self.column[vocabulary.first :] = len(short) + np.arange(vocabulary.rows)
        nodes = slice(len(short), len(short) + len(vocabulary.nodes))
        self.allowed = np.zeros((len(KINDS), len(short) + vocabulary.rows), bool)
        for kind, beside in ((NODE, vocabulary.none), (NEXT, vocabulary.stop), (ONWARD, vocabulary.finish)):
            self.allowed[kind, nodes] = True
            self.allowed[kind, self.column[beside]] = True
        self.allowed[TEXT, : len(short)] = True
        self.allowed[TEXT, self.column[vocabulary.end]] = texts_end

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
        total, losses, accuracies, counts = 0.0, [], [], []
        count_of = lambda kind: (batch["weight"] * (batch["kind"] == kind)).sum()
        for kind in range(len(KINDS)):
            weight, count = batch["weight"] * (batch["kind"] == kind), count_of(kind)
            # continuations are rare: alone in a step, one must not weigh as much as all first decisions together
            shared = count_of(NODE) + count_of(ONWARD) if kind in (NODE, ONWARD) else count
            total += weights[kind] * (each * weight).sum() / jnp.maximum(shared, 1.0)
            losses.append((each * weight).sum() / jnp.maximum(count, 1.0))
            accuracies.append((right * weight).sum() / jnp.maximum(count, 1.0))
            counts.append(count)
        return total, (jnp.stack(losses), jnp.stack(accuracies), jnp.stack(counts))

    @partial(jax.jit, donate_argnums=(0, 1))
    def step(trainable, state, base, short, batch):
        (_, measured), gradient = jax.value_and_grad(loss, has_aux=True)(trainable, base, short, batch)
        update, state = optimizer.update(gradient, state, trainable)
        return optax.apply_updates(trainable, update), state, measured

    return step


def make_optimizer(settings: Settings, steps: int):
    warm_up = min(settings.warm_up, steps // 4)  # a small set has few steps
    rate = optax.warmup_cosine_decay_schedule(0.0, settings.learning_rate, warm_up, max(steps, 1), settings.learning_rate * 0.05)
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
    """A node's row begins as the mean embedding of its name; END as that of the closing frame, *none* and *finish* as that of such words."""
    mean = lambda text: base.embedding[vocabulary.encode(text)].mean(0)
    return np.stack([*(mean(" " + node.removesuffix("_gpt").replace("_", " ")) for node in vocabulary.nodes), mean("')"), mean(" unknown"), mean(" finished")])


@dataclass(frozen=True)
class Course:
    """What a training reads and begins with: all batches in their order, what may be chosen where, and the weights before the
    first step. `of` is what these were made from: a check point belongs to one course."""

    batches: list[Batch]
    scorer: Scorer
    start: dict
    of: tuple

    def fingerprint(self) -> str:
        return hashlib.sha256(repr((*self.of, len(self.batches))).encode()).hexdigest()


def masters_course(base: Base, vocabulary: Vocabulary, rows: list[dict], settings: Settings, begin: Begin) -> Course:
    batches = plan(vocabulary, rows, settings)
    scorer = Scorer(vocabulary, shortlist(vocabulary, batches))
    start = started(base, vocabulary, settings.seed, begin)
    return Course(batches, scorer, start, (rows, vocabulary.nodes, settings, begin.digest()))


def train(base: Base, course: Course, settings: Settings, run: Path) -> dict:
    """Trains to the end of the course and returns the trainable weights. A check point in the run's folder is gone on from."""
    run.mkdir(parents=True, exist_ok=True)
    batches, scorer = course.batches, course.scorer
    optimizer = make_optimizer(settings, len(batches))
    trainable = jax.tree.map(jnp.asarray, course.start)
    state = optimizer.init(trainable)
    fingerprint = course.fingerprint()
    first, trainable, state = load_checkpoint(run, fingerprint, trainable, state)
    readings = sum(batch.rows for batch in batches)
    print(f"{readings} rows to read, {len(batches)} steps, {len(scorer.short)} tokens in the shortlist, from step {first}", flush=True)
    weights = (settings.node_weight, settings.next_weight, settings.onward_weight, settings.text_weight)
    step = make_step(base.shape, optimizer, jnp.asarray(scorer.allowed), weights)
    fixed, short = frozen(base), jnp.asarray(base.embedding[scorer.short])
    recent = deque(maxlen=5)
    with Progress("step", len(batches), first) as progress:
        for number in range(first, len(batches)):
            batch = batches[number]
            trainable, state, measured = step(trainable, state, fixed, short, scorer.arrays(batch))
            recent.append([np.asarray(part) for part in measured])
            progress.add(int((batch.segments > 0).sum()), _measured(recent))
            if (number + 1) % settings.checkpoint_every == 0 or number + 1 == len(batches):
                save_checkpoint(run, fingerprint, number + 1, trainable, state)
    return jax.tree.map(np.asarray, trainable)


def _measured(recent: Iterable[list[np.ndarray]]) -> str:
    """Loss and accuracy of each kind of position in the last steps."""
    losses, right, counts = (np.stack(parts) for parts in zip(*recent, strict=True))
    # a kind that is rare may be absent from a step, so its mean is over what was scored
    mean = lambda values: (values * counts).sum(0) / np.maximum(counts.sum(0), 1)
    figures = zip(KINDS, mean(losses), mean(right), counts.sum(0), strict=True)
    return "loss, right: " + "  ".join(f"{name} {loss:.3f} {share:.3f}" for name, loss, share, count in figures if count)


def save_checkpoint(run: Path, fingerprint: str, step: int, trainable, state) -> None:
    leaves = {str(i): np.asarray(leaf) for i, leaf in enumerate(jax.tree.leaves((trainable, state)))}
    np.savez(run / "writing.npz", fingerprint=fingerprint, step=step, **leaves)
    os.replace(run / "writing.npz", run / "checkpoint.npz")


def load_checkpoint(run: Path, fingerprint: str, trainable, state):
    file = run / "checkpoint.npz"
    if not file.exists():
        return 0, trainable, state
    saved = np.load(file)
    if str(saved["fingerprint"]) != fingerprint:
        raise SystemExit(f"{file} belongs to a run with other settings or data; name another --run, or delete it.")
    tree = jax.tree.structure((trainable, state))
    leaves = [jnp.asarray(saved[str(i)]) for i in range(tree.num_leaves)]
    trainable, state = jax.tree.unflatten(tree, leaves)
    return int(saved["step"]), trainable, state


def started(base: Base, vocabulary: Vocabulary, seed: int, begin: Begin) -> dict:
    """The weights before the first step."""
    fresh = initial(base.shape, initial_rows(vocabulary, base), seed)
    return begun(begin.folder, fresh, vocabulary, base.shape) if begin.folder else fresh


def weights_of_run(folder: Path, like: dict) -> dict:
    """The trainable weights of a run's last check point; `like` has their form."""
    saved = np.load(folder / "checkpoint.npz")
    # the trainable weights are the first leaves
    leaves = [jnp.asarray(saved[str(i)]) for i in range(len(jax.tree.leaves(like)))]
    if [leaf.shape for leaf in leaves] != [leaf.shape for leaf in jax.tree.leaves(like)]:
        raise SystemExit(f"{folder} holds a run of other nodes, functions or of another rank; name its adapter's folder, or begin with another.")
    return jax.tree.unflatten(jax.tree.structure(like), leaves)


def begun(folder: Path, fresh: dict, vocabulary: Vocabulary, shape: Shape) -> dict:
    """The weights of an earlier run's last check point, or of a master's folder: its LoRA, and its rows by the names of their
    tokens. A node which it did not know begins as the mean of those that it knew: a token as the network is used to."""
    if (folder / "checkpoint.npz").exists():
        return weights_of_run(folder, fresh)
    if not (folder / "master.json").exists():
        raise SystemExit(f"{folder} has neither a check point nor a master.json to begin with; name the folder of a run or of a master.")
    known, master = adapter_weights(folder / "adapter.safetensors", shape), json.loads((folder / "master.json").read_text(encoding="utf-8"))
    rows = np.array(fresh["rows"])
    trained = {token["node"]: known["rows"][token["id"] - master["first_id"]] for token in master["tokens"]}
    mean = np.mean(list(trained.values()), 0)
    for index, node in enumerate(vocabulary.nodes):
        rows[index] = trained.get(node, mean)
    for name, own in (("end", vocabulary.end), ("none", vocabulary.none), ("finish", vocabulary.finish)):
        if master.get(name):
            rows[own - vocabulary.first] = known["rows"][master[name]["id"] - master["first_id"]]
    return jax.tree.map(jnp.asarray, {"lora": known["lora"], "rows": rows})
