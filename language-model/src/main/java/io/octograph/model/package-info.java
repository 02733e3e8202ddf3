/**
 * Runs decoder-only language models in ONNX, read from a folder in onnxruntime-genai's layout:
 * tokenizer, KV cache, adapters, sampling, admission.
 *
 * <p>It knows nothing of graphs, masters or functional tokens' meaning (see {@code
 * io.octograph.model.master}), nothing of HTTP, and it never reaches out to a network.
 */
package io.octograph.model;
