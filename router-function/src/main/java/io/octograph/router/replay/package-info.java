/** Dead letters, sent again. */
package io.octograph.router.replay;
