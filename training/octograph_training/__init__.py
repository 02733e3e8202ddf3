"""Trains a master: functional-token rows and LoRA weights on a frozen base, exported for ONNX Runtime."""
