"""`./octograph train`: from a graph and its routing rows to a base in ONNX and a master's adapter on it.

Without options it trains a master for the ready graph `mmlu`, like the bundled one but not the same to the bit.
"""

import argparse
import time
from pathlib import Path

import yaml

from .adapter import Target, write
from .base import packaged_gguf, read_base
from .data import Vocabulary, example, held_out, read_rows
from .onnx_base import BITS, save
from .quantize import deployed
from .refit import refit
from .tokenizer import plain, read_tokenizer
from .train import Run, Settings, train

HOME = Path(__file__).resolve().parents[2]


def neighbours(graph: Path, master: str) -> tuple[str, tuple[str, ...]]:
    """The graph's name and the master's edges; their order is the order of the functional tokens."""
    content = yaml.safe_load(graph.read_text(encoding="utf-8"))
    for node in content["nodes"]:
        if node.get("master") == master and "worker" not in node:
            return content["graph"], tuple(node["edges"])
    raise SystemExit(f"{graph.name} has no master called {master}; its masters are the nodes that begin with `master:`.")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="octograph train", description=__doc__)
    add = parser.add_argument
    add("--graph", type=Path, default=HOME / "graph-config/src/main/resources/graphs/mmlu.yaml", help="the graph file")
    add("--master", default="entry", help="the master of that graph to train (default: entry)")
    add("--data", type=Path, default=HOME / "training/data", help="a folder of *.jsonl routing rows")
    add("--base", type=Path, default=HOME / "models/octopus-135m", help="the base's folder; written where there is none")
    add("--out", type=Path, help="the adapter's folder (default: adapters/GRAPH in the base's folder)")
    add("--run", type=Path, help="a folder for check points; a stopped run goes on from it (default: training/runs/GRAPH)")
    add("--epochs", type=float, default=Settings.epochs, help="passes over the rows (default: %(default)s)")
    add("--begin", type=Path, help="begin with the weights of this earlier run's last check point")
    add("--skip", type=float, default=Settings.skip, help="passes that the earlier run has read (default: %(default)s)")
    add("--learning-rate", type=float, default=Settings.learning_rate, help="default: %(default)s")
    add("--rewrites", type=float, default=Settings.rewrites, help="share of rows read with their rewrites (default: %(default)s)")
    add("--seed", type=int, default=Settings.seed)
    return parser.parse_args()


def main() -> None:
    chosen = options()
    graph, nodes = neighbours(chosen.graph, chosen.master)
    gguf = packaged_gguf()
    source, tokenizer = read_base(gguf), read_tokenizer(gguf)
    if not (chosen.base / "model.onnx").exists():
        chosen.base.mkdir(parents=True, exist_ok=True)
        save(source, chosen.base)
        tokenizer.save(str(chosen.base / "tokenizer.json"))
        print(f"wrote the base to {chosen.base}", flush=True)
    vocabulary = Vocabulary(plain(tokenizer), nodes, source.shape.vocabulary)
    settings = Settings(
        epochs=chosen.epochs,
        skip=chosen.skip,
        rewrites=chosen.rewrites,
        learning_rate=chosen.learning_rate,
        seed=chosen.seed,
    )
    rows = [row for row in read_rows(chosen.data) if not held_out(row)]
    unknown = sorted({call["node"] for row in rows for call in row["calls"]} - set(nodes))
    if unknown:
        raise SystemExit(f"The rows name {', '.join(unknown)}, which {chosen.master} has no edge to; add the edges or leave out the rows.")
    examples = [example(vocabulary, row, settings.clip) for row in rows]
    begun = time.monotonic()
    run = Run(chosen.run or HOME / "training/runs" / graph, chosen.begin)
    trainable, features = train(deployed(source, BITS), vocabulary, examples, settings, run)
    count = len(nodes)
    fitted = refit(features.seen, features.target, trainable["rows"][:count])
    print(
        f"rows refitted on {len(features.target)} features: {fitted.accuracy_before:.3f} before, "
        f"{fitted.accuracy_after:.3f} after (out of fold), penalty {fitted.penalty}, temperature {fitted.temperature:.2f}"
    )
    trainable["rows"] = trainable["rows"].copy()
    trainable["rows"][:count] = fitted.rows
    report = {
        "graph": graph,
        "master": chosen.master,
        "rows": len(rows),
        "held_out": "a tenth of the rows, by the SHA-256 of the query",
        "epochs": settings.epochs,
        "rewrites": settings.rewrites,
        "skip": settings.skip,
        "begun_with": chosen.begin and chosen.begin.name,
        "learning_rate": settings.learning_rate,
        "seed": settings.seed,
        "base_bits": BITS,
        "minutes_of_this_run": round((time.monotonic() - begun) / 60, 1),
        "refit": {
            "features": len(features.target),
            "penalty": fitted.penalty,
            "accuracy_before": round(fitted.accuracy_before, 4),
            "accuracy_after": round(fitted.accuracy_after, 4),
        },
    }
    target = Target(
        folder=chosen.out or chosen.base / "adapters" / graph,
        graph=graph,
        base=chosen.base.name,
        tokens=tuple(f"<nexa_{i}>" for i in range(count)),
        end="<nexa_end>",
        temperature=round(fitted.temperature, 4),
    )
    write(target, vocabulary, settings.clip, trainable, report)
    print(f"wrote the adapter to {target.folder}")


if __name__ == "__main__":
    main()
