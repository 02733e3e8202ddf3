"""Rows of function agents: what is read, what is exchanged in them, and the form of a sequence."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from octograph_training import agent, data
from octograph_training.base import Shape, packaged_gguf
from octograph_training.tokenizer import plain, read_tokenizer

AGENT = agent.read_agent(agent.HOME / "graph-config/src/main/resources/graphs/agent.yaml", "assistant")
ROWS = agent.read_rows(agent.HOME / "training/agents/assistant.jsonl", AGENT)
CALL = {"function": "get_weather", "arguments": {"place": "Oslo", "days": 5}}


class RowsTest(unittest.TestCase):
    def test_every_text_is_copied_from_its_query(self):
        for row in ROWS:
            for call in row["calls"]:
                properties = next(f for f in AGENT.functions if f["name"] == call["function"])["parameters"]["properties"]
                self.assertEqual([key for key in properties if key in call["arguments"]], list(call["arguments"]))
                for key, value in call["arguments"].items():
                    for text in value if isinstance(value, list) else [value]:
                        if isinstance(text, str) and "enum" not in properties[key]:
                            self.assertIn(text, row["query"])

    def test_a_bad_row_is_named(self):
        for calls in ([{"function": "fly", "arguments": {}}], [{"function": "get_weather", "arguments": {"day": "today"}}]):
            with self.subTest(calls=calls), tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "bad.jsonl"
                file.write_text(json.dumps({"query": "?", "calls": calls, "lang": "en"}), encoding="utf-8")
                with self.assertRaisesRegex(SystemExit, "bad.jsonl:1 is no row of assistant"):
                    agent.read_rows(file, AGENT)

    def test_what_is_exchanged_stands_in_query_and_call(self):
        random, changed = np.random.default_rng(0), 0
        for row in ROWS[:120]:
            other = agent.varied(row, ROWS, random)
            changed += other["query"] != row["query"]
            for call, before in zip(other["calls"], row["calls"], strict=True):
                self.assertEqual(list(before["arguments"]), list(call["arguments"]))
                for key, value in call["arguments"].items():
                    for text in value if isinstance(value, list) else [value]:
                        if isinstance(text, str) and before["arguments"][key] != value:
                            self.assertIn(text, other["query"])
        self.assertGreater(changed, 60)


class SequenceTest(unittest.TestCase):
    def setUp(self):
        self.vocabulary = data.Vocabulary(plain(read_tokenizer(packaged_gguf())), AGENT.names, 49152)

    def test_the_json_is_scored_and_the_frame_is_not(self):
        ids, targets = agent.sequence(self.vocabulary, {"query": "Oslo, 5 days", "calls": [CALL, CALL]}, data.Clip())
        token, end = self.vocabulary.token("get_weather"), self.vocabulary.end
        self.assertEqual([token, token, self.vocabulary.stop], [t for _, t, kind in targets if kind in (data.NODE, data.NEXT)])
        scored = [t for _, t, kind in targets if kind == data.TEXT]
        self.assertEqual('{"place":"Oslo","days":5}' * 2, self.vocabulary.tokenizer.decode(scored))
        self.assertEqual(2, ids.count(end))
        self.assertTrue(all(ids[position + 1] == target for position, target, _ in targets[:-1]))

    def test_none_ends_it(self):
        ids, targets = agent.sequence(self.vocabulary, {"query": "Hello", "calls": []}, data.Clip())
        self.assertEqual([(len(ids) - 1, self.vocabulary.none, data.NODE)], targets)


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
            for name, pair in agent.lower_rank(file, shape, 2).items():
                whole = stored[f"layers.0.{name}.lora_A"] @ stored[f"layers.0.{name}.lora_B"]
                again = pair["a"][0].T @ pair["b"][0].T * (agent.ALPHA / agent.RANK)
                np.testing.assert_allclose(again, whole, atol=1e-4)


if __name__ == "__main__":
    unittest.main()
