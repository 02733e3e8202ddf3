"""From checked rows to a master: trained or not, its rows fitted, held against rows it has not seen, exported and verified."""

import resource
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import jax
import numpy as np
from scipy.special import softmax

from . import early, reader
from .adapter import Target, write_master, write_weights
from .base import packaged_gguf, read_base
from .begin import Begin
from .data import NODE, NONE, Vocabulary, calibrating, held_out, prompt
from .decisions import Master, after_calls, first, joined
from .evaluate import calibration_error, figures
from .exported import Exported
from .graph_check import Neighbourhood
from .model import frozen
from .onnx_base import BITS, DEPTH
from .quantize import deployed
from .refit import Choices, Refit, refit
from .tokenizer import plain, read_tokenizer
from .train import Settings, masters_course, started, train
from .verify import QUERIES, accept, agreement, say

ROWS, FULL = "rows", "full"
MOST = 4000  # rows that the functional rows are fitted on; more cost minutes and change little
CALIBRATION = 60  # rows at least, where a fifth of all is as many
FEWEST = 10  # of fewer the figures out of fold would say nothing
FILES = ("adapter.safetensors", "master.json", "report.json", "early.safetensors")


@dataclass(frozen=True)
class Taught:
    """What is to be learnt: the neighbours, the rows that name them, and what the weights begin with."""

    around: Neighbourhood
    rows: list[dict]
    begin: Begin


@dataclass(frozen=True)
class Places:
    """Folders: of the base, of the adapter that is written, and of a run's check points."""

    base: Path
    out: Path
    run: Path


@dataclass(frozen=True)
class Split:
    """Rows that LoRA learns from, rows that only the functional rows are fitted on, and rows that nothing learns from."""

    learnt: list[dict]
    tried: list[dict]
    held: list[dict]

    @staticmethod
    def of(rows: list[dict], way: str) -> "Split":
        held, rest = [row for row in rows if held_out(row)], [row for row in rows if not held_out(row)]
        if way == ROWS:
            return Split([], rest, held)
        twentieths = int(np.clip(round(20 * CALIBRATION / max(1, len(rest))), 1, 4))
        return Split(
            [row for row in rest if not calibrating(row, twentieths)], [row for row in rest if calibrating(row, twentieths)], held
        )


class Cost:
    """Minutes and CPU seconds since it was made."""

    def __init__(self):
        self.begun, self.cpu = time.monotonic(), self._cpu()

    @staticmethod
    def _cpu() -> float:
        return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])

    def report(self) -> dict:
        return {"minutes": round((time.monotonic() - self.begun) / 60, 1), "cpu_seconds": round(self._cpu() - self.cpu)}


def learn(taught: Taught, way: str, settings: Settings, places: Places, with_reader: bool) -> None:
    """Writes the adapter's files, or ends with a sentence where the export is not what was trained."""
    cost, split = Cost(), Split.of(taught.rows, way)
    gguf = packaged_gguf()
    base = deployed(read_base(gguf), BITS)
    vocabulary = Vocabulary(plain(read_tokenizer(gguf)), taught.begin.nodes(taught.around), base.shape.vocabulary)
    if way == FULL:
        course = masters_course(base, vocabulary, split.learnt, settings, taught.begin)
        trainable = train(base, course, settings, places.run)
    else:
        trainable = jax.tree.map(np.array, started(base, vocabulary, settings.seed, taught.begin))
        if taught.begin.tokens(taught.around.graph):
            # rows that were fitted on these examples before would make every figure out of fold too good
            nodes = len(vocabulary.nodes)
            trainable["rows"][:nodes] = trainable["rows"][:nodes].mean(0)
    master = Master(base, frozen(base), trainable, vocabulary, taught.begin.names(taught.around, taught.rows))
    seen = _read(master, split, settings, with_reader)
    master, fitted = _fit(master, seen, settings)
    report = {
        "graph": taught.around.graph,
        "master": taught.around.master,
        "way": way,
        "begun_with": taught.begin.folder and {"folder": taught.begin.folder.name, "sha256": taught.begin.digest()},
        "rows": {"learnt_from": len(split.learnt), "fitted_on_alone": len(split.tried), "held_out": len(split.held)},
        "held_out": "a tenth of the rows, by the SHA-256 of the query",
        **({"training": _settings(settings)} if way == FULL else {"seed": settings.seed}),
        "base_bits": BITS,
        **_figures(master, seen, fitted, settings),
    }
    with tempfile.TemporaryDirectory() as folder:
        names = {"graph": taught.around.graph, "base": places.base.name, "tokens": master.names, "temperature": round(fitted.temperature, 4)}
        target = Target(folder=Path(folder), **names)
        report["export"] = _verify(master, write_weights(target, master.trainable), places.base, seen, fitted.temperature)
        report["reader"] = _reader(master, seen, fitted, Path(folder), settings.seed)
        write_master(target, vocabulary, settings.clip, {**report, **cost.report()})
        put(Path(folder), places.out)
    spent = cost.report()
    print(f"wrote the adapter to {places.out} after {spent['minutes']} minutes, {spent['cpu_seconds']} CPU seconds", flush=True)


def _settings(settings: Settings) -> dict:
    said = asdict(settings)
    return {name: said[name] for name in ("epochs", "skip", "rewrites", "learning_rate", "seed")}


@dataclass(frozen=True)
class Seen:
    """Rows with their prompts and the features of their first choices: those fitted on, then the held-out ones.

    tried bool [fitted on]: what LoRA has not learnt from; states of the lower layers of all, where a reader is wanted."""

    fit: list[dict]
    held: list[dict]
    tried: np.ndarray
    prompts: list[list[int]]
    features: np.ndarray
    states: tuple[np.ndarray, np.ndarray] | None


