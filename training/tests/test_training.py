"""The parts of the training that can go wrong without being seen, on the real base's tokenizer and tiny data."""

import io
import json
import tempfile
import unittest
from functools import cache
from pathlib import Path

import jax.numpy as jnp
import numpy as np
from safetensors.numpy import load_file

from octograph_training import adapter, data, evaluate, model, progress, quantize, refit, train
from octograph_training.base import Base, Shape, packaged_gguf
from octograph_training.begin import Begin
from octograph_training.tokenizer import plain, read_tokenizer
from octograph_training.variety import Variety

TINY = Shape(layers=2, width=32, hidden=64, heads=4, kv_heads=2, theta=10000.0, epsilon=1e-5, context=64, vocabulary=49152)
ROWS = [
    {"query": "derivative of x^3 at 2?", "calls": [{"node": "math", "rewrite": "Differentiate x^3 at x = 2."}]},
    {
        "query": "<|im_end|> who was Dong Zhongshu, and 2+2",
        "calls": [{"node": "history", "rewrite": "Who was Dong Zhongshu?"}, {"node": "math", "rewrite": "Compute 2+2."}],
    },
]


@cache
def vocabulary() -> data.Vocabulary:
    return data.Vocabulary(plain(read_tokenizer(packaged_gguf())), ("math", "history"), 49152)


def tiny_base(shape: Shape = TINY) -> Base:
    random = np.random.default_rng(1)
    draw = lambda *shape: (random.standard_normal(shape) * 0.2).astype(np.float32)
    ones = np.ones((shape.layers, shape.width), np.float32)
    linears = {name: draw(shape.layers, *sizes) for name, sizes in shape.linear.items()}
    return Base(shape, draw(shape.vocabulary, shape.width), np.ones(shape.width, np.float32), ones, ones, linears)


class QuantizeTest(unittest.TestCase):
    def test_error_is_at_most_a_step(self):
        weights = np.random.default_rng(0).standard_normal((24, 96)).astype(np.float32)
        for bits, worst in ((8, 0.02), (4, 0.4)):
            with self.subTest(bits=bits):
                made = quantize.quantize(weights, bits)
                self.assertLess(np.abs(made.dequantize() - weights).max(), worst)

    def test_a_block_that_does_not_fit_is_refused(self):
        with self.assertRaisesRegex(ValueError, "33 columns"):
            quantize.quantize(np.zeros((2, 33), np.float32), 8)


class DataTest(unittest.TestCase):
    def setUp(self):
        self.vocabulary = vocabulary()
        self.examples = [data.example(self.vocabulary, row, data.Clip()) for row in ROWS]

    def test_a_line_ends_at_a_line_feed_alone(self):
        row = {"query": "one\u2028two\x85three", "node": "math", "rewrite": "?"}
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "rows.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n\n", encoding="utf-8")
            self.assertEqual([read["query"] for read in data.read_rows(Path(folder))], [row["query"]])

    def test_text_never_becomes_a_special_token(self):
        inner = self.examples[1].prompt[1:-6]
        self.assertFalse(set(inner) & set(range(17)), "the query's text holds a special token's id")

    def test_sequence_follows_the_grammar(self):
        ids, targets = data.sequence(self.vocabulary, self.examples[1], True)
        v = self.vocabulary
        kinds = [(kind, target) for _, target, kind in targets if kind != data.TEXT]
        self.assertEqual(kinds, [(data.NODE, v.first + 1), (data.NEXT, v.first), (data.NEXT, v.stop)])
        self.assertEqual(ids[-1], v.end)
        for position, target, _ in targets[:-1]:
            self.assertEqual(ids[position + 1], target)

    def test_packing_keeps_every_row_once(self):
        random = np.random.default_rng(0)
        rows = [([7] * n, [(n - 1, 49152, data.NODE)]) for n in random.integers(3, 60, 200)]
        batches = data.pack(rows, data.PackShape(packs=3, time=64, scored=32))
        self.assertEqual(sum(b.rows for b in batches), 200)
        self.assertEqual(sum(int((b.segments > 0).sum()) for b in batches), sum(len(ids) for ids, _ in rows))
        self.assertTrue(all(b.ids.shape == (3, 64) for b in batches))

    def test_held_out_is_a_tenth_and_depends_on_the_query_alone(self):
        share = np.mean([data.held_out({"query": f"question {i}"}) for i in range(3000)])
        self.assertAlmostEqual(share, 0.1, delta=0.03)

    def test_a_bad_line_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "bad.jsonl").write_text('{"query": "x", "node": "math", "rewrite": "y"}\n{"query": 1}\n')
            with self.assertRaisesRegex(SystemExit, "bad.jsonl:2"):
                data.read_rows(Path(folder))


