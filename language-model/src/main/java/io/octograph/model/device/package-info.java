/**
 * What ONNX Runtime's Java API does not have, by its C API through {@code java.lang.foreign}:
 * tensors in a device's memory, and where the nodes of a graph were put. Works on every provider;
 * made for CUDA. See docs/adr/0013.
 */
package io.octograph.model.device;
