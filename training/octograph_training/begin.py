"""What a training begins with, and what that says of the tokens: a master's folder, a run's, or nothing."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from .data import FINISH, NONE
from .graph_check import Neighbourhood
from .problems import Problem

NOTHING = "nothing"


@dataclass(frozen=True)
class Begin:
    """A folder with a check point, or with a `master.json`, which is `master` then; None for nothing."""

    folder: Path | None
    master: dict | None = None

    def digest(self) -> str | None:
        """Of the weights, so that a run goes on only from what it began with."""
        return self.folder and hashlib.sha256(self._weights().read_bytes()).hexdigest()[:16]

    def _weights(self) -> Path:
        return self.folder / ("adapter.safetensors" if self.master else "checkpoint.npz")

    def tokens(self, graph: str) -> dict[str, str]:
        """Node -> its token, where the master is one of this graph: these stay as they are."""
        same = self.master is not None and self.master["graph"] == graph
        return {token["node"]: token["token"] for token in self.master["tokens"]} if same else {}

    def nodes(self, around: Neighbourhood) -> tuple[str, ...]:
        """The neighbours, those that have a token already first and in its order, so that it keeps its id too."""
        kept = [node for node in self.tokens(around.graph) if node in around.nodes]
        return *kept, *(node for node in around.nodes if node not in kept)

    def names(self, around: Neighbourhood, rows: list[dict]) -> dict[str, str]:
        """The token of each neighbour; of *none* and *finish* where rows or the master that we begin with taught them."""
        kept = self.tokens(around.graph)
        free = (name for i in range(2 * len(around.nodes)) if (name := f"<nexa_{i}>") not in kept.values())
        names = {node: kept.get(node) or next(free) for node in self.nodes(around)}
        taught = {call["node"] for row in rows for call in row["calls"]}
        return names | {name: f"<nexa_{name}>" for name in (NONE, FINISH) if name in taught or (self.master or {}).get(name)}


def read_begin(folder: Path | None, base: str, agent: bool = False) -> tuple[Begin, list[Problem]]:
    """What the folder holds, and what is wrong with it; an agent may begin with a master, a master not with an agent."""
    if folder is None:
        return Begin(None), []
    refuse = lambda what, mend: (Begin(None), [Problem(str(folder), what, mend)])
    if (folder / "checkpoint.npz").is_file():
        return Begin(folder), []
    if not (folder / "master.json").is_file() or not (folder / "adapter.safetensors").is_file():
        what = "There is neither a check point nor a master (master.json and adapter.safetensors) to begin with."
        return refuse(what, f"Name the folder of a run or of a master, or {NOTHING}, with --begin.")
    master = json.loads((folder / "master.json").read_text(encoding="utf-8"))
    if master["base"] != base:
        return refuse(f"The master stands on the base {master['base']}, the training on {base}.", "Name a master of this base with --begin.")
    if not agent and any("function" in token for token in master["tokens"]):
        return refuse("The folder holds an agent, whose tokens are functions.", "Name a master's folder with --begin, or train an agent with --agent.")
    return Begin(folder, master), []
