/**
 * What the command line knows of the router: is it ready, what does it stream, why did it refuse.
 */
package io.octograph.cli.http;
