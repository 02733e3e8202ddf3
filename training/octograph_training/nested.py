"""Masters below a master: `python -m octograph_training.nested`.

A nested master decides among its own neighbours with the features of the master above, so it needs no weights of its own but
functional rows. They are fitted for each group apart, beginning with the row by which the group was chosen, as a convex problem
(refit.py): the features are those of the trained adapter, frozen, so this costs one forward pass over the data. A softmax over a
group's rows does not change when all of them are moved alike: what is learnt is how they differ, and a group's temperature is
folded into that. All groups lie in one folder; which of its tokens may come is the graph's to say (docs/adr/0023).
"""

import argparse
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from safetensors.numpy import save_file

from .adapter import adapter_weights
from .base import packaged_gguf, read_base
from .data import Clip, Vocabulary, held_out, prompt, read_rows
from .folders import BASE, DATA, GRAPH
from .forward import features
from .model import frozen
from .onnx_base import BITS
from .quantize import deployed
from .refit import Choices, refit
from .tokenizer import plain, read_tokenizer


@dataclass(frozen=True)
class Group:
    """A nested master and its neighbours, in the graph's order."""

    master: str
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class Examples:
    """Features [n, width] before the functional token; the master that gets each, and its neighbour that is right."""

    features: np.ndarray
    master: np.ndarray
    node: np.ndarray


def groups(graph: Path, adapter: str) -> list[Group]:
    """The masters of a graph that name this adapter."""
    content = yaml.safe_load(graph.read_text(encoding="utf-8"))
    found = [
        Group(node["master"], tuple(node["edges"]))
        for node in content["nodes"]
        if "worker" not in node and node.get("adapter") == adapter
    ]
    if not found:
        raise SystemExit(f"{graph.name} has no master with the adapter {adapter}; give --out a folder that its masters name.")
    names = [node for group in found for node in group.nodes]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SystemExit(f"{', '.join(twice)} has two masters with the adapter {adapter}; a token leads to one place only.")
    return found


def own_rows(rows: list[dict], group: Group) -> list[dict]:
    """The single rows that this master gets and whose `topic` is one of its neighbours."""
    return [row for row in rows if len(row["calls"]) == 1 and row["calls"][0]["node"] == group.master and row.get("topic") in group.nodes]


def fit(examples: Examples, group: Group, start: np.ndarray) -> tuple[np.ndarray, dict]:
    """Rows [nodes, width] of a group whose own row is `start` [width], and what they reach out of fold."""
    mine = examples.master == group.master
    target = np.array([group.nodes.index(node) for node in examples.node[mine]])
    missing = [node for i, node in enumerate(group.nodes) if not (target == i).any()]
    if missing:
        raise SystemExit(f"No row has the topic {', '.join(missing)} below {group.master}; write some, or leave it out of the graph.")
    rows = np.tile(start, (len(group.nodes), 1))
    everything = np.ones((len(target), len(rows)), bool)
    # All that is learnt from is tried on, fold by fold: the network has seen these queries, but never asked for their subject.
    choices = Choices(examples.features[mine], target, everything, everything[:, 0])
    found = refit(choices, rows, np.zeros((0, rows.shape[1])), np.ones(len(rows), bool))
    report = {"rows": int(mine.sum()), "penalty": found.penalty, "accuracy": round(found.accuracy_after, 4), "temperature": round(found.temperature, 4)}
    return rows + (found.rows - rows) / found.temperature, report


def accuracy(examples: Examples, group: Group, rows: np.ndarray) -> float:
    """Of examples that were not learnt from, the group being given."""
    mine = examples.master == group.master
    target = np.array([group.nodes.index(node) for node in examples.node[mine]])
    return float(((examples.features[mine] @ rows.T).argmax(-1) == target).mean())


