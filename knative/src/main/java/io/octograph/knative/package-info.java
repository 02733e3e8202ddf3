/**
 * From a graph to the manifests that run it on Knative. {@link io.octograph.knative.Renderer} is
 * the way in; a pure function of the graph's file.
 */
package io.octograph.knative;
