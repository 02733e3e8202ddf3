"""Rows of function agents as training needs them: every line is held against the agent's schemas, and all that is wrong is said at once."""

from collections import Counter
from pathlib import Path

from .data_check import FEW
from .functions import Agent, faults
from .lines import Line, Seen, files, lines
from .problems import Problem, nearest, shown

KEYS = ("query", "calls", "lang")
_README = "See training/agents/README.md for the form of a row."


def check_calls(paths: list[Path], agent: Agent) -> tuple[list[dict], list[Problem]]:
    """All rows in a fixed order, arguments in their schema's, and every problem; to be used only where no problem is an error."""
    listed, problems = files(paths)
    rows, seen, count = [], Seen(), Counter()
    for file in listed:
        for number, line in lines(file, problems):
            checked = _Row(f"{file}:{number}", agent)
            row = checked.read(line)
            problems += checked.problems
            if row is None:
                continue
            said = tuple(f"{call['function']} {call['arguments']}" for call in row["calls"])
            problems += seen.again(row["query"].strip().casefold(), row["query"], checked.place, said)
            count.update({call["function"] for call in row["calls"]})
            rows.append(row)
    where = ", ".join(map(str, paths))
    for name in agent.names if listed else ():
        if count[name] < FEW:
            what = f"{count[name]} rows call {name}" if count[name] else f"No row calls {name}"
            problems.append(Problem(where, f"{what}.", f"Write some 60, or {FEW} at least, or take the function out.", count[name] > 0))
    return rows, problems


class _Row(Line):
    """One line's reading: its problems, and the row where it has none."""

    def __init__(self, place: str, agent: Agent):
        super().__init__(place, KEYS, _README)
        self.agent = agent

    def read(self, line: str) -> dict | None:
        row = self.parsed(line)
        if row is None:
            return None
        query = self.text(row, "query", "It is what the person types.")
        self.text(row, "lang", "It is the query's language, for instance en.")
        calls = row.get("calls")
        if not isinstance(calls, list) or not all(isinstance(call, dict) for call in calls):
            self.error(f"`calls` is {shown(calls)}.", 'Write a list such as [{"function": "…", "arguments": {…}}], empty where no function fits.')
            return None
        made = [self.call(call, query) for call in calls]
        return {**row, "calls": made} if self.sound else None

    def call(self, part: dict, query: str) -> dict:
        name, given = self.text(part, "function", "It names what is called."), part.get("arguments")
        for key in sorted(set(part) - {"function", "arguments"}):
            self.error(f"The key {shown(key)} of a call is not known.", "A call has function and arguments.")
        if name and name not in self.agent.names:
            self.error(f"{self.agent.name} has no function {shown(name)}.{nearest(name, self.agent.names)}", f"It has {', '.join(self.agent.names)}.")
        elif name:
            faults(given, self.agent.parameters(name), name, query, self.error)
            if isinstance(given, dict):
                # the one order in which the engine lets them be written
                given = {key: given[key] for key in self.agent.parameters(name).get("properties", {}) if key in given}
        return {"function": name, "arguments": given}
