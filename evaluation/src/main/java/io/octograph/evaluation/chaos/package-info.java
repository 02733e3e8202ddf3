/**
 * What the chaos run asks, what it breaks and when, and how it is judged: all of it a function of a
 * seed and of what was seen. Who starts and kills processes is the caller's business.
 */
package io.octograph.evaluation.chaos;
