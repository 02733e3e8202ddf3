/**
 * Routing accuracy of a running router: rows in, one report out. It speaks HTTP and knows no class
 * of the router; how a router is found or started is the caller's business.
 */
package io.octograph.evaluation;
