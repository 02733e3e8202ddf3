/**
 * The same question, put otherwise: whether the node stays when a person mistypes, shouts, is
 * polite, or tries to talk to the router.
 */
package io.octograph.evaluation.robust;
