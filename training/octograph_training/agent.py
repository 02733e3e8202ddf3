"""Trains a function agent: `python -m octograph_training.agent --graph G --agent NODE --data ROWS` (docs/agents.md).

A row is {"query", "calls": [{"function", "arguments"}], "lang"}, without calls where no function fits. Form of a sequence:
prompt, then for each call TOKEN `(` JSON `)` END, then STOP; or prompt, NONE. The program forces the frame and, by the
function's schema, much of the JSON: of both only the JSON is scored. It begins with another adapter's LoRA weights, cut to
a lower rank, which knows how to copy from a query.
"""

import argparse
import hashlib
import json
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import yaml
from safetensors.numpy import load_file, save_file

from . import train
from .adapter import END, NONE as NONE_TOKEN, tensors
from .base import Base, packaged_gguf, read_base
from .data import NEXT, NODE, NONE, TEXT, Clip, PackShape, Vocabulary, clip, held_out, pack
from .model import ALPHA, RANK, frozen, hidden
from .onnx_base import BITS
from .quantize import deployed
from .tokenizer import plain, read_tokenizer

HOME = Path(__file__).resolve().parents[2]
FRAME = ("(", ")")
MOST_ARGUMENTS = 256  # tokens of one call's JSON


@dataclass(frozen=True)
class Agent:
    """A worker with functions: their names, tokens and schemas in the order of the graph."""

    graph: str
    name: str
    functions: tuple[dict, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(function["name"] for function in self.functions)


def read_agent(graph: Path, name: str) -> Agent:
    content = yaml.safe_load(graph.read_text(encoding="utf-8"))
    for node in content["nodes"]:
        if node.get("worker") == name and node.get("functions"):
            return Agent(content["graph"], name, tuple(node["functions"]))
    raise SystemExit(f"{graph.name} has no worker called {name} with functions.")


def read_rows(file: Path, agent: Agent) -> list[dict]:
    """All rows, each checked against the agent's functions; arguments come in the order of the schema."""
    schemas = {function["name"]: function.get("parameters", {}) for function in agent.functions}
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            row["query"]
            for call in row["calls"]:
                schema = schemas[call["function"]]
                properties = list(schema.get("properties", {}))
                given = call["arguments"]
                missing = set(schema.get("required", ())) - set(given)
                if missing or set(given) - set(properties):
                    raise ValueError(f"{call['function']} misses {sorted(missing)} or does not know one of {sorted(given)}")
                call["arguments"] = {key: given[key] for key in properties if key in given}
        except (ValueError, KeyError, TypeError) as problem:
            raise SystemExit(f"{file.name}:{number} is no row of {agent.name} ({problem}); see training/agents/README.md.") from None
        rows.append(row)
    return rows


def arguments(call: dict) -> str:
    """The one way to write them that the program decodes: no spaces, properties in the schema's order."""
    return json.dumps(call["arguments"], ensure_ascii=False, separators=(",", ":"))


def sequence(vocabulary: Vocabulary, row: dict, limit: Clip):
    """ids and [(position, next id, kind)] of a row."""
    ids = [*vocabulary.turn("user", clip(vocabulary.encode(row["query"]), limit.query)), *vocabulary.open()]
    targets = [(len(ids) - 1, vocabulary.token(row["calls"][0]["function"] if row["calls"] else NONE), NODE)]
    opening, closing = (vocabulary.encode(part) for part in FRAME)
    for number, call in enumerate(row["calls"]):
        if number:
            targets.append((len(ids) - 1, vocabulary.token(call["function"]), NEXT))
        ids += [vocabulary.token(call["function"]), *opening]
        for piece in vocabulary.encode(arguments(call)):
            targets.append((len(ids) - 1, piece, TEXT))
            ids.append(piece)
        ids += [*closing, vocabulary.end]
    if row["calls"]:
        targets.append((len(ids) - 1, vocabulary.stop, NEXT))
    return ids, targets


def varied(row: dict, rows: list[dict], random: np.random.Generator) -> dict:
    """The row with some of its arguments' texts and numbers exchanged, in the query and in the call, for those of other rows
    of its language: what is copied is then the query's and not a memory of the row."""
    query, calls = row["query"], json.loads(json.dumps(row["calls"]))
    for call in calls:
        others = [
            other["arguments"]
            for candidate in rows
            if candidate["lang"] == row["lang"]
            for other in candidate["calls"]
            if other["function"] == call["function"] and other["arguments"].get("repeat") == call["arguments"].get("repeat")
        ]
        for key, value in call["arguments"].items():
            pool = [other[key] for other in others if key in other]
            if random.random() < 0.4:
                continue
            if isinstance(value, list):
                names = [name for list_ in pool for name in list_]
                for i, name in enumerate(value):
                    query, value[i] = exchanged(query, name, names[random.integers(len(names))], calls)
            elif isinstance(value, str):
                query, call["arguments"][key] = exchanged(query, value, pool[random.integers(len(pool))], calls)
            elif not isinstance(value, bool) and len(re.findall(rf"(?<!\d){value}(?!\d)", query)) == 1:
                number = pool[random.integers(len(pool))]
                query, call["arguments"][key] = re.sub(rf"(?<!\d){value}(?!\d)", str(number), query), number
    return {**row, "query": query, "calls": calls}


def exchanged(query: str, old: str, new: str, calls: list[dict]) -> tuple[str, str]:
    """The query with a text in the place of another, where that stands in it once and in no other argument."""
    said = json.dumps(calls, ensure_ascii=False)
    fits = query.count(old) == 1 and said.count(json.dumps(old, ensure_ascii=False)[1:-1]) == 1 and new not in query
    return (query.replace(old, new), new) if fits else (query, old)


def lower_rank(adapter: Path, shape, rank: int) -> dict:
    """LoRA pairs of an adapter's file, each product in its best approximation of that rank (Eckart and Young 1936)."""
    stored = load_file(adapter)
    lora = {}
    for name in shape.linear:
        a, b = [], []
        for layer in range(shape.layers):
            down = stored[f"layers.{layer}.{name}.lora_A"].astype(np.float32)  # [inputs, rank]
            up = stored[f"layers.{layer}.{name}.lora_B"].astype(np.float32)  # [rank, outputs], scaled
            q, r = np.linalg.qr(down)
            u, s, v = np.linalg.svd(r @ up, full_matrices=False)
            root = np.sqrt(s[:rank])
            a.append((q @ u[:, :rank] * root).T)
            b.append((v[:rank].T * root) / (ALPHA / RANK))
        lora[name] = {"a": np.stack(a), "b": np.stack(b)}
    return lora


def first_rows(vocabulary: Vocabulary, base: Base, agent: Agent, begin: Path) -> np.ndarray:
    """A function's row begins as the mean embedding of its name, END as that of the frame's close, *none* and *finish* likewise;
    or, where an agent is begun with that has it, as there."""
    mean = lambda text: base.embedding[vocabulary.encode(text)].mean(0)
    names = (*(" " + name.replace("_", " ") for name in agent.names), FRAME[1], " none", " finished")
    rows = np.stack([mean(name) for name in names]).astype(np.float32)
    master = json.loads((begin / "master.json").read_text(encoding="utf-8"))
    known = load_file(begin / "adapter.safetensors")["functional_rows"].astype(np.float32)
    places = {token.get("function"): token["id"] - master["first_id"] for token in master["tokens"]}
    if set(places) & set(agent.names):
        places |= {part: master[part]["id"] - master["first_id"] for part in ("end", "none")}
        for row, name in enumerate((*agent.names, "end", "none")):
            if name in places:
                rows[row] = known[places[name]]
    return rows


class Scorer(train.Scorer):
    """As a master's, but no text holds END: the JSON says itself where it ends."""

    def __init__(self, vocabulary: Vocabulary, short: np.ndarray):
        super().__init__(vocabulary, short)
        self.allowed[TEXT, self.column[vocabulary.end]] = False


def fit(base: Base, vocabulary: Vocabulary, rows: list[dict], trainable: dict, settings: train.Settings, folder: Path) -> dict:
    """Trains to the end, from the folder's check point where there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    random, order = np.random.default_rng(settings.seed), []
    for _ in range(round(settings.epochs)):
        order += [rows[i] for i in random.permutation(len(rows))]
    given = [row if random.random() < 0.3 else varied(row, rows, random) for row in order]
    batches = pack([sequence(vocabulary, row, settings.clip) for row in given], settings.packs)
    scorer = Scorer(vocabulary, train.shortlist(vocabulary, batches))
    optimizer = train.make_optimizer(settings, len(batches))
    trainable = jax.tree.map(jnp.asarray, trainable)
    state = optimizer.init(trainable)
    fingerprint = hashlib.sha256(repr((rows, settings, len(batches))).encode()).hexdigest()
    first, trainable, state = train.load_checkpoint(folder, fingerprint, trainable, state)
    weights = (settings.node_weight, settings.next_weight, settings.onward_weight, settings.text_weight)
    step = train.make_step(base.shape, optimizer, jnp.asarray(scorer.allowed), weights)
    fixed, short = frozen(base), jnp.asarray(base.embedding[scorer.short])
    begun, recent, tokens = time.monotonic(), [], 0
    print(f"{len(rows)} rows, {len(batches)} steps, {len(scorer.short)} tokens in the shortlist, from step {first}", flush=True)
    for number in range(first, len(batches)):
        batch = batches[number]
        trainable, state, measured = step(trainable, state, fixed, short, scorer.arrays(batch))
        recent.append([np.asarray(part) for part in measured])
        tokens += int((batch.segments > 0).sum())
        if (number + 1) % 5 == 0 or number + 1 == len(batches):
            train._report(number + 1, len(batches), recent, tokens, time.monotonic() - begun, number + 1 - first)
            recent = []
        if (number + 1) % settings.checkpoint_every == 0 or number + 1 == len(batches):
            train.save_checkpoint(folder, fingerprint, number + 1, trainable, state)
    return jax.tree.map(np.asarray, trainable)


def score(base: Base, vocabulary: Vocabulary, rows: list[dict], trainable: dict, limit: Clip) -> dict:
    """Shares of rows whose first function, all functions, and all functions with all arguments come out as written.

    Every token is predicted from the true ones before it, which for greedy decoding is the same where all are right; the
    program, whose schema leaves out wrong tokens, is right at least as often."""
    fixed, counts = frozen(base), np.zeros(3)
    forward = jax.jit(lambda t, ids, segments: hidden(base.shape, fixed, t, ids, segments))
    head = np.concatenate((base.embedding, trainable["rows"]))
    functions = np.arange(vocabulary.first, vocabulary.end)
    beginning, following = np.append(functions, vocabulary.none), np.append(functions, vocabulary.stop)
    for row in rows:
        ids, targets = sequence(vocabulary, row, limit)
        padded = np.zeros((1, 256), np.int32)
        padded[0, : len(ids)] = ids[:256]
        features = np.asarray(forward(trainable, padded, (np.arange(256) < len(ids)).astype(np.int32)[None]))[0]
        right = {NODE: True, NEXT: True, TEXT: True}
        for position, target, kind in targets:
            among = {NODE: beginning, NEXT: following, TEXT: np.arange(vocabulary.first)}[kind]
            right[kind] &= bool(among[(head[among] @ features[position]).argmax()] == target)
        counts += [right[NODE], right[NODE] and right[NEXT], all(right.values())]
    named = ("first_function", "functions", "functions_and_arguments")
    return {"rows": len(rows), **{name: round(float(count) / len(rows), 4) for name, count in zip(named, counts)}}


def write(folder: Path, agent: Agent, base: str, vocabulary: Vocabulary, limit: Clip, trainable: dict, report: dict) -> None:
    """The adapter's files; as a master's, with functions in the place of nodes (docs/adr/0021)."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors(trainable), folder / "adapter.safetensors", metadata={"base": base, "graph": agent.graph})
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    (folder / "report.json").write_text(text, encoding="utf-8")
    master = {
        "format": 1,
        "graph": agent.graph,
        "base": base,
        "adapter": "adapter.safetensors",
        "first_id": vocabulary.first,
        "tokens": [
            {"function": function["name"], "token": function["token"], "id": vocabulary.first + i}
            for i, function in enumerate(agent.functions)
        ],
        "none": {"token": NONE_TOKEN, "id": vocabulary.none},
        "finish": None,
        "end": {"token": END, "id": vocabulary.end},
        "stop": {"token": "<|im_end|>", "id": vocabulary.stop},
        "prompt": {"turn": "<|im_start|>{role}\n{content}<|im_end|>\n", "open": "<|im_start|>assistant\n"},
        "frame": {"open": FRAME[0], "close": FRAME[1]},
        "clip": {"query": limit.query, "history": limit.history, "rewrite": limit.query},
        "max_rewrite": MOST_ARGUMENTS,
        "temperature": 1.0,
        "report": {"sha256": hashlib.sha256(text.encode()).hexdigest()},
    }
    (folder / "master.json").write_text(json.dumps(master, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="octograph train --agent", description=__doc__)
    add = parser.add_argument
    add("--graph", type=Path, default=HOME / "graph-config/src/main/resources/graphs/agent.yaml")
    add("--agent", default="assistant", help="the worker with functions (default: %(default)s)")
    add("--data", type=Path, default=HOME / "training/agents/assistant.jsonl", help="its rows")
    add("--base", type=Path, default=HOME / "models/octopus-135m")
    add("--begin", default="mmlu", help="the adapter of that base to begin with (default: %(default)s)")
    add("--out", type=Path, help="the adapter's folder (default: adapters/AGENT in the base's folder)")
    add("--run", type=Path, help="a folder for check points (default: training/runs/agent-AGENT)")
    add("--epochs", type=int, default=6)
    add("--rank", type=int, default=8)
    add("--learning-rate", type=float, default=1e-3)
    add("--seed", type=int, default=0)
    return parser.parse_args()


def main() -> None:
    chosen = options()
    agent = read_agent(chosen.graph, chosen.agent)
    rows = read_rows(chosen.data, agent)
    gguf = packaged_gguf()
    base = deployed(read_base(gguf), BITS)
    vocabulary = Vocabulary(plain(read_tokenizer(gguf)), agent.names, base.shape.vocabulary)
    settings = replace(
        train.Settings(),
        epochs=chosen.epochs,
        learning_rate=chosen.learning_rate,
        warm_up=10,
        text_weight=1.0,
        seed=chosen.seed,
        packs=PackShape(packs=2, time=304, scored=512),
    )
    learnt = [row for row in rows if not held_out(row)]
    begin = chosen.base / "adapters" / chosen.begin
    trainable = {
        "lora": lower_rank(begin / "adapter.safetensors", base.shape, chosen.rank),
        "rows": first_rows(vocabulary, base, agent, begin),
    }
    begun = time.monotonic()
    trainable = fit(base, vocabulary, learnt, trainable, settings, chosen.run or HOME / "training/runs" / f"agent-{agent.name}")
    report = {
        "graph": agent.graph,
        "agent": agent.name,
        "rows": len(learnt),
        "begun_with": chosen.begin,
        "rank": chosen.rank,
        "epochs": chosen.epochs,
        "learning_rate": chosen.learning_rate,
        "seed": chosen.seed,
        "minutes_of_this_run": round((time.monotonic() - begun) / 60, 1),
        "held_out": score(base, vocabulary, [row for row in rows if held_out(row)], trainable, settings.clip),
    }
    print(json.dumps(report, indent=2), flush=True)
    write(chosen.out or chosen.base / "adapters" / agent.name, agent, chosen.base.name, vocabulary, settings.clip, trainable, report)


if __name__ == "__main__":
    main()