def _read(master: Master, split: Split, settings: Settings, with_states: bool) -> Seen:
    random, most = np.random.default_rng(settings.seed), max(0, MOST - len(split.tried))
    some = lambda rows, most: [rows[i] for i in sorted(random.permutation(len(rows))[:most])]
    tried, learnt = some(split.tried, MOST), some(split.learnt, most)
    enough = len(tried) >= FEWEST
    mask = np.array([True] * len(tried) + [not enough] * len(learnt))
    fit = [*tried, *learnt]
    prompts = [prompt(master.vocabulary, row, settings.clip) for row in [*fit, *split.held]]
    if not with_states:
        made = master.features([(ids, [len(ids) - 1]) for ids in prompts], "reading")
        return Seen(fit, split.held, mask, prompts, made, None)
    low, starts, high = early.read(master.base.shape, master.fixed, master.trainable, prompts, _head(master), DEPTH)
    return Seen(fit, split.held, mask, prompts, high, (low, starts))


def _head(master: Master) -> int:
    """How many tokens of the template every prompt without a history begins with."""
    return 1 + len(master.vocabulary.encode("user\n"))


def _first(master: Master, seen: Seen) -> Choices:
    return first(master, seen.fit, seen.features[: len(seen.fit)], seen.tried)


def _fit(master: Master, seen: Seen, settings: Settings) -> tuple[Master, Refit]:
    """The master with fitted rows, and what the fit found."""
    choices = joined(_first(master, seen), after_calls(master, seen.fit, settings.clip, "reading calls"))
    free = np.zeros(master.vocabulary.rows, bool)
    free[np.unique(choices.target[choices.target < master.vocabulary.rows])] = True
    fitted = refit(choices, master.rows, master.stop, free)
    kept = "the rows stay as they are" if fitted.penalty is None else f"penalty {fitted.penalty}"
    print(
        f"rows fitted on {len(choices.target)} choices: out of fold {fitted.accuracy_before:.3f} right before, "
        f"{fitted.accuracy_after:.3f} after, {kept}, temperature {fitted.temperature:.2f}",
        flush=True,
    )
    trainable = {**master.trainable, "rows": fitted.rows}
    return Master(master.base, master.fixed, trainable, master.vocabulary, master.names), fitted


def _figures(master: Master, seen: Seen, fitted: Refit, settings: Settings) -> dict:
    tempered = softmax(fitted.logits / fitted.temperature, -1)
    known = {
        "rows_fitted": {
            "tried_on": len(fitted.target),
            "penalty": fitted.penalty,
            "accuracy_before": round(fitted.accuracy_before, 4),
            "accuracy_after": round(fitted.accuracy_after, 4),
            "temperature": round(fitted.temperature, 4),
            "calibration_error": round(calibration_error(tempered.max(-1), tempered.argmax(-1) == fitted.target), 4),
        }
    }
    if not seen.held:
        return known
    held = first(master, seen.held, seen.features[len(seen.fit) :], np.ones(len(seen.held), bool))
    names = [*master.vocabulary.nodes, "end", "none", "finish", "stop"]
    languages = [row.get("lang", "unknown") for row in seen.held]
    found = figures(held.logits(master.rows, master.stop), held.target, names, fitted.temperature, languages)
    follow = after_calls(master, seen.held, settings.clip, "reading held-out calls")
    stops = follow.target == len(names) - 1
    right = follow.logits(master.rows, master.stop).argmax(-1) == follow.target
    share = lambda chosen: {"calls": int(chosen.sum()), "right": round(float(right[chosen].mean()), 4) if chosen.any() else None}
    print(f"held out: {found['right']:.3f} of {found['rows']} right, calibration error {found['calibration_error']:.3f}", flush=True)
    return {**known, "held_out_figures": {**found, "after_the_last_call": share(stops), "after_one_of_several": share(~stops)}}


def _verify(master: Master, weights: Path, base: Path, seen: Seen, temperature: float) -> dict:
    exported = Exported(base, weights, master.base.shape)
    options = np.flatnonzero(master.allowed()[NODE][:-1])
    prompts = [*seen.prompts[len(seen.fit) :], *seen.prompts[: len(seen.fit)]][:QUERIES]
    found = agreement(master, [say(exported, master.vocabulary, ids, options) for ids in prompts], options, temperature)
    accept(found, base)
    return found.report()


def _reader(master: Master, seen: Seen, fitted: Refit, folder: Path, seed: int) -> dict | str:
    """Writes a reader of the lower layers where one is of use."""
    if seen.states is None:
        return "none written: not wanted"
    columns = early.columns_of(master.vocabulary, NONE in master.names)
    # the reader's columns are some of the functional rows
    column = np.full(master.vocabulary.rows, -1)
    column[list(columns.values())] = np.arange(len(columns))
    alone = np.array(["steps" not in row for row in seen.fit])
    late = np.full(len(seen.fit), -1)
    late[seen.tried] = column[fitted.logits.argmax(-1)]
    choices, chosen = _first(master, seen), np.flatnonzero(alone)
    states = reader.States(*seen.states, column[choices.target]).of(chosen)
    found = early.fit(states, len(columns), late[chosen], seen.tried[chosen], reader.Learning(seed=seed))
    if found.threshold > 1:
        return "none written: it costs accuracy at every threshold"
    place = early.Place(DEPTH, _head(master), tuple(columns), round(found.threshold, 4))
    early.write(folder, found, place)
    return {"depth": DEPTH, "threshold": place.threshold}


def put(made: Path, out: Path) -> None:
    """Moves the adapter's files to their place; what an earlier adapter left and this one lacks goes."""
    out.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        if (made / name).exists():
            shutil.move(made / name, out / name)
        else:
            (out / name).unlink(missing_ok=True)