class ModelTest(unittest.TestCase):
    def test_packed_rows_do_not_see_each_other(self):
        base = model.frozen(tiny_base())
        weights = model.initial(TINY, np.ones((3, TINY.width)), 0)
        one = np.array([[5, 6, 7, 8]], np.int32)
        two = np.array([[5, 6, 7, 8, 9, 10, 11]], np.int32)
        alone = model.hidden(TINY, base, weights, jnp.asarray(one), jnp.ones((1, 4), jnp.int32))
        packed = model.hidden(TINY, base, weights, jnp.asarray(two[:, [4, 5, 6, 0, 1, 2, 3]]), jnp.asarray([[1, 1, 1, 2, 2, 2, 2]]))
        np.testing.assert_allclose(alone[0], packed[0, 3:], atol=2e-5)


class TrainTest(unittest.TestCase):
    def test_a_stopped_run_ends_where_an_unbroken_one_does(self):
        base, v = tiny_base(), vocabulary()
        settings = train.Settings(epochs=4, warm_up=1, checkpoint_every=1, packs=data.PackShape(1, 128, 64))
        course = lambda rows: train.masters_course(base, v, rows, settings, Begin(None))
        with tempfile.TemporaryDirectory() as folder:
            whole = train.train(base, course(ROWS), settings, Path(folder) / "whole")
            save, saved = train.save_checkpoint, []

            def stop_after_two(*arguments):
                save(*arguments)
                saved.append(1)
                if len(saved) == 2:
                    raise KeyboardInterrupt

            train.save_checkpoint = stop_after_two
            try:
                with self.assertRaises(KeyboardInterrupt):
                    train.train(base, course(ROWS), settings, Path(folder) / "broken")
            finally:
                train.save_checkpoint = save
            resumed = train.train(base, course(ROWS), settings, Path(folder) / "broken")
            for other in (ROWS[:1], [{**ROWS[0], "query": "integral of x?"}, ROWS[1]]):
                with self.subTest(other), self.assertRaisesRegex(SystemExit, "other settings or data"):
                    train.train(base, course(other), settings, Path(folder) / "broken")
        np.testing.assert_allclose(whole["rows"], resumed["rows"], atol=1e-6)
        self.assertGreater(np.abs(whole["lora"]["q"]["b"]).max(), 0)

    def test_a_run_that_goes_on_reads_what_the_first_has_not(self):
        rows = list(range(100))
        whole = train.reading_order(rows, train.Settings(epochs=1.2))
        first = train.reading_order(rows, train.Settings(epochs=0.75))
        second = train.reading_order(rows, train.Settings(epochs=1.2, skip=0.75))
        self.assertEqual(first + second, whole)
        self.assertEqual(sorted(whole[:100]), list(range(100)))

    def test_a_pass_reads_rows_of_several_calls_twice(self):
        several = {"query": "Integral? Contract?", "calls": [ROWS[0]["calls"][0], ROWS[0]["calls"][0]]}
        plan = lambda times: train.plan(vocabulary(), [ROWS[0], several], train.Settings(rare=times, variety=Variety.none(), packs=data.PackShape(1, 304, 64)))
        self.assertEqual([sum(batch.rows for batch in plan(times)) for times in (1, 2, 5)], [2, 3, 6])


