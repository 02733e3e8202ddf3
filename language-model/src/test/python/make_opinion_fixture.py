"""Writes src/test/resources/opinion-fixture.json: queries, how many tokens the encoder reads of them, and the first
values of the states of the first and the last of those, as the training has them.

Run in this folder, in the environment of `./octograph train`: PYTHONPATH=../../../../training python make_opinion_fixture.py
"""

import json
import pathlib

from octograph_training.encoder import JARS, Encoder, newest
from octograph_training.folders import MASTER
from safetensors.numpy import load_file

FIXTURE = pathlib.Path(__file__).resolve().parent.parent / "resources" / "opinion-fixture.json"
VALUES = 12
QUERIES = [
    "今天深圳天气如何?",
    "是谁提倡罢黜百家,独尊儒术?",
    "用 Python 写一个快速排序，并说明它的平均时间复杂度。",
    "一个质量为2kg的物体从10m高处自由下落，落地时的速度是多少？",
    "房东不退押金怎么办，我合同还没到期",
    "孕妇可以喝咖啡吗\n一天最多几杯",
    "「㐂」和﹁龘﹂怎么读？🐙",
    "通货膨胀率从 2% 升到 5%，央行（PBoC）会怎么做？" * 9,
]


def main() -> None:
    stored = load_file(MASTER / "opinion.safetensors")
    tuned = {name.removeprefix("tuned."): value for name, value in stored.items() if name.startswith("tuned.")}
    encoder, lines = Encoder(newest(JARS), tuned), []
    for query in QUERIES:
        states = encoder.states(query)
        first, last = ([round(float(x), 4) for x in states[place][:VALUES]] for place in (0, -1))
        lines.append({"query": query, "tokens": len(states), "first": first, "last": last})
    text = "[\n" + ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n]\n"
    FIXTURE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
