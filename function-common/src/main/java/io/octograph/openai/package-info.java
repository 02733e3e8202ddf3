/**
 * The OpenAI wire that both functions speak: a request's raw body and edits that leave every other
 * byte as it is, event streams, errors in OpenAI's shape, and a client that passes bytes on.
 *
 * <p>It is not a typed model of OpenAI's API: what is not named here passes through unread, so that
 * tools, images and fields of tomorrow work without us.
 */
package io.octograph.openai;
