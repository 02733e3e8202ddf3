"""Routing rows as training needs them: every line is held against data/README.md, and all that is wrong is said at once."""

import json
import re
from collections import Counter
from pathlib import Path

from .graph_check import RESERVED, Neighbourhood
from .lines import Line, Seen, files, lines
from .problems import Problem, nearest, shown

KEYS = ("query", "node", "topic", "rewrite", "lang", "style", "calls", "history", "steps")
ROLES = ("user", "assistant")
TURNS = 4  # the last ones before a question are all that a master reads
FEW = 8  # rows of a neighbour: fewer give no row that generalises
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_README = "See training/data/README.md for the forms of a row."


def check_rows(paths: list[Path], around: Neighbourhood) -> tuple[list[dict], list[Problem]]:
    """All rows in a fixed order, each with its `calls`, and every problem; to be used only where no problem is an error."""
    listed, problems = files(paths)
    rows, seen, count = [], Seen(), Counter()
    for file in listed:
        for number, line in lines(file, problems):
            checked = _Row(f"{file}:{number}", around.nodes)
            row = checked.read(line)
            problems += checked.problems
            if row is None:
                continue
            nodes = tuple(call["node"] for call in row["calls"])
            key = json.dumps([row["query"].strip().casefold(), row.get("history"), row.get("steps")], ensure_ascii=False)
            problems += seen.again(key, row["query"], checked.place, nodes)
            count.update(set(nodes))
            rows.append(row)
    for node in around.nodes if listed else ():
        if count[node] < FEW:
            what = f"{count[node]} rows name {node}" if count[node] else f"No row names {node}"
            where = ", ".join(map(str, paths))
            problems.append(Problem(where, f"{what}.", f"Write some 60, or {FEW} at least, or take the edge out.", count[node] > 0))
    return rows, problems


class _Row(Line):
    """One line's reading: its problems, and the row where it has a query and calls."""

    def __init__(self, place: str, nodes: tuple[str, ...]):
        super().__init__(place, KEYS, _README)
        self.nodes = nodes

    def read(self, line: str) -> dict | None:
        row = self.parsed(line)
        if row is None:
            return None
        query = self.text(row, "query", "It is what the person types.")
        steps, history = self.steps(row), self.history(row)
        calls = self.calls(row, steps)
        if not (query and calls and self.sound):
            return None
        self.numbers(row, calls)
        return {**row, **({"history": history} if history else {}), "calls": calls}

    def calls(self, row: dict, steps: bool) -> list[dict]:
        if "calls" not in row:
            return [call] if (call := self.call(row, steps, alone=True)) else []
        for key in ("node", "rewrite"):
            if key in row:
                self.error(f"The row has `calls` and `{key}`.", f"Move `{key}` into `calls`, or take it out.")
        listed = row["calls"]
        if not isinstance(listed, list) or not listed or not all(isinstance(call, dict) for call in listed):
            self.error(f"`calls` is {shown(listed)}.", 'Write a list such as [{"node": "…", "rewrite": "…"}, …].')
            return []
        made = [self.call(call, steps, alone=len(listed) == 1) for call in listed]
        return [call for call in made if call]

    def call(self, part: dict, steps: bool, alone: bool) -> dict | None:
        node = self.text(part, "node", "It names the neighbour that should answer.")
        if not node:
            return None
        if node == "finish" and not steps:
            self.error("The row says finish but has no `steps`.", "Add the answers so far as `steps`, or name a node.")
        elif node in RESERVED and not alone:
            self.error(f"{node} stands beside other calls.", "Make it a row of its own.")
        elif node not in self.nodes and node not in RESERVED:
            self.error(f"The node {shown(node)} is no neighbour of the master.{nearest(node, self.nodes)}", "Add the edge, or change the row.")
        rewrite = part.get("rewrite", "")
        if not isinstance(rewrite, str):
            self.error(f"`rewrite` is {shown(rewrite)}.", "Give it a text.")
        elif not rewrite.strip() and node not in RESERVED:
            self.error(f"The call of {node} has no rewrite.", "Write the query as the specialist should get it; the query itself will do.")
        elif rewrite.strip() and node in RESERVED:
            self.warning(f"{node} has the rewrite {shown(rewrite)}, which nobody gets.", "Leave it empty.")
        return {"node": node, "rewrite": rewrite}

    def history(self, row: dict) -> list[dict]:
        """Earlier turns that are read."""
        turns = row.get("history", [])
        if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
            self.error(f"`history` is {shown(turns)}.", 'Write a list such as [{"role": "user", "content": "…"}, …].')
            return []
        for turn in turns:
            if turn.get("role") not in ROLES:
                self.error(f"A turn of `history` has the role {shown(turn.get('role'))}.", "It is user or assistant.")
            self.text(turn, "content", "It is what was said in that turn.")
        if len(turns) > TURNS:
            self.warning(f"`history` has {len(turns)} turns.", f"A master reads the last {TURNS}; the others are left out.")
        return turns[-TURNS:]

    def steps(self, row: dict) -> bool:
        """Answers so far, where the row has any."""
        steps = row.get("steps", [])
        if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps) or ("steps" in row and not steps):
            self.error(f"`steps` is {shown(steps)}.", 'Write a list such as [{"node": "…", "answer": "…"}], or take it out.')
            return False
        for step in steps:
            node = self.text(step, "node", "It names the neighbour that answered.")
            if node and node not in self.nodes:
                self.error(f"A step names {shown(node)}, which is no neighbour of the master.{nearest(node, self.nodes)}", "Change the row.")
            self.text(step, "answer", "It is what that neighbour said.")
        return bool(steps)

    def numbers(self, row: dict, calls: list[dict]) -> None:
        """Numbers of the query that no rewrite has; a continuation asks for a rest of the query alone."""
        if "steps" in row or calls[0]["node"] in RESERVED:
            return
        plain = lambda text: {number.replace(",", "") for number in _NUMBER.findall(text)}
        lost = plain(row["query"]) - plain(" ".join(call["rewrite"] for call in calls))
        if lost:
            self.warning(f"The rewrite has lost {', '.join(sorted(lost))} of the query.", "Put it back, or the specialist will not know it.")
