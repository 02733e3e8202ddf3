/**
 * The experiment of the paper Octopus v4 (arXiv 2404.19296): MMLU's multiple-choice questions
 * through a running graph, beside the right node, one general node and the rewrite off. It speaks
 * the router's HTTP API and knows no class of it.
 */
package io.octograph.evaluation.mmlu;
