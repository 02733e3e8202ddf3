"""Function agents: rows and what is wrong with them, what is exchanged in them, the form of a sequence, and the whole way from
rows to a verified adapter on a tiny base."""

import contextlib
import io
import json
import tempfile
import unittest
from dataclasses import replace
from functools import cache
from pathlib import Path
from unittest import mock

import numpy as np
from safetensors.numpy import load_file, save_file
from test_checks import Checked
from test_training import TINY, tiny_base
from tiny import tiny, tokenizer

from octograph_training import __main__ as command
from octograph_training import adapter, agent, agent_begin, agent_course, begin, data, learn, model
from octograph_training.agent_rows import check_calls
from octograph_training.base import Shape
from octograph_training.folders import AGENT_DATA, AGENT_GRAPH
from octograph_training.functions import Agent, check_agent, copied
from octograph_training.tokenizer import plain

ASSISTANT, _ = check_agent(AGENT_GRAPH, "assistant")
CALL = {"function": "get_weather", "arguments": {"place": "Oslo", "days": 5}}
GRAPH = """graph: g
nodes:
  - worker: desk
    functions:
      - {token: <fn_0>, name: find, parameters: {type: object, properties: {what: {type: string}}}}
      - {token: <fn_1>, name: stop}
  - worker: plain
"""


@cache
def own_rows() -> list[dict]:
    rows, problems = check_calls([AGENT_DATA], ASSISTANT)
    assert not [str(problem) for problem in problems if not problem.warning]
    return rows


def line(query: str = "Oslo, 5 days", calls: object = (CALL,), **more) -> str:
    return json.dumps({"query": query, "calls": calls, "lang": "en", **more}, ensure_ascii=False)


def weather(**arguments) -> str:
    return line("Oslo and Rome for 5 days, Zürichsee 30", [{"function": "get_weather", "arguments": {"place": "Oslo", **arguments}}])


class GraphTest(Checked):
    def check(self, text: str, name: str = "desk") -> tuple[Agent, str]:
        found, problems = check_agent(self.file("my.yaml", text), name)
        return found, self.said(problems)

    def test_functions_come_with_tokens_and_parameters(self):
        found, said = self.check(GRAPH)
        self.assertEqual((found.graph, found.names, said), ("g", ("find", "stop"), ""))
        self.assertEqual(found.parameters("stop"), {"type": "object", "properties": {}})
        self.assertEqual([each["token"] for each in ASSISTANT.functions], [f"<fn_{i}>" for i in range(5)])

    def test_what_is_wrong_with_a_graph(self):
        for text, name, wanted in (
            (GRAPH, "plain", 'my.yaml:1: The graph has no worker called "plain" with functions. Its agents are desk: name one with --agent.'),
            (GRAPH, "desc", "Did you mean desk?"),
            (GRAPH.replace("<fn_1>", "<fn_0>"), "desk", 'my.yaml:6: The function "stop" or its token <fn_0> is taken.'),
            (GRAPH.replace("name: stop", "name: none"), "desk", 'The function "none" or its token <fn_1> is taken.'),
            (GRAPH.replace(", name: stop", ""), "desk", "my.yaml:6: A function has no name or no token."),
            (GRAPH.replace("type: object", "type: string"), "desk", "my.yaml:5: The parameters of find are no JSON Schema of type object."),
            ("graph: g\nnodes:\n  - {worker: desk, functions: []}\n", "desk", "The agent has no functions."),
        ):
            with self.subTest(text):
                self.assertIn(wanted, self.check(text, name)[1])