def write(folder: Path, above: Path, nodes: list[str], rows: np.ndarray, report: dict) -> None:
    """The folder of the nested masters: rows [nodes + 1, width], the last of them END's, and what differs from the master above."""
    folder.mkdir(parents=True, exist_ok=True)
    master = json.loads((above / "master.json").read_text(encoding="utf-8"))
    first = master["first_id"]
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    master |= {
        "graph": report["graph"],
        "adapter": os.path.relpath(above / master["adapter"], folder),
        "rows": "rows.safetensors",
        "tokens": [{"node": node, "token": f"<subject_{i}>", "id": first + i} for i, node in enumerate(nodes)],
        # What fits nowhere has been said above, and whether the answers suffice is asked there.
        "none": None,
        "finish": None,
        "end": {"token": master["end"]["token"], "id": first + len(nodes)},
        "temperature": 1.0,
        "report": {"sha256": hashlib.sha256(text.encode()).hexdigest()},
    }
    save_file({"functional_rows": np.ascontiguousarray(rows, np.float16)}, folder / "rows.safetensors", metadata={"graph": report["graph"]})
    (folder / "report.json").write_text(text, encoding="utf-8")
    (folder / "master.json").write_text(json.dumps(master, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def fit_all(found: list[Group], above: Path, stored: np.ndarray, learnt: Examples, other: Examples) -> tuple[list[str], np.ndarray, dict]:
    """Nodes and rows of all groups, and what they reach: on `learnt` out of fold, on `other`, which nothing learns from."""
    master = json.loads((above / "master.json").read_text(encoding="utf-8"))
    index = {token["node"]: token["id"] - master["first_id"] for token in master["tokens"]}
    nodes, rows, reports, right = [], [], {}, 0.0
    for group in found:
        if group.master not in index:
            raise SystemExit(f"{above.name} has no token for {group.master}; its masters are {', '.join(index)}.")
        fitted, report = fit(learnt, group, stored[index[group.master]])
        report["held_out"] = round(accuracy(other, group, fitted), 4)
        right += report["held_out"] * (other.master == group.master).sum()
        nodes += group.nodes
        rows.append(fitted)
        reports[group.master] = report
        print(f"{group.master}: {len(group.nodes)} nodes, {report}", flush=True)
    rows.append(stored[master["end"]["id"] - master["first_id"]][None])
    share = right / max(1, sum(other.master == group.master for group in found).sum())
    return nodes, np.concatenate(rows), {"masters": reports, "held_out": round(float(share), 4)}


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m octograph_training.nested", description=__doc__)
    add = parser.add_argument
    add("--graph", type=Path, default=GRAPH.with_name("mmlu-nested.yaml"), help="the graph file")
    add("--data", type=Path, default=DATA, help="a folder of *.jsonl routing rows with topics")
    add("--adapter", type=Path, default=BASE / "adapters/mmlu", help="the folder of the master above")
    add("--out", type=Path, default=BASE / "adapters/mmlu-nested", help="the adapter that the nested masters name")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    found = groups(chosen.graph, chosen.out.name)
    gguf = packaged_gguf()
    base = deployed(read_base(gguf), BITS)
    # Prompts have no functional tokens, so it does not matter whose they would be.
    vocabulary = Vocabulary(plain(read_tokenizer(gguf)), (), base.shape.vocabulary)
    trainable = adapter_weights(chosen.adapter / "adapter.safetensors", base.shape)
    fixed, all_rows = frozen(base), read_rows(chosen.data)

    def examples(what: str, wanted) -> Examples:
        rows = [row for group in found for row in own_rows(all_rows, group) if wanted(row)]
        prompts = [prompt(vocabulary, row, Clip()) for row in rows]
        seen = features(base.shape, fixed, trainable, [(ids, [len(ids) - 1]) for ids in prompts], what)
        return Examples(seen, np.array([row["calls"][0]["node"] for row in rows]), np.array([row["topic"] for row in rows]))

    learnt, other = examples("reading", lambda row: not held_out(row)), examples("held out", held_out)
    nodes, rows, report = fit_all(found, chosen.adapter, trainable["rows"], learnt, other)
    graph = yaml.safe_load(chosen.graph.read_text(encoding="utf-8"))["graph"]
    write(chosen.out, chosen.adapter, nodes, rows, {"graph": graph, "above": chosen.adapter.name, **report})
    print(f"wrote {len(nodes)} rows to {chosen.out}; held out, the group given: {report['held_out']:.3f}")


if __name__ == "__main__":
    main()
