"""Deciding at a lower layer: states in their order, the reader on tasks with known answers, thresholds and what they cost."""

import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from safetensors import safe_open
from scipy.special import softmax

from octograph_training import adapter, data, early, model, onnx_base, reader
from octograph_training.base import Base, Shape

TINY = Shape(layers=3, width=32, hidden=64, heads=4, kv_heads=2, theta=10000.0, epsilon=1e-5, context=64, vocabulary=50)
PROMPTS = [[5, 6, 7, 8], [9, 10], [11, 12, 13], [5, 6]]


def tiny_base() -> Base:
    random = np.random.default_rng(1)
    draw = lambda *shape: (random.standard_normal(shape) * 0.2).astype(np.float32)
    ones = np.ones((TINY.layers, TINY.width), np.float32)
    linears = {name: draw(TINY.layers, *sizes) for name, sizes in TINY.linear.items()}
    return Base(TINY, draw(TINY.vocabulary, TINY.width), np.ones(TINY.width, np.float32), ones, ones, linears)


def weights() -> dict:
    random = np.random.default_rng(2)
    drawn = model.initial(TINY, random.standard_normal((3, TINY.width)), 0)
    for pair in drawn["lora"].values():
        pair["b"] = jnp.asarray(random.standard_normal(pair["b"].shape) * 0.05, jnp.float32)
    return drawn


class ReadTest(unittest.TestCase):
    def test_states_are_those_of_a_base_cut_there_and_prompts_keep_their_order(self):
        base, trainable = tiny_base(), weights()
        for depth in (1, 2):
            low, starts, high = early.read(TINY, model.frozen(base), trainable, PROMPTS, 1, depth)
            self.assertEqual(starts.tolist(), [0, 3, 4, 6, 7])
            cut = replace(base, shape=replace(TINY, layers=depth), final_norm=np.ones(TINY.width, np.float32))
            part = lambda tree: jax.tree.map(lambda layers: layers[:depth], tree)
            fixed, lower = model.frozen(cut), {"lora": part(trainable["lora"]), "rows": trainable["rows"]}
            fixed["blocks"] = part(fixed["blocks"])
            for number, ids in enumerate(PROMPTS):
                with self.subTest(depth=depth, ids=ids):
                    ids = jnp.asarray([ids])
                    alone = lambda shape, fixed, some: model.hidden(shape, fixed, some, ids, jnp.ones_like(ids))[0]
                    below = alone(cut.shape, fixed, lower)
                    np.testing.assert_allclose(low[starts[number] : starts[number + 1]], below[1:], atol=2e-3)
                    np.testing.assert_allclose(high[number], alone(TINY, model.frozen(base), trainable)[-1], atol=2e-5)

    def test_a_depth_without_layers_on_both_sides_is_refused(self):
        for depth in (0, 3):
            with self.subTest(depth=depth), self.assertRaisesRegex(ValueError, f"depth of {depth} layers is outside 1 to 2"):
                early.read(TINY, {}, {}, PROMPTS, 1, depth)

    def test_an_adapter_is_read_as_it_was_written(self):
        trainable = weights()
        with tempfile.TemporaryDirectory() as folder:
            file = adapter.write_weights(adapter.Target(Path(folder), "tiny", "base", {}, 1.0), trainable)
            again = adapter.adapter_weights(file, TINY)
        np.testing.assert_allclose(again["rows"], trainable["rows"], rtol=1e-3)
        for name in TINY.linear:
            for part in ("a", "b"):
                np.testing.assert_allclose(again["lora"][name][part], trainable["lora"][name][part], rtol=1e-3, atol=1e-5)


class CascadeTest(unittest.TestCase):
    EARLY = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.45, 0.55]])
    LATE = np.array([0, 1, 1, 0])
    TRUTH = np.array([0, 1, 1, 1])

    def test_share_accuracy_and_cost(self):
        #  threshold, share that exits, accuracy, layers a decision of 10 of 30
        for threshold, share, accuracy, layers in (
            (0.95, 0.0, 0.75, 30.0),
            (0.85, 0.25, 0.75, 25.0),
            (0.6, 0.75, 0.5, 15.0),
            (0.0, 1.0, 0.75, 10.0),
        ):
            with self.subTest(threshold=threshold):
                found = early.cascade(10, 30, self.EARLY, self.LATE, self.TRUTH, threshold)
                self.assertEqual((found.share, found.accuracy), (share, accuracy))
                self.assertAlmostEqual(found.layers_a_decision, layers)
                self.assertAlmostEqual(found.speed, 30 / layers)

    def test_the_threshold_is_the_lowest_that_keeps_the_accuracy_all_the_way_down(self):
        choose = lambda loss: early.best_threshold(self.EARLY, self.LATE, self.TRUTH, loss)
        self.assertEqual(choose(0.0), 0.8)
        self.assertEqual(choose(0.25), 0.55)
        self.assertEqual(choose(-1.0), np.inf)


def prompts_with_a_mark(random: np.random.Generator, count: int) -> reader.States:
    """Two classes told apart by one position somewhere in the prompt."""
    lengths, target = random.integers(5, 30, count), random.integers(0, 2, count)
    starts = np.cumsum([0, *lengths])
    values = random.standard_normal((starts[-1], 16)) + 3  # far from centred, unequal in scale
    values[starts[:-1] + random.integers(0, lengths), target] += 8
    return reader.States((values * np.linspace(0.1, 4, 16)).astype(np.float16), starts, target)


