"""From checked rows to a function agent: trained by the masters' loop, held against rows it has not seen, exported and verified
(docs/agents.md, docs/adr/0021)."""

import hashlib
import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .adapter import END, Target, write_weights
from .agent_begin import started
from .agent_course import FRAME, plan, prompt, sequence
from .base import packaged_gguf, read_base
from .begin import Begin
from .data import NEXT, NODE, NONE, TEXT, Clip, PackShape, Vocabulary, held_out
from .decisions import Master
from .exported import Exported
from .functions import Agent
from .learn import Cost, Places, put
from .model import frozen
from .onnx_base import BITS
from .quantize import deployed
from .tokenizer import plain, read_tokenizer
from .train import Course, Scorer, Settings, shortlist, train
from .verify import QUERIES, Form, accept, agreement, say

NONE_TOKEN = "<nexa_none>"
MOST_ARGUMENTS = 256  # tokens of one call's JSON
PLACES = 256  # whose logits over the vocabulary are in memory at a time
ARGUMENTS = Form(FRAME[0], 12)
_SHARES = ("first_function", "all_functions", "functions_and_arguments")


@dataclass(frozen=True)
class Taught:
    """What is to be learnt: the agent, rows of its calls, what the weights begin with, and the LoRA's rank."""

    agent: Agent
    rows: list[dict]
    begin: Begin
    rank: int


def settings(epochs: float, skip: float, learning_rate: float, seed: int) -> Settings:
    """Small packs: rows are few, and there should be some hundred steps."""
    return Settings(
        epochs=epochs,
        skip=skip,
        learning_rate=learning_rate,
        seed=seed,
        warm_up=10,
        text_weight=1.0,
        packs=PackShape(packs=2, time=304, scored=512),
    )


