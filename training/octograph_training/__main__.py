"""`./octograph train`: from a graph and its rows to the adapter of a master, or with --agent of an agent, on the bundled base.

Graph and rows are checked first, and all that is wrong is said at once. Two ways: `rows` fits functional rows on the network of a
master that exists (minutes), `full` trains LoRA and rows (`rows` is its last step too). A node more: the same command with the new
graph, rows for all its nodes, and `--begin` the adapter's folder; the others keep their tokens.

An agent is a worker with `functions:` (docs/agents.md); its rows say what is called with which arguments (training/agents).
"""

import argparse
from pathlib import Path

from . import agent
from .agent_begin import check_rank
from .agent_rows import check_calls
from .base import packaged_gguf, read_base
from .begin import NOTHING, read_begin
from .data_check import check_rows
from .folders import AGENT_DATA, AGENT_GRAPH, BASE, DATA, GRAPH, MASTER, RUNS
from .functions import check_agent
from .graph_check import check_graph
from .learn import FULL, ROWS, Places, Taught, learn
from .onnx_base import save
from .problems import Problem, report
from .tokenizer import read_tokenizer
from .train import Settings

_READINGS = 1600, 6000  # rows are read about so often in all, begun with a master and with nothing
_RATES = 3e-4, Settings.learning_rate
_AGENT_READINGS, _AGENT_RATE, _AGENT_RANK = 4000, 1e-3, 8


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="octograph train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = made.add_argument
    add("--graph", type=Path, help="the graph file (default: the ready graph mmlu, with --agent the ready graph agent)")
    add("--master", help="the master of that graph to train (default: entry)")
    add("--agent", help="the agent of that graph to train: a worker with functions; not beside --master")
    add("--data", type=Path, action="append", help="rows: a *.jsonl file, or a folder of them; may be repeated (default: training/data, training/agents)")
    add("--out", type=Path, help="the adapter's folder (default: adapters/GRAPH, adapters/AGENT in the base's folder)")
    add("--way", choices=(ROWS, FULL), help=f"what is learnt (default: {FULL}; an agent always learns so)")
    add(
        "--begin",
        metavar="FOLDER",
        help=f"begin with this adapter or this run's last check point, or with `{NOTHING}` (default: the bundled master; {NOTHING} "
        "for --way full of that master's own graph)",
    )
    add("--base", type=Path, default=BASE, help="the base's folder; written where there is none (default: models/octopus-135m)")
    add("--seed", type=count, default=Settings.seed, help="the same seed gives the same master (default: %(default)s)")
    add("--no-reader", action="store_true", help="write no reader of the lower layers (early.safetensors)")
    add("--check", action="store_true", help="check graph and rows, and end")
    full = made.add_argument_group("for --way full").add_argument
    full("--run", type=Path, help="a folder for check points; a stopped run goes on from it (default: training/runs/GRAPH, training/runs/AGENT)")
    full("--epochs", type=positive, help="passes over the rows (default: by their number, 1 to 12)")
    full("--skip", type=positive, help="passes that the run we begin with has read (default: 0)")
    full("--learning-rate", type=positive, help=f"default: {_RATES[1]}, begun with a master {_RATES[0]}, an agent's {_AGENT_RATE}")
    full("--rewrites", type=share, help=f"share of rows read with their rewrites, 0 to 1 (default: {Settings.rewrites}); for masters")
    full("--rank", type=rank, help=f"of an agent's LoRA, at most that of the adapter it begins with (default: {_AGENT_RANK})")
    return made


def count(text: str) -> int:
    return _number(text, int, lambda value: value >= 0, "a whole number of 0 or more")


def rank(text: str) -> int:
    return _number(text, int, lambda value: value >= 1, "a whole number of 1 or more")


def positive(text: str) -> float:
    return _number(text, float, lambda value: 0 < value < float("inf"), "a number above 0")


def share(text: str) -> float:
    return _number(text, float, lambda value: 0 <= value <= 1, "a number from 0 to 1")


def _number(text: str, kind, holds, wanted: str):
    try:
        if holds(value := kind(text)):
            return value
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is not {wanted}")


