/**
 * The functions as a cluster runs them, on this machine: Knative's own broker code between real
 * router and worker processes, a real Redis, a scripted model, and someone who collects the
 * answers. Benchmarks and end-to-end tests use the same rig.
 */
package io.octograph.cli.bench;
