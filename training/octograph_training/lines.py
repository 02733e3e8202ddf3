"""Files of rows, one JSON object a line: what every kind of row is asked first."""

import json
from pathlib import Path

from .problems import Problem, nearest, shown


def files(paths: list[Path]) -> tuple[list[Path], list[Problem]]:
    """The *.jsonl files that are meant: a folder stands for those directly in it."""
    found, problems = [], []
    for path in paths:
        inside = sorted(path.glob("*.jsonl")) if path.is_dir() else [path] if path.is_file() else []
        if not inside:
            what = "The folder holds no *.jsonl file." if path.is_dir() else "There is no such file or folder."
            problems.append(Problem(str(path), what, "Name files or folders of rows with --data."))
        found += [file for file in inside if file not in found]
    return found, problems


def lines(file: Path, problems: list[Problem]) -> list[tuple[int, str]]:
    """The lines that hold something, numbered from 1; none of a file that cannot be read, which is a problem then."""
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as fault:
        line = file.read_bytes()[: fault.start].count(b"\n") + 1
        problems.append(Problem(f"{file}:{line}", "The file is not in UTF-8.", "Save it as UTF-8."))
        return []
    if text.startswith("\ufeff"):
        problems.append(Problem(f"{file}:1", "The file begins with a byte order mark.", "Save it as UTF-8 without one.", True))
    return numbered(text.removeprefix("\ufeff"))


def numbered(text: str) -> list[tuple[int, str]]:
    """The lines that hold something, numbered from 1."""
    # not splitlines, which also cuts at characters that may stand within JSON's strings
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


class Seen:
    """Queries so far: the same twice is wasted where it says the same, and wrong where it does not."""

    def __init__(self):
        self.places = {}

    def again(self, key: object, query: str, place: str, said: tuple[str, ...]) -> list[Problem]:
        where, before = self.places.setdefault(key, (place, said))
        if where == place:
            return []
        if before != said:
            what = f"The query {shown(query)} names {_listed(said)} here and {_listed(before)} at {where}."
            return [Problem(place, what, "Keep the right one.")]
        return [Problem(place, f"The query {shown(query)} stands at {where} already.", "Keep one.", True)]


def _listed(said: tuple[str, ...]) -> str:
    return " and ".join(said) or "nothing"


class Line:
    """One line's reading, and its problems."""

    def __init__(self, place: str, keys: tuple[str, ...], forms: str):
        self.place, self.keys, self.forms, self.problems = place, keys, forms, []

    @property
    def sound(self) -> bool:
        return all(problem.warning for problem in self.problems)

    def error(self, what: str, mend: str) -> None:
        self.problems.append(Problem(self.place, what, mend))

    def warning(self, what: str, mend: str) -> None:
        self.problems.append(Problem(self.place, what, mend, True))

    def parsed(self, line: str) -> dict | None:
        """The line's JSON object, whose keys are known ones or warned of."""
        try:
            row = json.loads(line)
        except ValueError as fault:
            self.error(f"This is no JSON ({fault}): {shown(line)}.", "Write one JSON object a line.")
            return None
        if not isinstance(row, dict):
            self.error(f"This is no JSON object: {shown(line)}.", self.forms)
            return None
        for key in row:
            if key not in self.keys:
                close = nearest(key, self.keys)
                say = self.error if close else self.warning
                say(f"The key {shown(key)} is not known.{close}", f"A row has {', '.join(self.keys)}; take out what is none of these.")
        return row

    def text(self, part: dict, key: str, mend: str) -> str:
        value = part.get(key)
        if not isinstance(value, str) or not value.strip():
            self.error(f"`{key}` is {'missing' if key not in part else 'empty' if value == '' else shown(value)}.", f"Give it a text. {mend}")
            return ""
        return value
