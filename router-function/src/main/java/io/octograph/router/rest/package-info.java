/** The router's HTTP API, one resource a concern; what they do is one package up. */
package io.octograph.router.rest;
