"""What is wrong with a graph or its rows: gathered, said all at once, each with its place, its value and the mend."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN = 40  # warnings; errors are all shown


@dataclass(frozen=True)
class Problem:
    """The place is FILE:LINE or a FILE; a warning lets the training go on."""

    place: str
    what: str
    mend: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {'warning: ' if self.warning else ''}{self.what} {self.mend}"


def shown(value: object) -> str:
    """A value as a sentence names it: in quotation marks, a long one by its beginning."""
    text = str(value).replace("\n", "\\n")
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}…"'


def nearest(name: object, known: Iterable[str]) -> str:
    """' Did you mean …?' where a known name is like it."""
    close = get_close_matches(str(name), list(known), 1)
    return f" Did you mean {close[0]}?" if close else ""


def report(problems: list[Problem]) -> None:
    """Says them on standard error; ends the program with 1 where one is an error."""
    errors = [problem for problem in problems if not problem.warning]
    warnings = [problem for problem in problems if problem.warning]
    for problem in [*errors, *warnings[:SHOWN]]:
        print(problem, file=sys.stderr)
    if len(warnings) > SHOWN:
        print(f"… and {len(warnings) - SHOWN} warnings more.", file=sys.stderr)
    if errors:
        print(f"{len(errors)} to mend, {len(warnings)} warnings; nothing was trained.", file=sys.stderr)
        raise SystemExit(1)