def chosen_options(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line; ends the program with 2 where options do not go together."""
    made = parser()
    chosen = made.parse_args(arguments)
    if chosen.agent and chosen.master:
        made.error(f"--master {chosen.master} and --agent {chosen.agent}: one adapter is trained at a time; leave one of them out")
    others = {"--way": chosen.way, "--rewrites": chosen.rewrites, "--no-reader": chosen.no_reader or None} if chosen.agent else {"--rank": chosen.rank}
    unfit = [name for name, value in others.items() if value is not None]
    if unfit:
        made.error(f"{', '.join(unfit)}: {'an agent has' if chosen.agent else 'masters have'} no such choice; leave it out")
    chosen.master, chosen.way = chosen.master or "entry", chosen.way or FULL
    chosen.graph = chosen.graph or (AGENT_GRAPH if chosen.agent else GRAPH)
    only_full = {"--run": chosen.run, "--epochs": chosen.epochs, "--skip": chosen.skip, "--learning-rate": chosen.learning_rate}
    given = [name for name, value in {**only_full, "--rewrites": chosen.rewrites}.items() if value is not None]
    if chosen.way == ROWS and given:
        made.error(f"{', '.join(given)}: --way rows makes no passes over the rows; leave it out, or choose --way full")
    if chosen.way == ROWS and chosen.begin == NOTHING:
        made.error("--begin nothing: --way rows needs a master whose network it can read; name its folder, or choose --way full")
    if chosen.skip and (chosen.epochs is None or chosen.epochs <= chosen.skip):
        made.error(f"--skip {chosen.skip} leaves no pass to make; say more --epochs, which count from the first run on")
    chosen.data = chosen.data or [AGENT_DATA if chosen.agent else DATA]
    return chosen


def begin_folder(chosen: argparse.Namespace) -> Path | None:
    if chosen.begin is not None:
        return None if chosen.begin == NOTHING else Path(chosen.begin)
    own = not chosen.agent and chosen.way == FULL and chosen.graph.resolve() == GRAPH.resolve()
    return None if own or not MASTER.exists() else MASTER


def settings(chosen: argparse.Namespace, rows: int, fresh: bool) -> Settings:
    """What was said, and else what suits the number of rows: few rows are read more often."""
    epochs = min(max(round(_READINGS[fresh] / max(1, rows)), 1), 12 if fresh else 6)
    said = {name: getattr(chosen, name) for name in ("epochs", "skip", "learning_rate", "rewrites") if getattr(chosen, name) is not None}
    return Settings(**{"epochs": epochs, "learning_rate": _RATES[fresh], "seed": chosen.seed, **said})


def agent_settings(chosen: argparse.Namespace, rows: int) -> Settings:
    """What was said, and else passes by the number of rows, 3 to 12."""
    epochs = chosen.epochs or min(max(round(_AGENT_READINGS / max(1, rows)), 3), 12)
    return agent.settings(epochs, chosen.skip or 0.0, chosen.learning_rate or _AGENT_RATE, chosen.seed)


def main() -> None:
    chosen = chosen_options()
    train_agent(chosen) if chosen.agent else train_master(chosen)


def train_master(chosen: argparse.Namespace) -> None:
    around, problems = check_graph(chosen.graph, chosen.master)
    rows, of_rows = check_rows(chosen.data, around)
    begin, of_begin = read_begin(begin_folder(chosen), chosen.base.name)
    problems += [*of_rows, *of_begin]
    if chosen.way == ROWS and begin.master is None and not of_begin:
        what = "--way rows reads the network of a master, and this folder holds a run." if begin.folder else "There is no bundled master to read."
        problems.append(Problem(str(begin.folder or MASTER), what, "Name a master's folder with --begin."))
    report(problems)
    print(f"{len(rows)} rows for {len(around.nodes)} neighbours of {around.master} in the graph {around.graph}: checked", flush=True)
    if chosen.check:
        return
    places = folders(chosen, around.graph)
    learn(Taught(around, rows, begin), chosen.way, settings(chosen, len(rows), begin.folder is None), places, not chosen.no_reader)


def train_agent(chosen: argparse.Namespace) -> None:
    taught, problems = check_agent(chosen.graph, chosen.agent)
    # without its functions every row would be wrong
    rows, of_rows = check_calls(chosen.data, taught) if taught.functions else ([], [])
    begin, of_begin = read_begin(begin_folder(chosen), chosen.base.name, agent=True)
    rank = chosen.rank or _AGENT_RANK
    report([*problems, *of_rows, *of_begin, *check_rank(begin, rank)])
    print(f"{len(rows)} rows for {len(taught.functions)} functions of {taught.name} in the graph {taught.graph}: checked", flush=True)
    if chosen.check:
        return
    agent.learn_agent(agent.Taught(taught, rows, begin, rank), agent_settings(chosen, len(rows)), folders(chosen, taught.name))


def folders(chosen: argparse.Namespace, name: str) -> Places:
    """The folders of this training; of the base it is written first, where there is none."""
    if not (chosen.base / "model.onnx").exists():
        chosen.base.mkdir(parents=True, exist_ok=True)
        gguf = packaged_gguf()
        save(read_base(gguf), chosen.base)
        read_tokenizer(gguf).save(str(chosen.base / "tokenizer.json"))
        print(f"wrote the base to {chosen.base}", flush=True)
    return Places(chosen.base, chosen.out or chosen.base / "adapters" / name, chosen.run or RUNS / name)


if __name__ == "__main__":
    main()
