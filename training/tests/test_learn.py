"""The whole way from rows to a verified adapter, on a tiny base whose ONNX graphs really run."""

import contextlib
import io
import json
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file
from test_training import TINY
from tiny import tiny

from octograph_training import adapter, begin, data, learn, train, verify
from octograph_training.graph_check import Neighbourhood

SHAPE = replace(TINY, width=64, context=256)  # ONNX Runtime wants heads of 16
SETTINGS = train.Settings(epochs=1, warm_up=1, packs=data.PackShape(2, 128, 256))
TOPICS = {
    "billing": ("invoice", "refund", "charge", "voucher"),
    "shipping": ("parcel", "courier", "delivery", "tracking"),
    "returns": ("exchange", "label", "swap", "withdraw"),
}


def rows(*nodes: str) -> list[dict]:
    made = [
        {"query": f"{word} {number}?", "calls": [{"node": node, "rewrite": f"Explain the {word} {number}."}], "lang": "en"}
        for node in nodes
        for word in TOPICS[node]
        for number in range(5)
    ]
    both = [{"node": nodes[0], "rewrite": "Explain the invoice."}, {"node": nodes[1], "rewrite": "Find the parcel."}]
    return [*made, *({"query": f"invoice {number} and parcel", "calls": both, "lang": "en"} for number in range(4))]


class LearnTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tiny(cls, learn, SHAPE, (learn, "DEPTH", 1), (learn, "CALIBRATION", 6))
        cls.base = cls.folder / "tiny"
        cls.five = cls.learn("five", rows("billing", "shipping"), None, learn.FULL)

    @classmethod
    def learn(cls, name: str, taught: list[dict], begun: Path | None, way: str, with_reader: bool = False) -> Path:
        nodes = tuple(dict.fromkeys(call["node"] for row in taught for call in row["calls"] if call["node"] in TOPICS))
        began, problems = begin.read_begin(begun, "tiny")
        assert not problems
        places = learn.Places(cls.base, cls.folder / name, cls.folder / "runs" / name)
        with contextlib.redirect_stdout(io.StringIO()) as cls.said, contextlib.redirect_stderr(cls.said):
            # a new node first: the others must keep their tokens all the same
            around = Neighbourhood("desk", "entry", tuple(reversed(nodes)))
            learn.learn(learn.Taught(around, taught, began), way, SETTINGS, places, with_reader)
        return places.out

    def read(self, folder: Path, name: str) -> dict:
        return json.loads((folder / name).read_text(encoding="utf-8"))

    def test_a_master_from_nothing(self):
        master, report = self.read(self.five, "master.json"), self.read(self.five, "report.json")
        tokens = [(token["node"], token["token"], token["id"]) for token in master["tokens"]]
        self.assertEqual(tokens, [("shipping", "<nexa_0>", 49152), ("billing", "<nexa_1>", 49153)])
        self.assertEqual((master["none"], master["finish"], master["end"]["id"]), (None, None, 49154))
        self.assertEqual(report["way"], "full")
        self.assertEqual(report["rows"]["learnt_from"] + report["rows"]["fitted_on_alone"] + report["rows"]["held_out"], 44)
        self.assertGreater(report["held_out_figures"]["right"], 0.6)
        self.assertEqual(set(report["held_out_figures"]["nodes"]) - {"billing", "shipping"}, set())
        self.assertGreater(report["cpu_seconds"], 0)

    def test_a_node_more_keeps_the_others_tokens_and_the_network(self):
        six, again = (self.learn(name, rows("billing", "shipping", "returns"), self.five, learn.ROWS) for name in ("six", "again"))
        before, after = self.read(self.five, "master.json"), self.read(six, "master.json")
        self.assertEqual(after["tokens"][:2], before["tokens"])
        self.assertEqual((after["tokens"][2]["node"], after["tokens"][2]["token"]), ("returns", "<nexa_2>"))
        old, new, same = (load_file(folder / "adapter.safetensors") for folder in (self.five, six, again))
        for name in old:
            if name != "functional_rows":
                np.testing.assert_allclose(old[name], new[name], rtol=2e-3, atol=1e-6)
        np.testing.assert_array_equal(old["functional_rows"][2], new["functional_rows"][3], "the row of END")
        for name in new:
            np.testing.assert_array_equal(new[name], same[name], f"the same seed gives the same {name}")
        report = self.read(six, "report.json")
        self.assertEqual((report["way"], report["rows"]["learnt_from"]), ("rows", 0))
        self.assertEqual(report["begun_with"]["folder"], "five")
        self.assertGreater(report["rows_fitted"]["accuracy_after"], report["rows_fitted"]["accuracy_before"])

    @staticmethod
    def negative() -> list[dict]:
        calls = [{"node": "none", "rewrite": ""}]
        return [{"query": f"{word} blorf", "calls": calls, "lang": "en"} for word in ("hm", "tick", "ozz", "vir", "plo")]

    def test_no_stale_reader_is_kept(self):
        target = self.folder / "negative"
        target.mkdir()
        (target / "early.safetensors").write_bytes(b"of another master")
        (target / "README.md").write_text("mine")
        made = self.learn("negative", [*rows("billing", "shipping"), *self.negative()], self.five, learn.ROWS, False)
        self.assertEqual({file.name for file in made.iterdir()}, {"adapter.safetensors", "master.json", "report.json", "README.md"})
        self.assertEqual(self.read(made, "master.json")["none"], {"token": "<nexa_none>", "id": 49155})
        self.assertIn("not wanted", self.read(made, "report.json")["reader"])

    def test_a_reader_knows_the_masters_nodes(self):
        # whether it pays is not what is tried
        with mock.patch.object(learn.early, "LOSS", 1.0), mock.patch.object(learn.early, "FOLDS", 2):
            made = self.learn("read", [*rows("billing", "shipping"), *self.negative()], self.five, learn.ROWS, True)
        with safe_open(made / "early.safetensors", "np") as file:
            self.assertEqual(json.loads(file.metadata()["nodes"]), ["shipping", "billing", "none"])
        self.assertEqual(self.read(made, "report.json")["reader"]["depth"], 1)

    def test_an_export_that_is_not_what_was_trained_is_refused(self):
        whole = learn.write_weights

        def damaged(target: adapter.Target, trainable: dict) -> Path:
            return whole(target, {**trainable, "rows": trainable["rows"][::-1]})

        with mock.patch.object(learn, "write_weights", damaged), self.assertRaisesRegex(SystemExit, "does not do what was trained"):
            self.learn("damaged", rows("billing", "shipping"), self.five, learn.ROWS)
        self.assertFalse((self.folder / "damaged").exists())


