/**
 * The router function: takes queries by HTTP, lets the masters decide, calls the worker functions
 * and relays their answers. The rules of the walk are not here but in {@code traversal}.
 */
package io.octograph.router;
