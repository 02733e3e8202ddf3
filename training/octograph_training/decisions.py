"""What a master decides from: features before its choices, of any rows."""

from dataclasses import dataclass

import numpy as np

from .base import Base
from .data import KINDS, NEXT, NODE, ONWARD, Clip, Vocabulary, example, sequence
from .forward import features
from .refit import Choices

SINGLES = 60  # rows of one call that are read to their ends, to know when a master stops
SEVERAL = 200  # rows of several calls


@dataclass(frozen=True)
class Master:
    """A base, `fixed` as `model.frozen` gives it, the weights on it, and its tokens: of the neighbours, and of what stands in
    `names` beside them (*none*, *finish*)."""

    base: Base
    fixed: dict
    trainable: dict
    vocabulary: Vocabulary
    names: dict[str, str]

    @property
    def rows(self) -> np.ndarray:
        return np.asarray(self.trainable["rows"])

    @property
    def stop(self) -> np.ndarray:
        """The row of the vocabulary that ends the calls, [1, width]."""
        return self.base.embedding[self.vocabulary.stop][None]

    def column(self, node: str) -> int:
        return self.vocabulary.token(node) - self.vocabulary.first

    def allowed(self) -> np.ndarray:
        """Bool [kinds, columns]: what may be chosen, of the functional rows and STOP."""
        columns = np.zeros((len(KINDS), self.vocabulary.rows + 1), bool)
        columns[[NODE, NEXT, ONWARD], : len(self.vocabulary.nodes)] = True
        columns[NEXT, -1] = True
        for kind, name in ((NODE, "none"), (ONWARD, "finish")):
            columns[kind, self.column(name)] = name in self.names
        return columns

    def features(self, sequences: list[tuple[list[int], list[int]]], what: str) -> np.ndarray:
        return features(self.base.shape, self.fixed, self.trainable, sequences, what)


def first(master: Master, rows: list[dict], seen: np.ndarray, tried: np.ndarray) -> Choices:
    """The first choice of each row from its features [rows, width]; tried bool [rows]."""
    kinds = np.array([ONWARD if "steps" in row else NODE for row in rows])
    target = np.array([master.column(row["calls"][0]["node"]) for row in rows])
    return Choices(seen, target, master.allowed()[kinds], tried)


def after_calls(master: Master, rows: list[dict], clip: Clip, what: str) -> Choices:
    """What follows each call of some rows, another or the end, after the calls as they are written."""
    lengths = [len(row["calls"]) for row in rows]
    chosen = [row for row, calls in zip(rows, lengths, strict=True) if calls > 1][:SEVERAL]
    chosen += [row for row, calls in zip(rows, lengths, strict=True) if calls == 1][:SINGLES]
    sequences, target = [], []
    for row in chosen:
        ids, targets = sequence(master.vocabulary, example(master.vocabulary, row, clip), True)
        places = [(place, token) for place, token, kind in targets if kind == NEXT]
        if places:
            sequences.append((ids, [place for place, _ in places]))
            target += [token for _, token in places]
    stop, first_id = master.vocabulary.stop, master.vocabulary.first
    columns = np.array([master.vocabulary.rows if token == stop else token - first_id for token in target], int)
    allowed = np.tile(master.allowed()[NEXT], (len(target), 1))
    return Choices(master.features(sequences, what), columns, allowed, np.zeros(len(target), bool))


def joined(*parts: Choices) -> Choices:
    return Choices(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("features", "target", "allowed", "tried")))
