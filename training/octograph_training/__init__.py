"""Trains a master: functional-token rows and LoRA weights on a frozen base, exported for ONNX Runtime."""

import os

# The products outside JAX are many and small: a second thread costs more than it gives, most of all on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
