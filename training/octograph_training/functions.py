"""An agent's functions: read from the graph, and whether arguments hold to their schemas.

The whole graph is checked where it runs, its schemas too (`graph-config`: SchemaReader); what they may say is what is asked of
arguments here.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID

from .graph_check import RESERVED, Reading, read_graph
from .problems import Problem, nearest, shown

_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
_FORMATS = {
    "date-time": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "email": lambda text: None if re.fullmatch(r"[^@\s]+@[^@\s]+", text) else int(text),
    "uuid": UUID,
}
_BOUNDS = (
    ("minimum", lambda value: value, lambda a, b: a >= b),
    ("maximum", lambda value: value, lambda a, b: a <= b),
    ("exclusiveMinimum", lambda value: value, lambda a, b: a > b),
    ("exclusiveMaximum", lambda value: value, lambda a, b: a < b),
    ("minLength", len, lambda a, b: a >= b),
    ("maxLength", len, lambda a, b: a <= b),
    ("minItems", len, lambda a, b: a >= b),
    ("maxItems", len, lambda a, b: a <= b),
)
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI")  # scripts in which every character is a word


@dataclass(frozen=True)
class Agent:
    """A worker with functions: their names, tokens and schemas in the order of the graph."""

    graph: str
    name: str
    functions: tuple[dict, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(function["name"] for function in self.functions)

    def parameters(self, function: str) -> dict:
        return next(each["parameters"] for each in self.functions if each["name"] == function)


def check_agent(path: Path, name: str) -> tuple[Agent, list[Problem]]:
    """What could be read, and every problem; the agent is to be used only where no problem is an error."""
    reading, graph, nodes = read_graph(path)
    agents = [node for node, (kind, content) in nodes.items() if kind == "worker" and reading.child(content, "functions") is not None]
    if name not in agents:
        if nodes:
            what = f"The graph has no worker called {shown(name)} with functions.{nearest(name, agents)}"
            mend = f"Its agents are {', '.join(agents)}: name one with --agent." if agents else "Give a worker `functions:` (docs/agents.md)."
            reading.problem(1, what, mend)
        return Agent(graph, name, ()), reading.problems
    return Agent(graph, name, tuple(_functions(reading, reading.child(nodes[name][1], "functions")))), reading.problems


def _functions(reading: Reading, listed) -> list[dict]:
    found, tokens = {}, set()
    for node in getattr(listed, "value", ()) if isinstance(getattr(listed, "value", None), list) else ():
        line = node.start_mark.line + 1
        name, token, parameters = (reading.value(node, key) for key in ("name", "token", "parameters"))
        if not isinstance(name, str) or not isinstance(token, str) or not name or not token:
            reading.problem(line, "A function has no name or no token.", "Give it `token: <fn_0>` and `name: my_function`.")
        elif name in RESERVED or name in found or token in tokens:
            reading.problem(line, f"The function {shown(name)} or its token {token} is taken.", "Rename one of them.")
        elif parameters is not None and (not isinstance(parameters, dict) or parameters.get("type") != "object"):
            reading.problem(line, f"The parameters of {name} are no JSON Schema of type object.", "Write `parameters: {type: object, properties: {…}}`.")
        else:
            found[name] = {"name": name, "token": token, "parameters": parameters or {"type": "object", "properties": {}}}
        tokens.add(token)
    if not found and not reading.problems:
        reading.problem(1, "The agent has no functions.", "List them below `functions:` (docs/agents.md).")
    return list(found.values())


def faults(value: object, schema: dict, at: str, query: str, say: Callable[[str, str], None]) -> None:
    """Says what of a value its schema does not allow, as (what, mend); `at` names the value."""
    if "anyOf" in schema or isinstance(schema.get("type"), list):
        options = schema.get("anyOf") or [{**schema, "type": one} for one in schema["type"]]
        tried = [[] for _ in options]
        for option, heard in zip(options, tried, strict=True):
            faults(value, option, at, query, lambda *fault, heard=heard: heard.append(fault))
        if all(tried):
            say(*min(tried, key=len)[0])
        return
    allowed = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if allowed is not None:
        # 1 and True are the same to Python and not to JSON
        if not any(value == one and type(value) is type(one) for one in allowed):
            say(f"{at} is {shown(value)}.{nearest(value, map(str, allowed))}", f"Choose one of {', '.join(map(str, allowed))}.")
        return
    kind = schema.get("type")
    if not isinstance(value, _TYPES.get(kind, object)) or isinstance(value, bool) and kind != "boolean":
        say(f"{at} is {shown(value)}, which is no {kind}.", f"Write a value of the type {kind}.")
    elif kind == "object":
        _members(value, schema, at, query, say)
    else:
        for keyword, measure, holds in _BOUNDS:
            if keyword in schema and not holds(measure(value), schema[keyword]):
                say(f"{at} is {shown(value)}, against its {keyword} of {schema[keyword]}.", "Change it, or the schema in the graph.")
        for each in value if kind == "array" else ():
            faults(each, schema.get("items", {}), at, query, say)
        if kind == "string":
            _text(value, schema, at, query, say)


def _members(value: dict, schema: dict, at: str, query: str, say: Callable[[str, str], None]) -> None:
    known = schema.get("properties", {})
    for key in schema.get("required", ()):
        if key not in value:
            say(f"{at} has no {key}, which it needs.", "Add it from the query, or take the call out where the query does not say it.")
    for key, each in value.items():
        if key in known:
            faults(each, known[key], f"{at}.{key}", query, say)
        else:
            say(f"{at} has no argument {shown(key)}.{nearest(key, known)}", f"It knows {', '.join(known) or 'none'}.")


def _text(value: str, schema: dict, at: str, query: str, say: Callable[[str, str], None]) -> None:
    if schema.get("x-from-query") and not copied(value, query):
        if value in query:
            say(f"{at} is {shown(value)}, which is no run of whole words of the query.", "Let it begin and end where words do.")
        else:
            say(f"{at} is {shown(value)}, which does not stand in the query.", "Copy it letter by letter, or leave the argument out.")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        say(f"{at} is {shown(value)}, against its pattern {schema['pattern']}.", "Change it, or the schema in the graph.")
    if "format" in schema:
        try:
            _FORMATS[schema["format"]](value)
        except ValueError:
            say(f"{at} is {shown(value)}, which is no {schema['format']}.", "Write it as JSON Schema's format wants it.")


def copied(text: str, query: str) -> bool:
    """Whether a text is words of a query, from where a word begins to where one ends: what the engine lets an agent write
    (`language-model`: Spans)."""
    start = query.find(text) if text else -1
    while start >= 0:
        end = start + len(text)
        if _opens(query[start]) and _parted(query, start) and not query[end - 1].isspace() and _parted(query, end):
            return True
        start = query.find(text, start + 1)
    return False


def _opens(letter: str) -> bool:
    return _letter(letter) or unicodedata.category(letter) in ("So", "Sc") or letter in "@#+"


def _letter(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "L" or unicodedata.category(letter) == "Nd"


def _parted(query: str, index: int) -> bool:
    return index in (0, len(query)) or not (_in_word(query[index - 1]) and _in_word(query[index]))


def _in_word(letter: str) -> bool:
    return _letter(letter) and not unicodedata.name(letter, "").startswith(_UNSPACED)
