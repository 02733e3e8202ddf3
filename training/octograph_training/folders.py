"""Where things are in the repository."""

from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
GRAPH = HOME / "graph-config/src/main/resources/graphs/mmlu.yaml"
DATA = HOME / "training/data"
BASE = HOME / "models/octopus-135m"
MASTER = BASE / "adapters/mmlu"  # the bundled one
RUNS = HOME / "training/runs"
