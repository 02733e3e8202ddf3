"""Routing rows: JSON lines -> token sequences with scored positions -> packed batches.

Form of a sequence: prompt, then for each call TOKEN ` ('` text `')` END, then STOP; or prompt and *none*; or prompt with the
answers so far and *finish*. The frame is forced when decoding, so it is read here but not scored, but for the closing `')` and
END, which tell where a text stops.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from .lines import numbered
from .plain_question import plain_question

# What a scored position is compared with: a neighbour or *none*; after END a neighbour or STOP; after answers a neighbour or
# *finish*; the vocabulary and END.
NODE, NEXT, ONWARD, TEXT = 0, 1, 2, 3
KINDS = ("node", "next", "onward", "text")

# What stands for a node in a row where no neighbour is right, and where the answers so far are enough.
NONE, FINISH = "none", "finish"


@dataclass(frozen=True)
class Vocabulary:
    """Ids of the template, the frame and the functional tokens: the neighbours from `first` (the size of the base's vocabulary)
    on, then END, *none* and *finish*."""

    tokenizer: Tokenizer  # without special tokens: text is only text
    nodes: tuple[str, ...]
    first: int
    start: int = 1
    stop: int = 2

    @property
    def end(self) -> int:
        return self.first + len(self.nodes)

    @property
    def none(self) -> int:
        return self.end + 1

    @property
    def finish(self) -> int:
        return self.end + 2

    @property
    def rows(self) -> int:
        return len(self.nodes) + 3

    def token(self, node: str) -> int:
        """The id of a neighbour's functional token, of *none* or of *finish*."""
        return {NONE: self.none, FINISH: self.finish}.get(node) or self.first + self.nodes.index(node)

    def encode(self, text: str) -> list[int]:
        return self.tokenizer.encode(text).ids

    def turn(self, role: str, ids: list[int]) -> list[int]:
        return [self.start, *self.encode(f"{role}\n"), *ids, self.stop, *self.encode("\n")]

    def open(self) -> list[int]:
        return [self.start, *self.encode("assistant\n")]


@dataclass(frozen=True)
class Example:
    """A row as ids: the prompt, and a functional token and a rewrite for each call; one call without a text for *none* and *finish*."""

    prompt: list[int]
    calls: list[tuple[int, list[int]]]
    blurred: list[bool]  # the call's text is what a master might have written wrongly: read, but not learnt
    first: int  # the kind of the first decision: NODE or ONWARD
    rare: bool  # few, so always read with their rewrites
    rewritten: bool  # it has a rewrite and is short enough for it; else the functional token alone is learnt


@dataclass(frozen=True)
class Clip:
    """Most tokens that are read of a query and of each turn before it; a query of more than `rewrite` is not written anew."""

    query: int = 256
    history: int = 64
    rewrite: int = 128


def read_rows(folder: Path) -> list[dict]:
    """All rows of the folder's *.jsonl, in a fixed order; a bad line is named."""
    rows = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in numbered(file.read_text(encoding="utf-8")):
            try:
                row = json.loads(line)
                row["calls"] = row.get("calls") or [{"node": row["node"], "rewrite": row["rewrite"]}]
                row["query"]
            except (ValueError, KeyError) as problem:
                raise SystemExit(f"{file.name}:{number} is no routing row ({problem}); see the data's README.") from None
            rows.append(row)
    if not rows:
        raise SystemExit(f"No *.jsonl rows in {folder}.")
    return rows


def held_out(row: dict) -> bool:
    """A tenth of all rows is never trained on; the query alone decides, so that every tool agrees on it."""
    return int(hashlib.sha256(row["query"].encode()).hexdigest()[:8], 16) % 10 == 0


def calibrating(row: dict, twentieths: int = 1) -> bool:
    """A twentieth more, or up to nine, is not trained on: what a trained master's probabilities are calibrated with."""
    return 1 <= int(hashlib.sha256(row["query"].encode()).hexdigest()[:8], 16) % 20 <= twentieths


def clip(ids: list[int], limit: int) -> list[int]:
    """Head and tail of a long text: the question stands at one of them."""
    return ids if len(ids) <= limit else ids[: limit - limit // 2] + ids[-(limit // 2) :]


def prompt(vocabulary: Vocabulary, row: dict, limit: Clip) -> list[int]:
    ids = []
    for turn in row.get("history", []):
        ids += vocabulary.turn(turn["role"], clip(vocabulary.encode(turn["content"]), limit.history))
    ids += vocabulary.turn("user", clip(vocabulary.encode(plain_question(row["query"])), limit.query))
    steps = row.get("steps", [])
    for step in steps:
        answer = clip(vocabulary.encode(step["answer"]), max(1, limit.query // len(steps)))
        ids += vocabulary.turn("assistant", [*vocabulary.encode(step["node"]), *vocabulary.encode(": "), *answer])
    return ids + vocabulary.open()


def example(vocabulary: Vocabulary, row: dict, limit: Clip) -> Example:
    calls = [(vocabulary.token(c["node"]), vocabulary.encode(c.get("blurred", c["rewrite"]))) for c in row["calls"]]
    blurred = ["blurred" in c for c in row["calls"]]
    rewritten = calls[0][0] < vocabulary.end and len(vocabulary.encode(plain_question(row["query"]))) <= limit.rewrite
    first = ONWARD if "steps" in row else NODE
    return Example(prompt(vocabulary, row, limit), calls, blurred, first, rare(row), rewritten)


def rare(row: dict) -> bool:
    """Rows of several calls, follow-ups and continuations."""
    return len(row["calls"]) > 1 or "history" in row or "steps" in row


def sequence(vocabulary: Vocabulary, item: Example, with_rewrite: bool):
    """ids and [(position, next id, kind)]; without the rewrite, or of a long query, only the first functional token is scored."""
    ids, targets = list(item.prompt), [(len(item.prompt) - 1, item.calls[0][0], item.first)]
    if not (with_rewrite and item.rewritten):
        return ids, targets
    opening, closing = vocabulary.encode(" ('"), vocabulary.encode("')")
    for number, (node, text) in enumerate(item.calls):
        if number:
            targets.append((len(ids) - 1, node, NEXT))
        ids += [node, *opening]
        for token in [*text, *closing, vocabulary.end]:
            if not item.blurred[number]:
                targets.append((len(ids) - 1, token, TEXT))
            ids.append(token)
    targets.append((len(ids) - 1, vocabulary.stop, NEXT))
    return ids, targets


@dataclass(frozen=True)
class Batch:
    """int32 arrays: ids, segments [packs, time]; where [scored, 2] (pack, position), target, kind [scored]; weight float32."""

    ids: np.ndarray
    segments: np.ndarray
    where: np.ndarray
    target: np.ndarray
    kind: np.ndarray
    weight: np.ndarray
    rows: int


@dataclass(frozen=True)
class PackShape:
    packs: int = 5
    time: int = 304
    scored: int = 768


def pack(sequences: list, shape: PackShape, look_ahead: int = 48) -> list[Batch]:
    """Rows into packs of one shape, so that XLA compiles once. Of the next few rows the longest that fits is taken,
    which leaves about 2 % of padding and keeps the order nearly random."""
    waiting, coming, batches = [], iter(sequences), []
    while True:
        packs, scored = [], 0
        for _ in range(shape.packs):
            content, free = [], shape.time
            while True:
                while len(waiting) < look_ahead and (row := next(coming, None)) is not None:
                    waiting.append(_fit(row, shape))
                fitting = [s for s in waiting if len(s[0]) <= free and scored + len(s[1]) <= shape.scored]
                if not fitting:
                    break
                # The oldest row opens a pack, so that no row waits for ever.
                row = fitting[0] if not content else max(fitting, key=lambda s: len(s[0]))
                waiting.remove(row)
                content.append(row)
                free -= len(row[0])
                scored += len(row[1])
            packs.append(content)
        if not any(packs):
            return batches
        batches.append(_batch(packs, shape))


def _fit(row, shape: PackShape):
    ids, targets = row
    return ids[: shape.time], [t for t in targets if t[0] < shape.time]


def _batch(packs: list, shape: PackShape) -> Batch:
    ids = np.zeros((shape.packs, shape.time), np.int32)
    segments = np.zeros((shape.packs, shape.time), np.int32)
    where, target, kind = [], [], []
    for p, content in enumerate(packs):
        offset = 0
        for segment, (tokens, targets) in enumerate(content, 1):
            ids[p, offset : offset + len(tokens)] = tokens
            segments[p, offset : offset + len(tokens)] = segment
            for position, token, what in targets:
                where.append((p, offset + position))
                target.append(token)
                kind.append(what)
            offset += len(tokens)
    missing = shape.scored - len(where)
    weight = np.concatenate((np.ones(len(where), np.float32), np.zeros(missing, np.float32)))
    fill = lambda values: np.asarray(values + [values[0]] * missing, np.int32)
    return Batch(ids, segments, fill(where), fill(target), fill(kind), weight, sum(len(p) for p in packs))
