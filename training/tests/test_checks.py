"""What is said of bad graphs, bad rows and bad command lines: all at once, each with its place and the mend."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from octograph_training import __main__ as command
from octograph_training.data_check import FEW, check_rows
from octograph_training.folders import DATA, HOME
from octograph_training.folders import GRAPH as GRAPH_FILE
from octograph_training.graph_check import Neighbourhood, check_graph
from octograph_training.problems import SHOWN, Problem, report

AROUND = Neighbourhood("desk", "entry", ("billing", "shipping"))
GRAPH = """graph: desk
nodes:
  - master: entry
    edges: [billing, shipping]
  - worker: billing
  - worker: shipping
"""
BILL = {"query": "Why 12.50?", "node": "billing", "rewrite": "Explain the 12.50."}


def line(**changes) -> str:
    """A sound row with changes; None takes a key out."""
    return json.dumps({key: value for key, value in {**BILL, **changes}.items() if value is not None}, ensure_ascii=False)


class Checked(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name: str, text: str | bytes) -> Path:
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.folder / name

    def said(self, problems: list[Problem]) -> str:
        return "\n".join(map(str, problems)).replace(str(self.folder) + "/", "")


class RowsTest(Checked):
    def check(self, text: str | bytes) -> tuple[list[dict], str]:
        rows, problems = check_rows([self.file("my.jsonl", text)], AROUND)
        return rows, self.said([problem for problem in problems if ".jsonl:" in problem.place])  # without those of all rows

    def test_every_form_of_a_row_is_read(self):
        forms = (
            line(),
            line(topic="prices", lang="en", style="short"),
            line(node=None, rewrite=None, calls=[{"node": "billing", "rewrite": "Explain the 12.50."}, {"node": "shipping", "rewrite": "Where is it?"}]),
            line(history=[{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello!"}]),
            line(steps=[{"node": "shipping", "answer": "It is in Leeds."}]),
            line(steps=[{"node": "shipping", "answer": "It is in Leeds."}], node="finish", rewrite=""),
            line(node="none", rewrite=""),
            line(node="none", rewrite=None),
        )
        for form in forms:
            with self.subTest(form):
                rows, said = self.check(form)
                self.assertEqual(said, "")
                self.assertTrue(rows[0]["calls"][0]["node"])

    def test_what_is_wrong_with_a_row(self):
        for text, wanted in (
            ("{", "my.jsonl:1: This is no JSON"),
            ("[]", "This is no JSON object"),
            (line(query=""), "`query` is empty"),
            (line(query="  "), '`query` is "  "'),
            (line(query=None), "`query` is missing"),
            (line(query=7), '`query` is "7"'),
            (line(node="biling"), 'The node "biling" is no neighbour of the master. Did you mean billing?'),
            (line(rewrite=None), "The call of billing has no rewrite."),
            (line(rewrite=5), '`rewrite` is "5"'),
            (line(rewrite="Explain the amount."), "warning: The rewrite has lost 12.50 of the query."),
            (line(node="none"), 'warning: none has the rewrite "Explain the 12.50."'),
            (line(node="finish", rewrite=""), "The row says finish but has no `steps`."),
            (line(histroy=[]), 'The key "histroy" is not known. Did you mean history?'),
            (line(source="mail"), 'warning: The key "source" is not known.'),
            (line(calls=[{"node": "billing", "rewrite": "x"}]), "The row has `calls` and `node`."),
            (line(node=None, rewrite=None), "`node` is missing"),
            (line(node=None, rewrite=None, calls=[]), '`calls` is "[]"'),
            (line(node=None, rewrite=None, calls=["billing"]), "`calls` is"),
            (
                line(node=None, rewrite=None, calls=[{"node": "billing", "rewrite": "12.50?"}, {"node": "none", "rewrite": ""}]),
                "none stands beside other calls.",
            ),
            (line(history="Hello"), '`history` is "Hello"'),
            (line(history=[{"role": "system", "content": "Hello"}]), 'has the role "system"'),
            (line(history=[{"role": "user", "content": ""}]), "`content` is empty"),
            (line(history=[{"role": "user", "content": "Hello"}] * 5), "warning: `history` has 5 turns."),
            (line(steps=[]), '`steps` is "[]"'),
            (line(steps=[{"node": "billing"}]), "`answer` is missing"),
            (line(steps=[{"node": "shiping", "answer": "x"}]), 'A step names "shiping", which is no neighbour of the master. Did you mean shipping?'),
            (line() + "\n\n" + line(node="shipping"), 'my.jsonl:3: The query "Why 12.50?" names shipping here and billing at my.jsonl:1.'),
            (line() + "\n" + line(query="why 12.50? "), 'my.jsonl:2: warning: The query "why 12.50? " stands at my.jsonl:1 already.'),
            (b"\xef\xbb\xbf" + line().encode(), "my.jsonl:1: warning: The file begins with a byte order mark."),
            (line().encode() + b"\n\xff", "my.jsonl:2: The file is not in UTF-8."),
        ):
            with self.subTest(text):
                self.assertIn(wanted, self.check(text)[1])

    def test_a_query_may_stand_again_with_other_answers_so_far(self):
        steps = [{"node": "shipping", "answer": "It is in Leeds."}]
        rows, said = self.check(line() + "\n" + line(steps=steps, node="finish", rewrite=""))
        self.assertEqual((len(rows), said), (2, ""))

    def test_the_last_turns_are_kept(self):
        turns = [{"role": "user", "content": f"turn {i}"} for i in range(6)]
        rows, _ = self.check(line(history=turns))
        self.assertEqual(rows[0]["history"], turns[2:])

    def test_our_own_rows_are_sound(self):
        desk = HOME / "training/examples/support-desk"
        for graph, folders, count in (
            (GRAPH_FILE, [DATA], 10_000),
            (desk / "support-desk.yaml", [desk], 316),
            (desk / "sixth/support-desk.yaml", [desk, desk / "sixth"], 376),
        ):
            with self.subTest(graph):
                around, problems = check_graph(graph, "entry")
                rows, of_rows = check_rows(folders, around)
                self.assertEqual([str(problem) for problem in (*problems, *of_rows) if not problem.warning], [])
                self.assertGreaterEqual(len(rows), count)

    def test_neighbours_want_rows(self):
        many = "\n".join(line(query=f"Why {i}.50?", rewrite=f"Explain {i}.50.") for i in range(FEW - 1))
        _, problems = check_rows([self.file("my.jsonl", many)], AROUND)
        self.assertIn(f"my.jsonl: warning: {FEW - 1} rows name billing.", self.said(problems))
        self.assertIn("my.jsonl: No row names shipping.", self.said(problems))

    def test_files_and_folders_are_read_once_each(self):
        file = self.file("my.jsonl", line())
        rows, _ = check_rows([file, self.folder, file], AROUND)
        self.assertEqual(len(rows), 1)
        _, problems = check_rows([self.folder / "other.jsonl"], AROUND)
        self.assertEqual([str(problem.place) for problem in problems], [str(self.folder / "other.jsonl")])


class GraphTest(Checked):
    def check(self, text: str, master: str = "entry") -> tuple[Neighbourhood, str]:
        around, problems = check_graph(self.file("my.yaml", text), master)
        return around, self.said(problems)

    def test_neighbours_are_those_whom_the_master_decides_on(self):
        self.assertEqual(self.check(GRAPH), (AROUND, ""))
        after = GRAPH + "  - worker: repair\n  - worker: advice\n    edges: [repair, billing]\n    master: entry\n"
        around, said = self.check(after.replace("[billing, shipping]", "[billing, shipping, advice]"))
        self.assertEqual((around.nodes, said), (("billing", "shipping", "advice", "repair"), ""))

    def test_what_is_wrong_with_a_graph(self):
        for text, wanted in (
            ("graph: [", "my.yaml:1: This is no YAML"),
            ("- a", "The file holds no graph."),
            (GRAPH.replace("graph: desk\n", ""), "The graph has no name."),
            ("graph: desk\n", "The graph has no list of nodes."),
            (GRAPH.replace("master: entry", "master: first"), 'The graph has no master called "entry". Its masters are first'),
            (GRAPH.replace("    edges: [billing, shipping]\n", ""), "my.yaml:3: The master entry has no edges."),
            (GRAPH.replace("[billing, shipping]", "billing"), "my.yaml:4: `edges` is no list."),
            (GRAPH.replace(", shipping]", ", shiping]"), 'my.yaml:4: The edge "shiping" leads to no node. Did you mean shipping?'),
            (GRAPH.replace(", shipping]", ", billing]"), 'The edge "billing" stands twice.'),
            (GRAPH.replace(", shipping]", "]"), "has one neighbour alone, billing"),
            (GRAPH + "  - worker: billing\n", 'my.yaml:7: The node "billing" stands twice in the graph.'),
            (GRAPH + "  - worker: none\n", 'A node is called "none"'),
            (GRAPH + "  - url: x\n", "my.yaml:7: A node has no name."),
        ):
            with self.subTest(text):
                self.assertIn(wanted, self.check(text)[1])
        self.assertIn("cannot be read", self.said(check_graph(self.folder / "no.yaml", "entry")[1]))

    def test_the_ready_graphs_are_sound(self):
        for file in sorted(command.GRAPH.parent.glob("*.yaml")):
            if "- master: entry" not in file.read_text(encoding="utf-8"):
                continue  # an agent alone has no master to train
            with self.subTest(file.name):
                self.assertEqual(check_graph(file, "entry")[1], [])


class CommandTest(Checked):
    def run_with(self, *arguments: str) -> tuple[int, str]:
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said), self.assertRaises(SystemExit) as ended:
            command.chosen_options(list(arguments))
        return ended.exception.code, said.getvalue()

    def test_a_bad_command_line_ends_with_2(self):
        for arguments, wanted in (
            (("--way", "other"), "invalid choice"),
            (("--way", "rows", "--epochs", "3"), "--epochs: --way rows makes no passes"),
            (("--way", "rows", "--begin", "nothing"), "needs a master"),
            (("--epochs", "-1"), "'-1' is not a number above 0"),
            (("--rewrites", "2"), "'2' is not a number from 0 to 1"),
            (("--seed", "x"), "'x' is not a whole number of 0 or more"),
            (("--epochs", "1", "--skip", "1"), "--skip 1.0 leaves no pass"),
            (("--unknown",), "unrecognized arguments"),
        ):
            with self.subTest(arguments):
                code, said = self.run_with(*arguments)
                self.assertEqual(code, 2)
                self.assertIn(wanted, said)

    def test_errors_end_with_1_and_all_are_said(self):
        said = io.StringIO()
        many = [Problem("a:1", f"Warning {i}.", "Mend.", True) for i in range(SHOWN + 2)]
        with contextlib.redirect_stderr(said), self.assertRaises(SystemExit) as ended:
            report([*many, Problem("a:2", "One.", "Mend."), Problem("a:3", "Two.", "Mend.")])
        self.assertEqual(ended.exception.code, 1)
        for part in ("a:2: One. Mend.", "a:3: Two. Mend.", "and 2 warnings more", f"2 to mend, {SHOWN + 2} warnings"):
            self.assertIn(part, said.getvalue())
        with contextlib.redirect_stderr(io.StringIO()) as said:
            report(many[:1])
        self.assertIn("Warning 0.", said.getvalue())

    def test_passes_suit_the_number_of_rows(self):
        chosen = command.chosen_options([])
        self.assertEqual([command.settings(chosen, rows, False).epochs for rows in (50, 300, 1000, 9000)], [6, 5, 2, 1])
        self.assertEqual([command.settings(chosen, rows, True).epochs for rows in (50, 1000, 9000)], [12, 6, 1])
        self.assertEqual(command.settings(command.chosen_options(["--epochs", "0.5"]), 300, False).epochs, 0.5)


if __name__ == "__main__":
    unittest.main()
