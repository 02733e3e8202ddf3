"""Holds an export against the trainer: ONNX Runtime must choose the same tokens as the forward pass that was trained."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import softmax

from .data import Vocabulary
from .decisions import Master
from .exported import Exported

QUERIES = 200
LEAST = 0.97
NEAR = 0.5  # of a logit: so far two tokens may be apart and change places by rounding alone (docs/adr/0019)


@dataclass(frozen=True)
class Form:
    """How a text is opened after its token, and how many of its tokens are compared; a master's rewrites where nothing is said."""

    opening: str = " ('"
    first: int = 4


REWRITES = Form()


@dataclass(frozen=True)
class Agreement:
    """Choices that ONNX Runtime and the trainer share, and the largest difference of a node's probability."""

    decisions: int
    of_decisions: int
    tokens: int
    of_tokens: int
    difference: float
    ties: int = 0  # tokens that are not the trainer's choice, but nearly as likely to it

    @property
    def share(self) -> float:
        """Of the decisions, or of all choices where fewer of these agree; near ties of a text are no disagreement."""
        every = (self.decisions + self.tokens + self.ties) / (self.of_decisions + self.of_tokens)
        return min(self.decisions / self.of_decisions, every)

    def __str__(self) -> str:
        return (
            f"{self.decisions}/{self.of_decisions} decisions and {self.tokens}/{self.of_tokens} first tokens of texts "
            f"are the trainer's, {self.ties} more within {NEAR} of its logit; largest difference of a probability {self.difference:.3f}"
        )

    def report(self, texts: str = "rewrites") -> dict:
        return {
            "decisions": f"{self.decisions}/{self.of_decisions}",
            f"tokens_of_{texts}": f"{self.tokens}/{self.of_tokens}",
            "near_ties": self.ties,
            "largest_difference": round(self.difference, 4),
        }


@dataclass(frozen=True)
class Said:
    """What ONNX Runtime made of a prompt: logits of the functional rows, the id chosen of them, and the rewrite's first tokens."""

    prompt: list[int]
    logits: np.ndarray
    chosen: int
    tokens: list[int]


def say(exported: Exported, vocabulary: Vocabulary, prompt: list[int], options: np.ndarray, form: Form = REWRITES) -> Said:
    """Decides among the rows `options` and writes greedily, as the engine does; a neighbour alone has a rewrite."""
    exported.start()
    logits, _ = exported.read(prompt)
    row = int(options[logits[options].argmax()])
    chosen, tokens = vocabulary.first + row, []
    if row >= len(vocabulary.nodes):
        return Said(prompt, logits, chosen, tokens)
    functional, ordinary = exported.read([chosen, *vocabulary.encode(form.opening)])
    while True:
        ended = functional[vocabulary.end - vocabulary.first] > ordinary.max()
        tokens.append(vocabulary.end if ended else int(ordinary.argmax()))
        if ended or len(tokens) == form.first:
            return Said(prompt, logits, chosen, tokens)
        functional, ordinary = exported.read(tokens[-1:])


def agreement(master: Master, said: list[Said], options: np.ndarray, temperature: float, form: Form = REWRITES) -> Agreement:
    """One packed pass over what ONNX Runtime chose says at each place what the trainer would have chosen there."""
    vocabulary, rows = master.vocabulary, master.rows
    frame, sequences = vocabulary.encode(form.opening), []
    for each in said:
        start = len(each.prompt)
        after = [each.chosen, *frame, *each.tokens[:-1]] if each.tokens else []
        places = [start - 1, *(start + len(frame) + i for i in range(len(each.tokens)))]
        sequences.append(([*each.prompt, *after], places))
    seen, ends = master.features(sequences, "verifying"), np.cumsum([len(places) for _, places in sequences])
    first = np.array([0, *ends[:-1]])
    own, theirs = seen[first] @ rows.T, np.stack([each.logits for each in said])
    probabilities = [softmax(logits[:, options] / temperature, -1) for logits in (own, theirs)]
    chosen = np.array([each.chosen for each in said]) - vocabulary.first
    text = np.delete(seen, first, 0)
    written = np.array([token for each in said for token in each.tokens], int)
    ordinary = text @ master.base.embedding.T
    end = text @ rows[vocabulary.end - vocabulary.first]
    expected = np.where(end > ordinary.max(-1), vocabulary.end, ordinary.argmax(-1))
    ends_here = written == vocabulary.end
    theirs_here = np.where(ends_here, end, ordinary[np.arange(len(written)), np.where(ends_here, 0, written)])
    near = np.maximum(end, ordinary.max(-1)) - theirs_here <= NEAR
    return Agreement(
        decisions=int((options[own[:, options].argmax(-1)] == chosen).sum()),
        of_decisions=len(said),
        tokens=int((expected == written).sum()),
        of_tokens=len(written),
        ties=int((near & (expected != written)).sum()),
        difference=float(np.abs(probabilities[0] - probabilities[1]).max()),
    )


def accept(found: Agreement, base: Path) -> None:
    """Says what was found; ends the program where the export is not what was trained."""
    print(f"the export: {found}", flush=True)
    if found.share < LEAST:
        raise SystemExit(
            f"The exported adapter does not do what was trained ({found}; {LEAST:.0%} are wanted): nothing was written. "
            f"Make the base again (remove {base.name} and name it with --base), and report it where that does not help."
        )