class ReaderTest(unittest.TestCase):
    def setUp(self):
        random = np.random.default_rng(3)
        self.seen, self.other = prompts_with_a_mark(random, 400), prompts_with_a_mark(random, 200)
        self.learning = reader.Learning(queries=2, passes=12, rate=2e-2, tokens=256, prompts=16)

    def test_it_finds_a_position_that_decides(self):
        weights = reader.train(self.seen, 2, self.learning)
        right = reader.score(weights, self.other, self.learning).argmax(-1) == self.other.target
        self.assertGreater(right.mean(), 0.9)

    def test_a_reader_decides_nearly_always_beside_a_network_that_is_wrong(self):
        tried = np.arange(400) % 2 == 0
        found = early.fit(self.seen, 2, np.where(tried, 1 - self.seen.target, -1), tried, self.learning)
        self.assertGreaterEqual(found.threshold, early.THRESHOLD)
        self.assertLess(found.threshold, 0.7)
        probability = found.probabilities(self.other, self.learning)
        self.assertGreater((probability.argmax(-1) == self.other.target).mean(), 0.9)

    def test_scores_are_the_formula_for_each_prompt_alone(self):
        random = np.random.default_rng(4)
        weights = {"queries": random.standard_normal((16, 2)), "rows": random.standard_normal((64, 3)), "bias": np.array([0.5, 0, -1])}
        weights = {name: value.astype(np.float32) for name, value in weights.items()}
        some = self.other.of(np.arange(40))
        together = reader.score(weights, some, self.learning)
        for number in range(40):
            own = some.values[some.starts[number] : some.starts[number + 1]].astype(np.float32)
            pooled = softmax(own @ weights["queries"], 0).T @ own
            parts = np.concatenate([pooled.ravel(), own.mean(0), own[-1]])
            np.testing.assert_allclose(together[number], parts @ weights["rows"] + weights["bias"], rtol=1e-3, atol=1e-2)

    def test_the_same_seed_learns_the_same(self):
        first, second = (reader.train(self.seen, 2, self.learning) for _ in range(2))
        for name, value in first.items():
            np.testing.assert_array_equal(value, second[name])

    def test_a_prompt_longer_than_a_batch_is_refused(self):
        with self.assertRaisesRegex(ValueError, "tokens does not fit into a batch of 4"):
            reader.score({}, self.seen, replace(self.learning, tokens=4))

    def test_a_written_reader_has_its_temperature_folded_in(self):
        weights = {"queries": np.ones((16, 2)), "rows": np.full((64, 3), 3.0), "bias": np.array([1.5, 0, 0])}
        with tempfile.TemporaryDirectory() as folder:
            found = early.Reader(weights, 1.5, 0.6)
            early.write(Path(folder), found, early.Place(10, 3, ("math", "recht"), 0.6))
            with safe_open(Path(folder) / "early.safetensors", "numpy") as file:
                told = {"depth": "10", "from": "3", "nodes": '["math", "recht"]', "threshold": "0.6"}
                self.assertEqual(file.metadata(), told)
                self.assertEqual(file.get_tensor("early.rows")[0, 0], 2)
                self.assertEqual(file.get_tensor("early.bias")[0], 1)
                self.assertEqual(file.get_tensor("early.queries").dtype, np.float16)

    def test_a_threshold_that_is_no_probability_is_refused(self):
        for threshold in (0.0, 1.1, float("nan")):
            with self.subTest(threshold=threshold), self.assertRaisesRegex(ValueError, "is no probability above 0"):
                early.Place(10, 3, ("math",), threshold).metadata()


class ColumnsTest(unittest.TestCase):
    VOCABULARY = data.Vocabulary(None, ("math", "history"), TINY.vocabulary)

    def test_none_is_a_column_where_the_master_can_say_it(self):
        self.assertEqual(early.columns_of(self.VOCABULARY, False), {"math": 0, "history": 1})
        # the row between is END's
        self.assertEqual(early.columns_of(self.VOCABULARY, True), {"math": 0, "history": 1, "none": 3})

    def test_it_learns_from_decisions_before_any_answer(self):
        row = lambda node, **more: {"query": "?", "calls": [{"node": node, "rewrite": ""}], **more}
        steps = [{"node": "math", "answer": "4"}]
        rows = [row("math"), row("none"), row("history", steps=steps), row("finish", steps=steps), row("math", steps=[])]
        self.assertEqual(early.fresh(rows, early.columns_of(self.VOCABULARY, True)), [rows[0], rows[1], rows[4]])
        self.assertEqual(early.fresh(rows, early.columns_of(self.VOCABULARY, False)), [rows[0], rows[4]])


class LowerGraphTest(unittest.TestCase):
    def test_it_is_the_lower_part_of_the_graph_for_masters(self):
        base = tiny_base()
        with tempfile.TemporaryDirectory() as folder:
            stored = onnx_base.store(onnx_base.weights(base), Path(folder))
            whole, lower = onnx_base.lanes(base, stored, 1), onnx_base.lower(base, stored, 2)
        known = {node.name: node.SerializeToString() for node in whole.nodes}
        *below, last = lower.nodes
        for node in below:
            self.assertEqual(known[node.name], node.SerializeToString(), node.name)
        self.assertEqual((last.op_type, last.output[0]), ("SkipSimplifiedLayerNormalization", "states"))
        sums = [node for node in whole.nodes if node.name.startswith("layers.2.attention_norm")]
        self.assertEqual(list(last.input[:2]), list(sums[0].input[:2]))
        caches = {f"lane.0.past.{layer}.{part}" for layer in (0, 1) for part in ("key", "value")}
        self.assertEqual({i.name for i in lower.inputs if ".past." in i.name}, caches)
        self.assertEqual(len([i for i in lower.inputs if i.name.endswith("lora_A")]), 2 * len(TINY.linear))
        self.assertEqual([o.name for o in lower.outputs if "present" not in o.name], ["states"])


if __name__ == "__main__":
    unittest.main()