class RowsTest(Checked):
    def check(self, *lines: str) -> tuple[list[dict], str]:
        rows, problems = check_calls([self.file("my.jsonl", "\n".join(lines))], ASSISTANT)
        return rows, self.said([problem for problem in problems if ".jsonl:" in problem.place and "row" not in problem.what[:12]])

    def test_our_own_rows_are_sound_and_name_every_function(self):
        rows = own_rows()
        self.assertGreater(len(rows), 400)
        for name in (*ASSISTANT.names, None):
            self.assertGreater(sum(name in {call["function"] for call in row["calls"]} or not row["calls"] and name is None for row in rows), 15)

    def test_arguments_come_in_the_schemas_order(self):
        rows, said = self.check(line(calls=[{"function": "get_weather", "arguments": {"days": 5, "place": "Oslo"}}]))
        self.assertEqual(said, "")
        self.assertEqual(list(rows[0]["calls"][0]["arguments"]), ["place", "days"])

    def test_what_is_wrong_with_a_row(self):
        for text, wanted in (
            ("{", "my.jsonl:1: This is no JSON"),
            (line(calls={}), "`calls` is"),
            (line(lang=None), "`lang` is"),
            (line(cals=[]), 'The key "cals" is not known. Did you mean calls?'),
            (line(calls=[{**CALL, "node": "x"}]), 'The key "node" of a call is not known.'),
            (line(calls=[{"function": "get_wether", "arguments": {}}]), 'assistant has no function "get_wether". Did you mean get_weather?'),
            (line(calls=[{"function": "get_weather", "arguments": {"days": 5}}]), "get_weather has no place, which it needs."),
            (line(calls=[{"function": "get_weather", "arguments": "Oslo"}]), 'get_weather is "Oslo", which is no object.'),
            (weather(dayz=5), 'get_weather has no argument "dayz". Did you mean day?'),
            (weather(days="5"), 'get_weather.days is "5", which is no integer.'),
            (weather(days=True), 'get_weather.days is "True", which is no integer.'),
            (weather(days=30), "against its maximum of 14"),
            (weather(unit="kelvin"), "Choose one of celsius, fahrenheit."),
            (weather(place="Paris"), 'get_weather.place is "Paris", which does not stand in the query.'),
            (weather(place="oslo"), "Copy it letter by letter"),
            (weather(place="Zürich"), "no run of whole words of the query"),
            (line("x", [{"function": "send_message", "arguments": {"to": [], "text": "x"}}]), "against its minItems of 1"),
            (line("x", [{"function": "find_events", "arguments": {"since": "noon"}}]), 'is "noon", which is no date-time.'),
            (line() + "\n" + line(calls=[]), 'my.jsonl:2: The query "Oslo, 5 days" names nothing here and get_weather'),
            (line() + "\n" + line("oslo, 5 days ", []).replace("oslo", "Oslo"), "my.jsonl:2: The query"),
        ):
            with self.subTest(text):
                self.assertIn(wanted, self.check(text)[1])

    def test_all_is_said_at_once_and_a_query_twice_is_warned_of(self):
        rows, said = self.check(weather(days=30, unit="kelvin"), line(), line())
        self.assertEqual(len(rows), 2)
        for part in ("my.jsonl:1: get_weather.days", "my.jsonl:1: get_weather.unit", "my.jsonl:3: warning: The query"):
            self.assertIn(part, said)
        _, problems = check_calls([self.folder / "my.jsonl"], ASSISTANT)
        self.assertIn("my.jsonl: No row calls send_message.", self.said(problems))

    def test_texts_are_runs_of_words(self):
        for text, query, expected in (
            ("Laura", "Tell Laura, please", True),
            ("Laura,", "Tell Laura, please", True),
            ("Lau", "Tell Laura", False),
            (" Laura", "Tell Laura", False),
            (", please", "Tell Laura, please", False),
            ("小李", "告诉小李开会", True),
            ("@ann", "ping @ann", True),
            ("+44 7700 900123", "text +44 7700 900123: late", True),
            ("ann", "ann's anna ann", True),
            ("", "x", False),
        ):
            with self.subTest(text=text, query=query):
                self.assertEqual(copied(text, query), expected)


class CourseTest(unittest.TestCase):
    def setUp(self):
        self.vocabulary = data.Vocabulary(plain(tokenizer()), ASSISTANT.names, 49152)

    def test_the_json_is_scored_and_the_frame_is_not(self):
        ids, targets = agent_course.sequence(self.vocabulary, {"query": "Oslo, 5 days", "calls": [CALL, CALL]}, data.Clip())
        token, end = self.vocabulary.token("get_weather"), self.vocabulary.end
        self.assertEqual([token, token, self.vocabulary.stop], [t for _, t, kind in targets if kind in (data.NODE, data.NEXT)])
        scored = [t for _, t, kind in targets if kind == data.TEXT]
        self.assertEqual('{"place":"Oslo","days":5}' * 2, self.vocabulary.tokenizer.decode(scored))
        self.assertEqual(2, ids.count(end))
        self.assertTrue(all(ids[position + 1] == target for position, target, _ in targets[:-1]))

    def test_none_ends_it(self):
        ids, targets = agent_course.sequence(self.vocabulary, {"query": "Hello", "calls": []}, data.Clip())
        self.assertEqual([(len(ids) - 1, self.vocabulary.none, data.NODE)], targets)

    def test_what_is_exchanged_stands_in_query_and_call(self):
        random, changed, rows = np.random.default_rng(0), 0, own_rows()
        pools = agent_course.pooled(rows)
        for row in rows[:120]:
            other = agent_course.varied(row, pools, random)
            changed += other["query"] != row["query"]
            for call, before in zip(other["calls"], row["calls"], strict=True):
                self.assertEqual(list(before["arguments"]), list(call["arguments"]))
                for key, value in call["arguments"].items():
                    for text in value if isinstance(value, list) else [value]:
                        if isinstance(text, str) and before["arguments"][key] != value:
                            self.assertIn(text, other["query"])
        self.assertGreater(changed, 60)

    def test_the_same_seed_reads_the_same(self):
        plans = [agent_course.plan(self.vocabulary, own_rows()[:40], agent.settings(2, 0, 1e-3, seed)) for seed in (1, 1, 2)]
        ids = [np.concatenate([batch.ids for batch in batches]).tobytes() for batches in plans]
        self.assertEqual(ids[0], ids[1])
        self.assertNotEqual(ids[0], ids[2])
        self.assertEqual(sum(batch.rows for batch in plans[0]), 80)


