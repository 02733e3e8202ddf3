"""Block-wise weight quantisation in the layout of ONNX Runtime's MatMulNBits.

A matrix [N, K] is cut along K into blocks; each block has one float32 scale. 8 bits are symmetric round
the zero point 128. 4 bits are asymmetric with a rounded zero point per block; of a few narrower ranges the one with
the smallest squared error is kept.
"""

from dataclasses import dataclass, replace

import numpy as np

from .base import Base


@dataclass(frozen=True)
class Quantized:
    """codes uint8 [N, blocks, bytes a block], scales float32 [N, blocks], zero points packed uint8 or None."""

    codes: np.ndarray
    scales: np.ndarray
    zero_points: np.ndarray | None
    bits: int
    block: int

    def dequantize(self) -> np.ndarray:
        codes = self.codes
        if self.bits == 4:
            codes = np.stack((codes & 15, codes >> 4), -1).reshape(*codes.shape[:2], self.block)
        zero = 128.0
        if self.zero_points is not None:
            packed = self.zero_points
            zero = np.stack((packed & 15, packed >> 4), -1).reshape(len(packed), -1)[:, : codes.shape[1], None]
        values = (codes.astype(np.float32) - zero) * self.scales[..., None]
        return values.reshape(len(codes), -1).astype(np.float32)


def quantize(weights: np.ndarray, bits: int, block: int = 32) -> Quantized:
    rows, columns = weights.shape
    if columns % block:
        raise ValueError(f"{columns} columns are no multiple of the block of {block}; choose a block that divides them.")
    blocks = weights.reshape(rows, columns // block, block)
    if bits == 8:
        return _symmetric8(blocks, block)
    if bits == 4:
        return _asymmetric4(blocks, block)
    raise ValueError(f"{bits} bits are not supported; choose 4 or 8.")


def _symmetric8(blocks: np.ndarray, block: int) -> Quantized:
    scales = np.abs(blocks).max(-1) / 127
    scales[scales == 0] = 1
    codes = np.clip(np.round(blocks / scales[..., None]), -127, 127) + 128
    return Quantized(codes.astype(np.uint8), scales.astype(np.float32), None, 8, block)


def _asymmetric4(blocks: np.ndarray, block: int) -> Quantized:
    low, high = np.minimum(blocks.min(-1), 0), np.maximum(blocks.max(-1), 0)
    best = None
    for shrink in (1.0, 0.97, 0.94, 0.9, 0.86):
        scale = (high - low) * shrink / 15
        scale[scale == 0] = 1
        zero = np.clip(np.round(-low * shrink / scale), 0, 15)
        codes = np.clip(np.round(blocks / scale[..., None] + zero[..., None]), 0, 15)
        error = (((codes - zero[..., None]) * scale[..., None] - blocks) ** 2).sum(-1)
        if best is None:
            best = [error, scale, zero, codes]
        else:
            better = error < best[0]
            for i, new in enumerate((error, scale, zero, codes)):
                best[i] = np.where(better.reshape(better.shape + (1,) * (new.ndim - 2)), new, best[i])
    _, scale, zero, codes = best
    codes, zero = codes.astype(np.uint8), zero.astype(np.uint8)
    if zero.shape[1] % 2:
        zero = np.concatenate((zero, np.zeros((len(zero), 1), np.uint8)), 1)
    return Quantized(
        codes[..., 0::2] | (codes[..., 1::2] << 4), scale.astype(np.float32), zero[:, 0::2] | (zero[:, 1::2] << 4), 4, block
    )


def deployed(base: Base, bits: int) -> Base:
    """The base as it will run: trained on these values, an adapter also makes up for what rounding loses.

    The embedding keeps 8 bits, which is what the GGUF file stores it in.
    """
    linears = {
        name: np.stack([quantize(layer, bits).dequantize() for layer in layers]) for name, layers in base.linears.items()
    }
    return replace(base, embedding=quantize(base.embedding, 8).dequantize(), linears=linears)
