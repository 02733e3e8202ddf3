/**
 * {@code ./octograph bench master}: measures the master in one process, and llama.cpp on the same
 * weights beside it. A program of its own, so that it runs with the optimising compiler and so that
 * what it says of memory is the engine's.
 */
package io.octograph.benchmark;