class RankTest(unittest.TestCase):
    def test_a_product_of_that_rank_stays(self):
        shape = Shape(layers=1, width=8, hidden=8, heads=2, kv_heads=1, theta=1.0, epsilon=1e-5, context=8, vocabulary=8)
        random, stored = np.random.default_rng(0), {}
        for name, (outputs, inputs) in shape.linear.items():
            stored[f"layers.0.{name}.lora_A"] = (random.standard_normal((inputs, 2)) @ random.standard_normal((2, 4))).astype(np.float32)
            stored[f"layers.0.{name}.lora_B"] = random.standard_normal((4, outputs)).astype(np.float32)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "adapter.safetensors"
            save_file(stored, file)
            for name, pair in agent_begin.lower_rank(file, shape, 2).items():
                whole = stored[f"layers.0.{name}.lora_A"] @ stored[f"layers.0.{name}.lora_B"]
                again = pair["a"][0].T @ pair["b"][0].T * (model.ALPHA / model.RANK)
                np.testing.assert_allclose(again, whole, atol=1e-4)
            known = begin.Begin(Path(folder), {})
            self.assertEqual(agent_begin.check_rank(known, 4), [])
            self.assertIn("Its LoRA has the rank 4, and 5 is wanted. Choose --rank 4 or less", str(agent_begin.check_rank(known, 5)[0]))


class LearnTest(unittest.TestCase):
    """On a tiny base whose ONNX graphs really run."""

    SHAPE = replace(TINY, width=64, context=256)  # ONNX Runtime wants heads of 16
    TINY_AGENT = Agent(
        "g",
        "desk",
        (
            {"name": "find", "token": "<fn_0>", "parameters": {"type": "object", "properties": {"what": {"type": "string"}}}},
            {"name": "stop", "token": "<fn_1>", "parameters": {"type": "object", "properties": {}}},
        ),
    )

    @classmethod
    def setUpClass(cls):
        cls.folder = tiny(cls, agent, cls.SHAPE)
        cls.base = cls.folder / "tiny"
        cls.first = cls.learn("first", None, 4)

    @classmethod
    def learn(cls, name: str, begun: Path | None, rank: int) -> Path:
        find = lambda word: [{"function": "find", "arguments": {"what": word}}]
        rows = [{"query": f"find {word}{i}", "calls": find(f"{word}{i}"), "lang": "en"} for word in ("key", "cup") for i in range(12)]
        rows += [{"query": f"halt {i}", "calls": [{"function": "stop", "arguments": {}}], "lang": "en"} for i in range(12)]
        rows += [{"query": f"blorf {i}", "calls": [], "lang": "en"} for i in range(6)]
        began, problems = begin.read_begin(begun, "tiny", agent=True)
        assert not problems
        settings = replace(agent.settings(2, 0, 1e-3, 0), packs=data.PackShape(2, 128, 128))
        places = learn.Places(cls.base, cls.folder / name, cls.folder / "runs" / name)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            agent.learn_agent(agent.Taught(cls.TINY_AGENT, rows, began, rank), settings, places)
        return places.out

    def test_the_files_are_those_of_the_bundled_agent(self):
        made, bundled = (json.loads((folder / "master.json").read_text()) for folder in (self.first, command.BASE / "adapters/assistant"))
        self.assertEqual(list(made), list(bundled))
        self.assertEqual(made["tokens"], [{"function": name, "token": f"<fn_{i}>", "id": 49152 + i} for i, name in enumerate(("find", "stop"))])
        for name in ("stop", "prompt", "frame", "clip", "max_rewrite", "temperature", "finish"):
            self.assertEqual(made[name], bundled[name], name)
        self.assertEqual((made["none"]["token"], made["none"]["id"]), (bundled["none"]["token"], 49155))
        stored = load_file(self.first / "adapter.safetensors")
        self.assertEqual((stored["layers.0.q.lora_A"].shape, stored["layers.0.q.lora_A"].dtype), ((64, 4), np.float16))
        self.assertEqual(stored["functional_rows"].shape, (5, 64))

    def test_the_report_has_the_figures(self):
        report = json.loads((self.first / "report.json").read_text())
        held = report["held_out_figures"]
        self.assertEqual(report["rows"]["learnt_from"] + held["rows"], 42)
        self.assertEqual(held["rows"], sum(each["rows"] for each in held["languages"].values()))
        self.assertTrue(0 <= held["functions_and_arguments"] <= held["all_functions"] <= held["first_function"] <= 1)
        self.assertTrue(report["export"]["decisions"].endswith("/42"))

    def test_an_agent_is_gone_on_from_and_a_run_too(self):
        again = self.learn("again", self.first, 2)
        self.assertEqual(json.loads((again / "report.json").read_text())["begun_with"]["folder"], "first")
        self.assertEqual(load_file(again / "adapter.safetensors")["layers.1.up.lora_A"].shape, (64, 2))
        base, vocabulary = tiny_base(self.SHAPE), data.Vocabulary(plain(tokenizer()), ("stop", "find"), 49152)
        rows = agent_begin.first_rows(base, vocabulary, begin.read_begin(self.first, "tiny", agent=True)[0])
        known = load_file(self.first / "adapter.safetensors")["functional_rows"].astype(np.float32)
        np.testing.assert_array_equal(rows[[0, 1, 2, 3]], known[[1, 0, 2, 3]], "by the names of the functions")
        run = begin.read_begin(self.folder / "runs/first", "tiny", agent=True)[0]
        like = agent_begin.started(base, vocabulary, run, 4, 0)
        np.testing.assert_allclose(like["rows"], known, atol=1e-3)
        with self.assertRaisesRegex(SystemExit, "of another rank"):
            agent_begin.started(base, vocabulary, run, 2, 0)

    def test_an_export_that_is_not_what_was_trained_is_refused(self):
        whole = agent.write_weights

        def damaged(target: adapter.Target, trainable: dict) -> Path:
            return whole(target, {**trainable, "rows": trainable["rows"][::-1]})

        with mock.patch.object(agent, "write_weights", damaged), self.assertRaisesRegex(SystemExit, "does not do what was trained"):
            self.learn("damaged", self.first, 4)
        self.assertFalse((self.folder / "damaged").exists())

    def test_a_master_does_not_begin_with_an_agent(self):
        self.assertIn("The folder holds an agent", str(begin.read_begin(self.first, "tiny")[1][0]))


