/** The worker's door of events: a call comes in, a result or a failure goes out. */
package io.octograph.worker.event;