def learn_agent(taught: Taught, chosen: Settings, places: Places) -> None:
    """Writes the adapter's files, or ends with a sentence where the export is not what was trained."""
    cost, agent = Cost(), taught.agent
    learnt, held = [row for row in taught.rows if not held_out(row)], [row for row in taught.rows if held_out(row)]
    gguf = packaged_gguf()
    base = deployed(read_base(gguf), BITS)
    vocabulary = Vocabulary(plain(read_tokenizer(gguf)), agent.names, base.shape.vocabulary)
    batches = plan(vocabulary, learnt, chosen)
    course = Course(
        batches,
        Scorer(vocabulary, shortlist(vocabulary, batches), texts_end=False),
        started(base, vocabulary, taught.begin, taught.rank, chosen.seed),
        (learnt, agent.names, taught.rank, chosen, taught.begin.digest()),
    )
    trainable = train(base, course, chosen, places.run)
    names = {function["name"]: function["token"] for function in agent.functions} | {NONE: NONE_TOKEN}
    master = Master(base, frozen(base), trainable, vocabulary, names)
    report = {
        "graph": agent.graph,
        "agent": agent.name,
        "begun_with": taught.begin.folder and {"folder": taught.begin.folder.name, "sha256": taught.begin.digest()},
        "rows": {"learnt_from": len(learnt), "held_out": len(held)},
        "held_out": "a tenth of the rows, by the SHA-256 of the query",
        "training": {"rank": taught.rank, "steps": len(batches), **{name: getattr(chosen, name) for name in ("epochs", "skip", "learning_rate", "seed")}},
        "base_bits": BITS,
        **({"held_out_figures": score(master, held, chosen.clip)} if held else {}),
    }
    print(json.dumps(report.get("held_out_figures")), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        target = Target(Path(folder), agent.graph, places.base.name, names, 1.0)
        report["export"] = _verify(master, write_weights(target, trainable), places.base, [*held, *learnt], chosen.clip)
        write_agent(target, vocabulary, chosen.clip, {**report, **cost.report()})
        put(Path(folder), places.out)
    print(f"wrote the adapter to {places.out} after {cost.report()['minutes']} minutes", flush=True)


def score(master: Master, rows: list[dict], limit: Clip) -> dict:
    """Shares of rows whose first function, all functions, and all functions with all arguments come out as written.

    Every token is predicted from the true ones before it, which for greedy decoding is the same where all are right; the
    program, whose schema and query leave out wrong tokens, is right at least as often."""
    sequences = [sequence(master.vocabulary, row, limit) for row in rows]
    seen = master.features([(ids, [place for place, _, _ in targets]) for ids, targets in sequences], "held out")
    wanted = [(kind, target) for _, targets in sequences for _, target, kind in targets]
    right, counts, at = _right(master, seen, wanted), defaultdict(list), 0
    for row, (_, targets) in zip(rows, sequences, strict=True):
        of = lambda kind, at=at, targets=targets: all(right[at + i] for i, target in enumerate(targets) if target[2] == kind)
        functions = of(NODE) and of(NEXT)
        called = {call["function"] for call in row["calls"]} or {NONE}
        for group in ("all", ("languages", row["lang"]), *(("functions", name) for name in called)):
            counts[group].append((of(NODE), functions, functions and of(TEXT)))
        at += len(targets)
    share = lambda group: {"rows": len(counts[group]), **dict(zip(_SHARES, np.mean(counts[group], 0).round(4).tolist(), strict=True))}
    parts = lambda kind: {group[1]: share(group) for group in sorted(counts, key=str) if group[0] == kind}
    return {**share("all"), "languages": parts("languages"), "functions": parts("functions")}


def _right(master: Master, seen: np.ndarray, wanted: list[tuple[int, int]]) -> np.ndarray:
    """Whether the greedy choice at each place [places, width] is the wanted id, among what its kind allows."""
    vocabulary, right = master.vocabulary, np.zeros(len(wanted), bool)
    functions, ids = master.rows[: len(vocabulary.nodes)], [*range(vocabulary.first, vocabulary.end)]
    heads = {
        NODE: (np.concatenate((functions, master.rows[[master.column(NONE)]])), [*ids, vocabulary.none]),
        NEXT: (np.concatenate((functions, master.stop)), [*ids, vocabulary.stop]),
        TEXT: (master.base.embedding, range(len(master.base.embedding))),
    }
    for kind, (head, ids) in heads.items():
        places = [i for i, (each, _) in enumerate(wanted) if each == kind]
        for some in (places[i : i + PLACES] for i in range(0, len(places), PLACES)):
            for i, choice in zip(some, (seen[some] @ head.T).argmax(-1), strict=True):
                right[i] = ids[choice] == wanted[i][1]
    return right


def _verify(master: Master, weights: Path, base: Path, rows: list[dict], limit: Clip) -> dict:
    exported, vocabulary = Exported(base, weights, master.base.shape), master.vocabulary
    options = np.array([*range(len(vocabulary.nodes)), master.column(NONE)])
    prompts = [prompt(vocabulary, row, limit) for row in rows[:QUERIES]]
    said = [say(exported, vocabulary, ids, options, ARGUMENTS) for ids in prompts]
    found = agreement(master, said, options, 1.0, ARGUMENTS)
    accept(found, base)
    return found.report("arguments")


def write_agent(target: Target, vocabulary: Vocabulary, limit: Clip, report: dict) -> None:
    """report.json, and master.json with its digest: as a master's, with functions in the place of nodes."""
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    (target.folder / "report.json").write_text(text, encoding="utf-8")
    named = lambda name: {"token": target.tokens[name], "id": vocabulary.token(name)}
    master = {
        "format": 1,
        "graph": target.graph,
        "base": target.base,
        "adapter": "adapter.safetensors",
        "first_id": vocabulary.first,
        "tokens": [{"function": name, **named(name)} for name in vocabulary.nodes],
        "none": named(NONE),
        "finish": None,
        "end": {"token": END, "id": vocabulary.end},
        "stop": {"token": "<|im_end|>", "id": vocabulary.stop},
        "prompt": {"turn": "<|im_start|>{role}\n{content}<|im_end|>\n", "open": "<|im_start|>assistant\n"},
        "frame": {"open": FRAME[0], "close": FRAME[1]},
        "clip": {"query": limit.query, "history": limit.history, "rewrite": limit.query},
        "max_rewrite": MOST_ARGUMENTS,
        "temperature": target.temperature,
        "report": {"sha256": hashlib.sha256(text.encode()).hexdigest()},
    }
    (target.folder / "master.json").write_text(json.dumps(master, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
