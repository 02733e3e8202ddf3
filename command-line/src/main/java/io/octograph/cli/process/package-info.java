/** Child processes: starting them, waiting until they are ready, and never leaving one behind. */
package io.octograph.cli.process;
