"""Where things are in the repository."""

from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
GRAPH = HOME / "graph-config/src/main/resources/graphs/mmlu.yaml"
AGENT_GRAPH = GRAPH.with_name("agent.yaml")
DATA = HOME / "training/data"
AGENT_DATA = HOME / "training/agents"
BASE = HOME / "models/octopus-135m"
MASTER = BASE / "adapters/mmlu"  # the bundled one
RUNS = HOME / "training/runs"
