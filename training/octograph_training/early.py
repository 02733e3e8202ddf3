"""How early the decision is known: `python -m octograph_training.early`.

A reader (reader.py) decides after the lower layers; where it is unsure, the whole network decides. An early exit with a threshold on a calibrated probability, as in Schwartz et al., "The Right Tool for the Given
Task: Matching Model and Instance Complexities" (ACL 2020), section 3. This makes the figures of docs/adr/0014 and, with
`--write`, the reader's file.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from safetensors.numpy import save_file
from scipy.special import softmax

from . import reader
from .adapter import adapter_weights
from .base import Shape, packaged_gguf, read_base
from .data import NODE, NONE, Clip, Vocabulary, calibrating, held_out, pack, prompt, read_rows
from .folders import DATA, GRAPH, MASTER
from .forward import shape_for
from .graph_check import check_graph
from .lines import numbered
from .model import block, frozen, norm, rotation
from .onnx_base import BITS, DEPTH
from .problems import report
from .progress import Progress
from .quantize import deployed
from .refit import temper
from .tokenizer import plain, read_tokenizer

FOLDS = 4
THRESHOLD = 0.5  # docs/adr/0014
LOSS = 0.005  # of accuracy, that an early exit may cost


def states(shape: Shape, base: dict, trainable: dict, ids, segments, depth: int):
    """Normalised states [batch, time, width] after `depth` layers (without a norm's weights) and after all of them."""
    x = jnp.take(base["embedding"], ids, axis=0)
    turns, time = rotation(shape, ids.shape[1]), ids.shape[1]
    visible = jnp.tril(jnp.ones((time, time), bool)) & (segments[:, :, None] == segments[:, None, :])
    body = lambda carry, layer: (block(shape, carry, *layer, turns, visible), None)
    layers = base["blocks"], trainable["lora"]
    low, _ = jax.lax.scan(body, x, jax.tree.map(lambda values: values[:depth], layers))
    high, _ = jax.lax.scan(body, low, jax.tree.map(lambda values: values[depth:], layers))
    return norm(low, 1.0, shape.epsilon), norm(high, base["final_norm"], shape.epsilon)


def read(shape: Shape, base: dict, trainable: dict, prompts: list[list[int]], head: int, depth: int):
    """States after `depth` layers without the first `head` of each prompt, float16 [tokens, width], where each prompt
    starts in them [prompts + 1], and the features before the functional token after all layers [prompts, width]."""
    if not 0 < depth < shape.layers:
        raise ValueError(f"A depth of {depth} layers is outside 1 to {shape.layers - 1}; choose one within.")
    starts = np.cumsum([0, *(len(ids) - head for ids in prompts)])
    low = np.zeros((starts[-1], shape.width), np.float16)
    high = np.zeros((len(prompts), shape.width), np.float32)
    step = jax.jit(lambda base, weights, ids, segments: states(shape, base, weights, ids, segments, depth))
    # packing changes the order, so the number of the prompt travels as the target
    shape_of_packs = shape_for(max(map(len, prompts)))
    batches = pack([(ids, [(len(ids) - 1, number, NODE)]) for number, ids in enumerate(prompts)], shape_of_packs)
    with Progress("reading", len(batches)) as progress:
        for batch in batches:
            below, above = map(np.asarray, step(base, trainable, batch.ids, batch.segments))
            for (row, end), number in zip(batch.where[: batch.rows], batch.target, strict=False):
                low[starts[number] : starts[number + 1]] = below[row, end + 1 - len(prompts[number]) + head : end + 1]
                high[number] = above[row, end]
            progress.add(int((batch.segments > 0).sum()))
    return low, starts, high


@dataclass(frozen=True)
class Cascade:
    """What an early exit after `depth` of `layers` does: the share that exits, and the accuracy of all."""

    depth: int
    layers: int
    share: float
    accuracy: float

    @property
    def layers_a_decision(self) -> float:
        return self.depth + (1 - self.share) * (self.layers - self.depth)

    @property
    def speed(self) -> float:
        return self.layers / self.layers_a_decision


def cascade(depth: int, layers: int, early: np.ndarray, late: np.ndarray, target: np.ndarray, threshold: float) -> Cascade:
    """early [n, nodes] are calibrated probabilities, late [n] the choice of the whole network, target [n] the truth."""
    sure = early.max(-1) >= threshold
    choice = np.where(sure, early.argmax(-1), late)
    return Cascade(depth, layers, float(sure.mean()), float((choice == target).mean()))


def best_threshold(early: np.ndarray, late: np.ndarray, target: np.ndarray, loss: float) -> float:
    """The lowest threshold whose cascade, and that of every higher one, loses at most `loss` of the late accuracy."""
    order = np.argsort(-early.max(-1), kind="stable")
    sure, gain = early.max(-1)[order], (early.argmax(-1) == target).astype(int) - (late == target)
    lost = -np.cumsum(gain[order]) / len(target)
    # rows of one probability exit together
    last = np.append(sure[1:] != sure[:-1], True)
    bad = np.flatnonzero(last & (lost > loss + 1e-12))
    kept = np.flatnonzero(last[: bad[0]] if len(bad) else last)
    return float(sure[kept[-1]]) if len(kept) else np.inf


def out_of_fold(seen: reader.States, nodes: int, learning: reader.Learning) -> np.ndarray:
    """Logits [n, nodes] of readers that have not learnt from the prompt."""
    made, fold = np.zeros((len(seen.target), nodes)), np.arange(len(seen.target)) % FOLDS
    for f in range(FOLDS):
        weights = reader.train(seen.of(np.flatnonzero(fold != f)), nodes, learning)
        made[fold == f] = reader.score(weights, seen.of(np.flatnonzero(fold == f)), learning)
    return made


@dataclass(frozen=True)
class Reader:
    """A reader's weights, its temperature, and from which probability on it decides."""

    weights: dict
    temperature: float
    threshold: float

    def probabilities(self, states: reader.States, learning: reader.Learning) -> np.ndarray:
        return softmax(reader.score(self.weights, states, learning) / self.temperature, -1)


def fit(seen: reader.States, nodes: int, late: np.ndarray, tried: np.ndarray, learning: reader.Learning) -> Reader:
    """late [prompts] is the whole network's choice; tried bool [prompts] are prompts that it has not learnt from.

    The threshold is 0.5 or the higher one that costs no more than `LOSS` on these; infinite where there is none."""
    logits = out_of_fold(seen, nodes, learning)[tried]
    _, temperature = temper(logits, seen.target[tried])
    threshold = best_threshold(softmax(logits / temperature, -1), late[tried], seen.target[tried], LOSS)
    return Reader(reader.train(seen, nodes, learning), temperature, max(THRESHOLD, threshold))


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m octograph_training.early", description=__doc__)
    add = parser.add_argument
    add("--depth", type=int, default=DEPTH, help="the layers below the reader; the base's early.onnx has %(default)s, the default")
    add("--graph", type=Path, default=GRAPH, help="the graph file")
    add("--master", default="entry", help="the master of that graph (default: entry)")
    add("--data", type=Path, default=DATA, help="a folder of *.jsonl routing rows")
    add("--adapter", type=Path, default=MASTER, help="the trained master's folder")
    add("--questions", type=Path, help="a JSON lines file with `question` and `node`, for validation only")
    add("--seed", type=int, default=reader.Learning.seed)
    add("--threshold", type=float, help="written: the least probability that decides (default: the least that costs little)")
    add("--write", type=Path, metavar="FOLDER", help="write early.safetensors there")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    around, problems = check_graph(chosen.graph, chosen.master)
    report(problems)
    nodes = around.nodes
    gguf = packaged_gguf()
    base = deployed(read_base(gguf), BITS)
    vocabulary = Vocabulary(plain(read_tokenizer(gguf)), nodes, base.shape.vocabulary)
    trainable = adapter_weights(chosen.adapter / "adapter.safetensors", base.shape)
    fixed, seen, late = frozen(base), {}, {}
    head = 1 + len(vocabulary.encode("user\n"))
    master = json.loads((chosen.adapter / "master.json").read_text(encoding="utf-8"))
    columns = columns_of(vocabulary, master["none"] is not None)
    sets = _sets(chosen, columns)
    for name, rows in sets.items():
        prompts = [prompt(vocabulary, row, Clip()) for row in rows]
        low, starts, high = read(base.shape, fixed, trainable, prompts, head, chosen.depth)
        seen[name] = reader.States(low, starts, np.array([list(columns).index(row["calls"][0]["node"]) for row in rows]))
        late[name] = (high @ trainable["rows"][list(columns.values())].T).argmax(-1)
        print(f"{name}: {len(rows)} prompts, all layers name {(late[name] == seen[name].target).mean():.3f} rightly", flush=True)
    learning = reader.Learning(seed=chosen.seed)
    tried = np.array([calibrating(row) for row in sets["training"]])
    found = fit(seen["training"], len(columns), late["training"], tried, learning)
    threshold = chosen.threshold or found.threshold
    for name in (name for name in seen if name != "training"):
        early = found.probabilities(seen[name], learning)
        alone = (early.argmax(-1) == seen[name].target).mean()
        print(f"{name}: {chosen.depth} layers alone {alone:.3f}, temperature {found.temperature:.2f}")
        for at in sorted({*np.arange(0.3, 0.95, 0.1).round(1), round(threshold, 3)}):
            exits = cascade(chosen.depth, base.shape.layers, early, late[name], seen[name].target, at)
            cost = f"{exits.layers_a_decision:.1f} layers, {exits.speed:.2f} x"
            print(f"  from {at:.3f} on: {exits.share:.3f} exit, {exits.accuracy:.3f} right, {cost}")
    if chosen.write:
        write(chosen.write, found, Place(chosen.depth, head, tuple(columns), round(min(threshold, 1.0), 4)))


@dataclass(frozen=True)
class Place:
    """Where a reader reads: the layers below it, the first position; the nodes of its columns, and from which probability on it decides."""

    depth: int
    head: int
    nodes: tuple[str, ...]
    threshold: float

    def metadata(self) -> dict[str, str]:
        if not 0 < self.threshold <= 1:
            raise ValueError(f"The threshold {self.threshold} is no probability above 0; give one, such as {THRESHOLD}.")
        nodes = json.dumps(self.nodes, ensure_ascii=False)
        return {"depth": str(self.depth), "from": str(self.head), "nodes": nodes, "threshold": str(self.threshold)}


def write(folder: Path, found: Reader, place: Place) -> None:
    """The reader's tensors in float16, its temperature folded in; where it reads and decides as metadata."""
    metadata, weights = place.metadata(), found.weights
    scaled = {"queries": weights["queries"], **{name: weights[name] / found.temperature for name in ("rows", "bias")}}
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {f"early.{name}": np.ascontiguousarray(value, np.float16) for name, value in scaled.items()}
    save_file(tensors, folder / "early.safetensors", metadata=metadata)


def columns_of(vocabulary: Vocabulary, none: bool) -> dict[str, int]:
    """A reader's columns and the functional rows that decide the same after all layers: the nodes, and *none* where the
    master can say it, since a master that can is read only by a reader that can too."""
    nodes = {node: i for i, node in enumerate(vocabulary.nodes)}
    return {**nodes, NONE: vocabulary.none - vocabulary.first} if none else nodes


def fresh(rows: list[dict], columns: dict[str, int]) -> list[dict]:
    """The rows that a reader learns from: decisions before any answer, among its columns."""
    return [row for row in rows if not row.get("steps") and row["calls"][0]["node"] in columns]


def _sets(chosen, columns: dict[str, int]) -> dict[str, list[dict]]:
    rows = fresh(read_rows(chosen.data), columns)
    sets = {"training": [r for r in rows if not held_out(r)], "held out": [r for r in rows if held_out(r)]}
    if chosen.questions:
        lines = [json.loads(line) for _, line in numbered(chosen.questions.read_text(encoding="utf-8"))]
        sets["questions"] = [{"query": q["question"], "calls": [{"node": q["node"]}]} for q in lines]
    return sets


if __name__ == "__main__":
    main()
