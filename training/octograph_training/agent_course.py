"""What an agent reads: rows as sequences, and rows with exchanged arguments, in packs.

Form of a sequence: prompt, then for each call TOKEN `(` JSON `)` END, then STOP; or prompt and *none*. The program forces the
frame and, by the function's schema, much of the JSON: of both only the JSON is scored.
"""

import json
import re

import numpy as np

from .data import NEXT, NODE, NONE, TEXT, Batch, Clip, Vocabulary, clip, pack
from .train import Settings, reading_order

FRAME = ("(", ")")
AS_WRITTEN = 0.3  # of the readings
KEPT = 0.4  # of the arguments in the others


def plan(vocabulary: Vocabulary, rows: list[dict], settings: Settings) -> list[Batch]:
    """All batches of the run in order; the same seed gives the same plan, so a run can go on at any step."""
    random, pools = np.random.default_rng(settings.seed + 1), pooled(rows)
    read = [rows[i] for i in reading_order(list(range(len(rows))), settings)]
    given = [row if random.random() < AS_WRITTEN else varied(row, pools, random) for row in read]
    return pack([sequence(vocabulary, row, settings.clip) for row in given], settings.packs)


def written(call: dict) -> str:
    """The one way to write arguments that the program decodes: no spaces, properties in the schema's order."""
    return json.dumps(call["arguments"], ensure_ascii=False, separators=(",", ":"))


def prompt(vocabulary: Vocabulary, row: dict, limit: Clip) -> list[int]:
    return [*vocabulary.turn("user", clip(vocabulary.encode(row["query"]), limit.query)), *vocabulary.open()]


def sequence(vocabulary: Vocabulary, row: dict, limit: Clip):
    """ids and [(position, next id, kind)] of a row."""
    ids = prompt(vocabulary, row, limit)
    targets = [(len(ids) - 1, vocabulary.token(row["calls"][0]["function"] if row["calls"] else NONE), NODE)]
    opening, closing = (vocabulary.encode(part) for part in FRAME)
    for number, call in enumerate(row["calls"]):
        if number:
            targets.append((len(ids) - 1, vocabulary.token(call["function"]), NEXT))
        ids += [vocabulary.token(call["function"]), *opening]
        for piece in vocabulary.encode(written(call)):
            targets.append((len(ids) - 1, piece, TEXT))
            ids.append(piece)
        ids += [*closing, vocabulary.end]
    if row["calls"]:
        targets.append((len(ids) - 1, vocabulary.stop, NEXT))
    return ids, targets


def pooled(rows: list[dict]) -> dict[tuple, list[dict]]:
    """The arguments of all calls by what must be alike where they are exchanged: the language, the function, and how often a
    reminder comes, for its time says that too."""
    pools = {}
    for row in rows:
        for call in row["calls"]:
            pools.setdefault(_pool(row, call), []).append(call["arguments"])
    return pools


def _pool(row: dict, call: dict) -> tuple:
    return row["lang"], call["function"], call["arguments"].get("repeat")


def varied(row: dict, pools: dict[tuple, list[dict]], random: np.random.Generator) -> dict:
    """The row with some of its arguments' texts and numbers exchanged, in the query and in the call, for those of other rows
    of its language: what is copied is then the query's and not a memory of the row."""
    query, calls = row["query"], json.loads(json.dumps(row["calls"]))
    for call in calls:
        others = pools[_pool(row, call)]
        for key, value in call["arguments"].items():
            if random.random() < KEPT:
                continue
            pool = [other[key] for other in others if key in other]
            if isinstance(value, list):
                names = [name for list_ in pool for name in list_]
                for i, name in enumerate(value):
                    query, value[i] = _exchanged(query, name, names[random.integers(len(names))], calls)
            elif isinstance(value, str):
                query, call["arguments"][key] = _exchanged(query, value, pool[random.integers(len(pool))], calls)
            elif not isinstance(value, bool) and len(re.findall(rf"(?<!\d){value}(?!\d)", query)) == 1:
                number = pool[random.integers(len(pool))]
                query, call["arguments"][key] = re.sub(rf"(?<!\d){value}(?!\d)", str(number), query), number
    return {**row, "query": query, "calls": calls}


def _exchanged(query: str, old: object, new: object, calls: list[dict]) -> tuple[str, object]:
    """The query with a text in the place of another, where that stands in it once and in no other argument."""
    if not isinstance(old, str) or not isinstance(new, str):
        return query, old
    said = json.dumps(calls, ensure_ascii=False)
    fits = query.count(old) == 1 and said.count(json.dumps(old, ensure_ascii=False)[1:-1]) == 1 and new not in query
    return (query.replace(old, new), new) if fits else (query, old)
