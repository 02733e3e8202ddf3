"""The graph file as training needs it: which neighbours a master must have tokens for.

The whole graph is checked where it runs (`./octograph up`); here only what the rows and tokens depend on.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

from .data import FINISH, NONE
from .problems import Problem, nearest, shown

RESERVED = (NONE, FINISH)  # what rows call "no node fits" and "the answers suffice"
_BUILDER = yaml.SafeLoader("")


@dataclass(frozen=True)
class Neighbourhood:
    """A master's neighbours: its own edges in their order, then those of the workers after whose answers it decides."""

    graph: str
    master: str
    nodes: tuple[str, ...]


def read_graph(path: Path) -> tuple["Reading", str, dict]:
    """The reading, with its problems so far; the graph's name; its nodes as `Reading.nodes` gives them."""
    reading = Reading(path)
    root = reading.root()
    graph = str(reading.value(root, "graph", "") or "")
    if root is not None and not graph:
        reading.problem(1, "The graph has no name.", "Begin the file with a line such as `graph: my-graph`.")
    return reading, graph, reading.nodes(root) if root is not None else {}


def check_graph(path: Path, master: str) -> tuple[Neighbourhood, list[Problem]]:
    """What could be read, and every problem; the neighbourhood is to be used only where no problem is an error."""
    reading, graph, nodes = read_graph(path)
    return Neighbourhood(graph, master, _neighbours(reading, nodes, master) if nodes else ()), reading.problems


class Reading:
    def __init__(self, path: Path):
        self.path, self.problems = path, []

    def problem(self, line: int, what: str, mend: str) -> None:
        self.problems.append(Problem(f"{self.path}:{line}", what, mend))

    def root(self):
        """The file's mapping with its lines, or None."""
        try:
            root = yaml.compose(self.path.read_text(encoding="utf-8"), yaml.SafeLoader)
        except OSError as fault:
            self.problems.append(Problem(str(self.path), f"The graph cannot be read: {fault.strerror}.", "Name a graph file with --graph."))
        except UnicodeDecodeError:
            self.problem(1, "The graph is not in UTF-8.", "Save it as UTF-8.")
        except yaml.YAMLError as fault:
            mark = getattr(fault, "problem_mark", None)
            what = getattr(fault, "problem", None) or str(fault)
            self.problem(mark.line + 1 if mark else 1, f"This is no YAML: {what}.", "Mend the line, or the one before it.")
        else:
            if isinstance(root, yaml.MappingNode):
                return root
            self.problem(1, "The file holds no graph.", "See graph-config/src/main/resources/graphs/starter.yaml for the smallest one.")
        return None

    @staticmethod
    def child(node, key: str):
        return next((value for name, value in node.value if name.value == key), None) if isinstance(node, yaml.MappingNode) else None

    def value(self, node, key: str, default=None):
        found = self.child(node, key)
        return default if found is None else _BUILDER.construct_object(found, deep=True)

    def nodes(self, root) -> dict[str, tuple]:
        """Name -> (kind, its mapping); a node is a master or a worker by the key it begins with."""
        found, listed = {}, self.child(root, "nodes")
        if not isinstance(listed, yaml.SequenceNode):
            self.problem(1, "The graph has no list of nodes.", "Add `nodes:` with a `- master:` and a `- worker:` for each specialist.")
            return found
        for node in listed.value:
            # a worker's `master:` names the master that decides after its answer
            kind = "worker" if self.child(node, "worker") is not None else "master"
            name, line = self.value(node, kind), node.start_mark.line + 1
            if not isinstance(name, str) or not name:
                self.problem(line, "A node has no name.", "Begin it with `- master: NAME` or `- worker: NAME`.")
            elif name in found:
                self.problem(line, f"The node {shown(name)} stands twice in the graph.", "Rename one of them.")
            elif name in RESERVED:
                self.problem(line, f"A node is called {shown(name)}, which rows say where no node is meant.", "Rename it.")
            else:
                found[name] = kind, node
        return found

    def edges(self, node) -> list[tuple[str, int]]:
        listed = self.child(node, "edges")
        if listed is None:
            return []
        if not isinstance(listed, yaml.SequenceNode):
            self.problem(listed.start_mark.line + 1, "`edges` is no list.", "Write `edges: [one_node, another_node]`.")
            return []
        return [(edge.value, edge.start_mark.line + 1) for edge in listed.value]


def _neighbours(reading: Reading, nodes: dict[str, tuple], master: str) -> tuple[str, ...]:
    kind, chosen = nodes.get(master, (None, None))
    masters = [name for name, (kind, _) in nodes.items() if kind == "master"]
    if kind != "master":
        what = f"The graph has no master called {shown(master)}."
        mend = f"Its masters are {', '.join(masters)}: name one with --master." if masters else "Add a node that begins with `- master: entry`."
        reading.problem(1, what, mend)
        return ()
    asked = [chosen, *(node for kind, node in nodes.values() if kind == "worker" and reading.value(node, "master") == master)]
    own = reading.edges(chosen)
    if not own:
        reading.problem(chosen.start_mark.line + 1, f"The master {master} has no edges.", "Give it `edges: [one_node, another_node]`.")
    found = []
    for node in asked:
        seen = set()
        for name, line in own if node is chosen else reading.edges(node):
            if name not in nodes:
                reading.problem(line, f"The edge {shown(name)} leads to no node.{nearest(name, nodes)}", "Add the node, or take the edge out.")
            elif name in seen:
                reading.problem(line, f"The edge {shown(name)} stands twice.", "Take one out.")
            elif name not in found:
                found.append(name)
            seen.add(name)
    if own and len(found) == 1:
        what = f"The master {master} has one neighbour alone, {found[0]}: there is nothing to choose."
        reading.problem(chosen.start_mark.line + 1, what, "Add another edge.")
    return tuple(found)
