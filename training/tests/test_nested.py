"""Rows of nested masters: they tell a group's subjects apart, and lie beside the adapter that they share."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from scipy.special import softmax

from octograph_training import nested

GRAPH = """
graph: small
nodes:
  - {master: entry, adapter: above, edges: [science, law]}
  - {master: science, adapter: below, edges: [physics, chemistry, biology]}
  - {worker: law}
"""
SCIENCE = nested.Group("science", ("physics", "chemistry", "biology"))
MASTER = {
    "graph": "small",
    "adapter": "adapter.safetensors",
    "first_id": 50,
    "tokens": [{"node": "science", "token": "<n_0>", "id": 50}, {"node": "law", "token": "<n_1>", "id": 51}],
    "none": {"token": "<none>", "id": 53},
    "finish": None,
    "end": {"token": "<end>", "id": 52},
    "temperature": 1.3,
}


def examples(count: int, seed: int) -> nested.Examples:
    random = np.random.default_rng(seed)
    node = random.integers(0, 3, count)
    features = random.standard_normal((count, 12)).astype(np.float32)
    features[np.arange(count), node] += 2
    master = np.where(random.random(count) < 0.9, "science", "law")
    return nested.Examples(features, master, np.array(SCIENCE.nodes)[node])


class NestedTest(unittest.TestCase):
    def test_the_groups_of_an_adapter_are_found(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "small.yaml"
            file.write_text(GRAPH, encoding="utf-8")
            self.assertEqual(nested.groups(file, "below"), [SCIENCE])
            with self.assertRaisesRegex(SystemExit, "no master with the adapter other"):
                nested.groups(file, "other")
            file.write_text(GRAPH + "  - {master: again, adapter: below, edges: [physics]}\n", encoding="utf-8")
            with self.assertRaisesRegex(SystemExit, "physics has two masters"):
                nested.groups(file, "below")

    def test_rows_are_those_of_one_master_with_a_topic_of_its_own(self):
        row = lambda node, topic, calls=1: {"calls": [{"node": node}] * calls, "topic": topic}
        rows = [row("science", "physics"), row("science", "alchemy"), row("law", "physics"), row("science", "physics", 2), {"calls": [{"node": "science"}]}]
        self.assertEqual(nested.own_rows(rows, SCIENCE), rows[:1])

    def test_fitted_rows_tell_subjects_apart_and_stay_about_the_groups_row(self):
        start = np.random.default_rng(3).standard_normal(12) * 5
        learnt, other = examples(600, 1), examples(300, 2)
        rows, report = nested.fit(learnt, SCIENCE, start)
        self.assertGreater(nested.accuracy(other, SCIENCE, rows), 0.85)
        self.assertAlmostEqual(report["accuracy"], nested.accuracy(other, SCIENCE, rows), delta=0.06)
        np.testing.assert_allclose(rows.mean(0), start, atol=0.1)
        # The temperature is in the rows: what they say is as often right as they say.
        mine = other.master == "science"
        sure = softmax(other.features[mine] @ rows.T, -1).max(-1).mean()
        self.assertAlmostEqual(sure, nested.accuracy(other, SCIENCE, rows), delta=0.05)

    def test_a_subject_without_rows_is_named(self):
        some = examples(50, 1)
        few = nested.Examples(some.features, some.master, np.where(some.node == "biology", "physics", some.node))
        with self.assertRaisesRegex(SystemExit, "No row has the topic biology below science"):
            nested.fit(few, SCIENCE, np.zeros(12))

    def test_the_folder_names_the_adapter_that_it_shares(self):
        stored = np.random.default_rng(4).standard_normal((5, 12))
        with tempfile.TemporaryDirectory() as folder:
            above, below = Path(folder) / "above", Path(folder) / "below"
            above.mkdir()
            (above / "master.json").write_text(json.dumps(MASTER), encoding="utf-8")
            nodes, rows, report = nested.fit_all([SCIENCE], above, stored, examples(300, 1), examples(100, 2))
            nested.write(below, above, nodes, rows, {"graph": "small", **report})
            master = json.loads((below / "master.json").read_text(encoding="utf-8"))
            written = load_file(below / "rows.safetensors")["functional_rows"]
            self.assertTrue((below / master["adapter"]).parent.samefile(above))
            with self.assertRaisesRegex(SystemExit, "above has no token for arts"):
                nested.fit_all([nested.Group("arts", ("a",))], above, stored, examples(9, 1), examples(9, 2))
        self.assertEqual([token["id"] for token in master["tokens"]], [50, 51, 52])
        self.assertEqual((master["end"]["id"], master["none"], master["temperature"]), (53, None, 1.0))
        np.testing.assert_allclose(written[3], stored[2], rtol=1e-3)
        self.assertGreater(report["held_out"], 0.8)


if __name__ == "__main__":
    unittest.main()