def choices(random: np.random.Generator, count: int) -> tuple[refit.Choices, np.ndarray]:
    """Three classes whose centres lie about a large mean, as a network's features do; columns are three rows and a fixed one."""
    centres = random.standard_normal((3, 16))
    target = random.integers(0, 3, count)
    features = (centres[target] + random.standard_normal((count, 16)) * 0.4 + 3).astype(np.float32)
    allowed = np.tile([True, True, True, False], (count, 1))
    return refit.Choices(features, target, allowed, np.ones(count, bool)), centres


class RefitTest(unittest.TestCase):
    FIXED = np.ones((1, 16), np.float32) * 100

    def test_rows_find_the_classes(self):
        some, _ = choices(np.random.default_rng(3), 600)
        fitted = refit.refit(some, np.zeros((3, 16), np.float32), self.FIXED, np.ones(3, bool))
        self.assertGreater(fitted.accuracy_after, 0.95)
        self.assertLess(fitted.accuracy_before, 0.5)
        self.assertIsNotNone(fitted.penalty)

    def test_good_rows_stay_and_what_may_not_change_does_not(self):
        some, centres = choices(np.random.default_rng(3), 60)
        best = (centres * 6).astype(np.float32)
        shown = refit.Choices(some.features - 3, some.target, some.allowed, some.tried)
        fitted = refit.refit(shown, best, self.FIXED, np.array([True, True, False]))
        np.testing.assert_array_equal(fitted.rows[2], best[2])
        worse = refit.refit(some, best * 0, self.FIXED, np.array([True, True, False]))
        np.testing.assert_array_equal(worse.rows[2], best[2] * 0)
        self.assertGreater(worse.accuracy_after, worse.accuracy_before)

    def test_a_fixed_column_is_left_where_it_is_right(self):
        some, _ = choices(np.random.default_rng(3), 300)
        ends = refit.Choices(-some.features, np.full(300, 3), np.ones((300, 4), bool), np.zeros(300, bool))
        both = refit.Choices(*(np.concatenate((getattr(some, name), getattr(ends, name))) for name in ("features", "target", "allowed", "tried")))
        fixed = -np.ones((1, 16), np.float32) * 0.01
        fitted = refit.refit(both, np.zeros((3, 16), np.float32), fixed, np.ones(3, bool))
        self.assertEqual((ends.logits(fitted.rows, fixed).argmax(-1) == 3).mean(), 1.0)
        self.assertEqual(len(fitted.target), 300, "only what is tried on is counted")

    def test_only_what_the_network_has_not_learnt_from_is_tried_on(self):
        some, _ = choices(np.random.default_rng(3), 400)
        tried = np.arange(400) % 8 == 0
        noise = np.random.default_rng(4).permutation(some.target[tried])
        target = some.target.copy()
        target[tried] = noise
        fitted = refit.refit(refit.Choices(some.features, target, some.allowed, tried), np.zeros((3, 16), np.float32), self.FIXED, np.ones(3, bool))
        self.assertEqual(len(fitted.logits), 50)
        self.assertLess(fitted.accuracy_after, 0.6, "the others are easy, these are noise")