class CommandTest(Checked):
    def test_what_does_not_go_with_an_agent_ends_with_2(self):
        for arguments, wanted in (
            (("--agent", "assistant", "--master", "entry"), "--master entry and --agent assistant: one adapter is trained at a time"),
            (("--agent", "assistant", "--way", "full", "--no-reader"), "--way, --no-reader: an agent has no such choice"),
            (("--rank", "4"), "--rank: masters have no such choice"),
            (("--agent", "assistant", "--rank", "0"), "'0' is not a whole number of 1 or more"),
        ):
            with self.subTest(arguments), contextlib.redirect_stderr(io.StringIO()) as said, self.assertRaises(SystemExit) as ended:
                command.chosen_options(list(arguments))
            self.assertEqual(ended.exception.code, 2)
            self.assertIn(wanted, said.getvalue())

    def run_with(self, *arguments: str) -> tuple[str, str]:
        with mock.patch("sys.argv", ["train", *arguments]), contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as said:
            with contextlib.suppress(SystemExit):
                command.main()
        return out.getvalue(), said.getvalue()

    def test_check_checks_the_graph_the_rows_and_the_beginning(self):
        out, said = self.run_with("--agent", "assistant", "--check")
        self.assertIn("rows for 5 functions of assistant in the graph agent: checked", out)
        bad = self.file("bad.jsonl", weather(days=30) + "\n" + weather(unit="kelvin"))
        out, said = self.run_with("--agent", "assistant", "--check", "--data", str(bad), "--begin", str(self.folder), "--rank", "99")
        for part in ("bad.jsonl:1: get_weather.days", "bad.jsonl:2:", "neither a check point nor a master", "to mend"):
            self.assertIn(part, said)
        self.assertEqual(out, "")
        _, said = self.run_with("--agent", "nobody", "--check")
        self.assertIn('The graph has no worker called "nobody" with functions. Its agents are assistant', said)

    def test_passes_suit_the_number_of_rows(self):
        chosen = command.chosen_options(["--agent", "assistant"])
        self.assertEqual([command.agent_settings(chosen, rows).epochs for rows in (100, 1000, 9000)], [12, 4, 3])
        self.assertEqual((chosen.graph, chosen.data, command.begin_folder(chosen)), (AGENT_GRAPH, [AGENT_DATA], command.MASTER))
        self.assertEqual(command.agent_settings(command.chosen_options(["--agent", "a", "--epochs", "0.5"]), 300).epochs, 0.5)


if __name__ == "__main__":
    unittest.main()
