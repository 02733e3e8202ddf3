"""A second opinion on Chinese queries: `python -m octograph_training.opinion`.

The base reads little Chinese. A small Chinese encoder (bge-small-zh-v1.5, in 8 bits, from the jar that the engine uses;
its biases and layer norms are fitted, tune.py) reads the query too, and a multinomial logistic regression on its first
and its mean state names a node.
Both log-probabilities are added with two weights (a logarithmic opinion pool). The master has learnt from the training
rows, so only rows that it has not seen can say how far it is to be trusted: the weights, two numbers, are fitted on the
Chinese ones of the calibration rows, and what they do is told of the held-out ones. With `--write`, the file; docs/adr/0018
has the figures.
"""

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from scipy.optimize import minimize
from scipy.special import log_softmax

from .adapter import adapter_weights
from .base import packaged_gguf, read_base
from .data import Clip, Vocabulary, calibrating, held_out, prompt, read_rows
from .encoder import JARS, NAME, TOKENS, Encoder, newest
from .evaluate import calibration_error
from .forward import features
from .folders import DATA, GRAPH, MASTER
from .graph_check import check_graph
from .model import frozen
from .onnx_base import BITS
from .plain_question import plain_question
from .problems import report
from .quantize import deployed
from .refit import temper
from .tokenizer import plain, read_tokenizer
from .tune import tune

CALM = 2e-3  # draws the weights to one half each


def chinese(text: str) -> bool:
    """As many Han characters as Latin words, and no kana or Hangul; the engine asks the same."""
    han = len(re.findall("[\u3400-\u9fff]", text))
    return 0 < han >= len(re.findall("[A-Za-z]+", text)) and not re.search("[\u3040-\u30ff\uac00-\ud7af]", text)


@dataclass(frozen=True)
class Regression:
    """Multinomial logistic regression: rows [2 * width, nodes], bias [nodes]; the encoder's values it is read with, by name."""

    tuned: dict[str, np.ndarray]
    rows: np.ndarray
    bias: np.ndarray

    def score(self, pooled: np.ndarray) -> np.ndarray:
        return pooled @ self.rows + self.bias


def learn(encoder: Encoder, rows: list[dict], target: np.ndarray, nodes: int) -> Regression:
    """Of a row of several calls the query alone is read: a rewrite is of one of them."""
    rewrite = lambda row: row["calls"][0]["rewrite"] if len(row["calls"]) == 1 else ""
    tuned, weights, bias = tune(encoder, [(plain_question(row["query"]), rewrite(row), each) for row, each in zip(rows, target, strict=True)], nodes)
    return Regression({name: value.astype(np.float16) for name, value in tuned.items()}, weights, bias)