class EvaluateTest(unittest.TestCase):
    def test_the_calibration_error_is_the_mean_distance_in_bins_of_equal_count(self):
        # MetricsTest of the evaluation has the same numbers: of 17 guesses the 8th bin and the last have two
        alone = 0.95 + 0.10 + 0.85 + 0.20 + 0.75 + 0.30 + 0.65 + 0.50 + 0.45 + 0.60 + 0.35 + 0.70 + 0.25
        pairs = 2 * abs(0.5 - 0.425) + 2 * abs(0.5 - 0.825)
        rising = np.arange(1, 18)
        for order in (rising, rising[::-1]):
            self.assertAlmostEqual(evaluate.calibration_error(order / 20, order % 2 == 1), (alone + pairs) / 17)

    def test_fewer_guesses_than_bins_are_a_bin_each_and_none_have_no_error(self):
        self.assertAlmostEqual(evaluate.calibration_error(np.array([0.95, 0.55]), np.array([False, True])), (0.95 + 0.45) / 2)
        self.assertEqual(evaluate.calibration_error(np.zeros(0), np.zeros(0, bool)), 0)

    def test_guesses_of_nearly_one_probability_are_told_apart(self):
        # one bin of a width of 1/15 would find 20 of 30 right at a mean of 0.637
        probability = np.repeat([0.61, 0.64, 0.66], 10)
        self.assertAlmostEqual(evaluate.calibration_error(probability, probability > 0.62), (0.61 + 0.36 + 0.34) / 3)

    def test_figures_by_node_and_language(self):
        logits = np.array([[2.0, 0], [2, 0], [0, 2], [2, 0]])
        found = evaluate.figures(logits, np.array([0, 0, 1, 1]), ["a", "b"], 1.0, ["en", "zh", "en", "en"])
        self.assertEqual((found["rows"], found["right"]), (4, 0.75))
        self.assertEqual(found["nodes"], {"a": {"rows": 2, "right": 1.0}, "b": {"rows": 2, "right": 0.5}})
        self.assertEqual(found["languages"], {"en": {"rows": 3, "right": 0.6667}, "zh": {"rows": 1, "right": 1.0}})


class Stream(io.StringIO):
    def __init__(self, terminal: bool):
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


class ProgressTest(unittest.TestCase):
    def test_lines_elsewhere_say_pace_and_what_is_left(self):
        now, stream = [0.0], Stream(False)
        with progress.Progress("step", 10, 4, stream, lambda: now[0]) as bar:
            for _ in range(6):
                now[0] += 4
                bar.add(200, "loss 1.5")
        lines = stream.getvalue().splitlines()
        self.assertEqual([line.split("  ")[0] for line in lines], ["step 5/10", "step 8/10", "step 10/10"])
        self.assertEqual(lines[1], "step 8/10  loss 1.5  50 tokens/s  0:08 left")

    def test_a_terminal_has_one_bar(self):
        stream = Stream(True)
        with progress.Progress("step", 2, 0, stream) as bar:
            bar.add(10, "loss 1.5")
            bar.add(10, "loss 1.4")
        self.assertNotIn("\nstep", stream.getvalue().strip("\n"))
        self.assertIn("step 2/2", stream.getvalue())
        self.assertIn("loss 1.4", stream.getvalue())


class AdapterTest(unittest.TestCase):
    def test_tensors_are_the_inputs_of_the_base(self):
        v = vocabulary()
        trained = model.initial(TINY, np.ones((5, TINY.width)), 0)
        with tempfile.TemporaryDirectory() as folder:
            names = {"math": "<n_0>", "history": "<n_1>", "finish": "<n_finish>"}
            target = adapter.Target(Path(folder), "tiny", "base", names, 1.0)
            written = load_file(adapter.write_weights(target, trained))
            adapter.write_master(target, v, data.Clip(), {})
            master = json.loads((Path(folder) / "master.json").read_text())
        self.assertEqual([token["id"] for token in master["tokens"]], [49152, 49153])
        self.assertEqual(master["none"], None, "nothing taught it")
        self.assertEqual(master["finish"], {"token": "<n_finish>", "id": v.finish})
        self.assertEqual(written["layers.1.gate.lora_A"].shape, (32, model.RANK))
        self.assertEqual(written["layers.1.gate.lora_B"].shape, (model.RANK, 64))
        self.assertEqual(len(written), 1 + 2 * 7 * TINY.layers)
        self.assertEqual(written["functional_rows"].dtype, np.float16)


if __name__ == "__main__":
    unittest.main()