class BeginTest(unittest.TestCase):
    TOKENS = [{"node": "b", "token": "<nexa_1>"}, {"node": "a", "token": "<nexa_4>"}]
    MASTER = {"graph": "desk", "base": "tiny", "tokens": TOKENS, "none": None, "finish": None}

    def test_tokens_are_kept_within_a_graph(self):
        rows = [{"calls": [{"node": "finish"}]}]
        for graph, nodes, expected in (
            ("desk", ("a", "b", "c", "d"), {"b": "<nexa_1>", "a": "<nexa_4>", "c": "<nexa_0>", "d": "<nexa_2>"}),
            ("desk", ("c", "a"), {"a": "<nexa_4>", "c": "<nexa_0>"}),
            ("other", ("a", "b"), {"a": "<nexa_0>", "b": "<nexa_1>"}),
        ):
            with self.subTest(graph=graph, nodes=nodes):
                around = Neighbourhood(graph, "entry", nodes)
                began = begin.Begin(Path("x"), self.MASTER)
                self.assertEqual(began.names(around, rows), {**expected, "finish": "<nexa_finish>"})
                self.assertEqual(list(began.names(around, rows)), [*began.nodes(around), "finish"])
        taught = begin.Begin(Path("x"), {**self.MASTER, "none": {"token": "<nexa_none>", "id": 9}})
        self.assertIn("none", taught.names(Neighbourhood("other", "entry", ("a", "b")), []))

    def test_what_cannot_be_begun_with_is_said(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder)
            self.assertIn("neither a check point nor a master", str(begin.read_begin(path, "tiny")[1][0]))
            (path / "adapter.safetensors").write_bytes(b"")
            (path / "master.json").write_text(json.dumps({**self.MASTER, "base": "octopus-1b"}))
            self.assertIn("stands on the base octopus-1b", str(begin.read_begin(path, "tiny")[1][0]))
            self.assertEqual(begin.read_begin(None, "tiny"), (begin.Begin(None), []))
            (path / "checkpoint.npz").write_bytes(b"")
            self.assertIsNone(begin.read_begin(path, "tiny")[0].master)


class AgreementTest(unittest.TestCase):
    def test_decisions_count_alone_and_with_the_tokens(self):
        for decisions, tokens, share in ((100, 400, 1.0), (96, 400, 0.96), (100, 380, 0.96), (50, 0, 0.1)):
            with self.subTest(decisions=decisions, tokens=tokens):
                self.assertAlmostEqual(verify.Agreement(decisions, 100, tokens, 400, 0.01).share, share)
        self.assertEqual(verify.Agreement(99, 100, 0, 0, 0.0).share, 0.99)
        self.assertAlmostEqual(verify.Agreement(100, 100, 380, 400, 0.01, ties=15).share, 0.99)
        self.assertIn("99/100 decisions and 0/0 first tokens", str(verify.Agreement(99, 100, 0, 0, 0.0)))


class SplitTest(unittest.TestCase):
    def test_every_row_has_one_place_and_few_rows_leave_a_fifth_for_calibration(self):
        made = [{"query": f"question {i}", "calls": []} for i in range(3000)]
        for count, share in ((300, 0.22), (3000, 0.055)):
            split = learn.Split.of(made[:count], learn.FULL)
            queries = [row["query"] for part in (split.learnt, split.tried, split.held) for row in part]
            self.assertEqual(sorted(queries), sorted(row["query"] for row in made[:count]))
            self.assertAlmostEqual(len(split.tried) / (count - len(split.held)), share, delta=0.05)
        alone = learn.Split.of(made[:300], learn.ROWS)
        self.assertEqual((len(alone.learnt), len(alone.tried) + len(alone.held)), (0, 300))


if __name__ == "__main__":
    unittest.main()