def pool(weights, own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Log-probabilities [n, nodes] of both together; weights: of the master's and of the opinion's."""
    return log_softmax(weights[0] * own + weights[1] * other, -1)


def fit(own: np.ndarray, other: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The two weights above 0 with the least loss."""

    def loss(logarithms):
        weights = np.exp(logarithms)
        right = pool(weights, own, other)[np.arange(len(target)), target]
        return -right.mean() + CALM * ((weights - 0.5) ** 2).sum()

    return np.exp(minimize(loss, np.log([0.5, 0.5]), method="Nelder-Mead").x)


def master(chosen, nodes: tuple[str, ...], rows: list[dict]) -> np.ndarray:
    """Log-probabilities [rows, nodes] as the trained master gives them."""
    gguf = packaged_gguf()
    base = deployed(read_base(gguf), BITS)
    vocabulary = Vocabulary(plain(read_tokenizer(gguf)), nodes, base.shape.vocabulary)
    trainable = adapter_weights(chosen.adapter / "adapter.safetensors", base.shape)
    told = json.loads((chosen.adapter / "master.json").read_text(encoding="utf-8"))
    row = {token["node"]: token["id"] - told["first_id"] for token in told["tokens"]}
    prompts = [prompt(vocabulary, each, Clip()) for each in rows]
    seen = features(base.shape, frozen(base), trainable, [(ids, [len(ids) - 1]) for ids in prompts], "reading")
    return log_softmax(seen @ trainable["rows"][[row[node] for node in nodes]].T / told["temperature"], -1)


def write(folder: Path, found: Regression, temperature: float, nodes: tuple[str, ...], weights: np.ndarray) -> None:
    """All in float16, the regression with its temperature folded in; what it reads and how much it counts as metadata."""
    tensors = {f"tuned.{name}": value for name, value in found.tuned.items()}
    tensors |= {"opinion.rows": found.rows / temperature, "opinion.bias": found.bias / temperature}
    metadata = {"encoder": NAME, "tokens": str(TOKENS), "nodes": json.dumps(nodes, ensure_ascii=False)}
    metadata |= {"own": f"{weights[0]:.4f}", "other": f"{weights[1]:.4f}"}
    folder.mkdir(parents=True, exist_ok=True)
    halved = {name: np.ascontiguousarray(value, np.float16) for name, value in tensors.items()}
    save_file(halved, folder / "opinion.safetensors", metadata=metadata)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m octograph_training.opinion", description=__doc__)
    add = parser.add_argument
    add("--graph", type=Path, default=GRAPH, help="the graph file")
    add("--master", default="entry", help="the master of that graph (default: entry)")
    add("--data", type=Path, nargs="+", default=[DATA], help="folders of *.jsonl routing rows")
    add("--adapter", type=Path, default=MASTER, help="the trained master's folder")
    add("--jar", type=Path, help="the encoder's jar (default: the newest in Maven's local repository)")
    add("--write", type=Path, metavar="FOLDER", help="write opinion.safetensors there")
    return parser.parse_args()


def rows_of(folders: list[Path], nodes: tuple[str, ...]) -> list[dict]:
    """The rows that stand alone, in a fixed order; those whose first call goes to no node (none, finish) are not among them."""
    alone = lambda row: row["calls"][0]["node"] in nodes and not row.get("history") and not row.get("steps")
    return [row for folder in folders for row in read_rows(folder) if alone(row)]


def main() -> None:
    chosen = options()
    around, problems = check_graph(chosen.graph, chosen.master)
    report(problems)
    nodes = around.nodes
    rows = rows_of(chosen.data, nodes)
    rows = [row for row in rows if chinese(row["query"])]
    learnt = [row for row in rows if not held_out(row) and not calibrating(row)]
    tried, held = [row for row in rows if calibrating(row)], [row for row in rows if held_out(row)]
    target = lambda some: np.array([nodes.index(row["calls"][0]["node"]) for row in some])
    print(f"Chinese rows: {len(learnt)} to learn from, {len(tried)} to fit the weights on, {len(held)} held out", flush=True)
    own, jar = master(chosen, nodes, [*tried, *held]), chosen.jar or newest(JARS)
    found = learn(Encoder(jar), learnt, target(learnt), len(nodes))
    encoder = Encoder(jar, found.tuned)
    pooled = lambda some: encoder.pooled([plain_question(row["query"]) for row in some])
    seen = [Seen(own[: len(tried)], found.score(pooled(tried)), target(tried)), Seen(own[len(tried) :], found.score(pooled(held)), target(held))]
    temperature, weights = compare(*seen)
    if chosen.write:
        write(chosen.write, found, temperature, nodes, weights)


@dataclass(frozen=True)
class Seen:
    """The master's log-probabilities [rows, nodes], the opinion's logits and the truth [rows]."""

    own: np.ndarray
    logits: np.ndarray
    target: np.ndarray


def compare(tried: Seen, held: Seen) -> tuple[float, np.ndarray]:
    """The opinion's temperature and the two weights, fitted on rows to try on; what they are worth on held-out rows is told."""
    _, temperature = temper(tried.logits, tried.target)
    weights = fit(tried.own, log_softmax(tried.logits / temperature, -1), tried.target)
    other = log_softmax(held.logits / temperature, -1)
    tell("the master alone", held.own, held.target)
    tell("the opinion alone", other, held.target)
    tell(f"both, weights {weights.round(2)}", pool(weights, held.own, other), held.target)
    return temperature, weights


def tell(what: str, logarithms: np.ndarray, target: np.ndarray) -> None:
    right = logarithms.argmax(-1) == target
    error = calibration_error(np.exp(logarithms.max(-1)), right)
    print(f"{what}: {right.mean():.3f} right, calibration error {error:.3f}", flush=True)


if __name__ == "__main__":
    main()
