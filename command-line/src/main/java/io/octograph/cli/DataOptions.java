package io.octograph.cli;

import io.octograph.data.Settings;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code ./octograph data} but the graph's. */
final class DataOptions {
  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      required = true,
      description = "Base address of the service, e.g. http://localhost:8000/v1.")
  String endpoint;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The service's name for the model that writes (${DEFAULT-VALUE}).")
  String model;

  @Option(
      names = "--key-env",
      paramLabel = "NAME",
      description = "The environment variable with the key; OCTOGRAPH_DATA_KEY if not given.")
  String keyEnv;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "JSON lines, appended to; the same command goes on where it stopped.")
  Path out;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "300",
      description = "Rows of all forms for each node (${DEFAULT-VALUE}).")
  int rows;

  @Option(
      names = "--forms",
      paramLabel = "FORM:SHARE,…",
      description =
          "single, compound, follow-up, continuation, none; if not given"
              + " single:76,compound:10,follow-up:6,none:2, and continuation:6 where nodes have edges.")
  String forms;

  @Option(
      names = "--languages",
      paramLabel = "LANG:SHARE,…",
      defaultValue = "en",
      description = "ISO 639-1, e.g. en:3,zh:1 (${DEFAULT-VALUE}).")
  String languages;

  @Option(
      names = "--styles",
      paramLabel = "STYLE:SHARE,…",
      defaultValue = Settings.STYLES,
      description = "Of the single rows (${DEFAULT-VALUE}).")
  String styles;

  @Option(
      names = "--hard",
      paramLabel = "SHARE",
      defaultValue = "0.17",
      description = "Single rows in the words of another node's field (${DEFAULT-VALUE}).")
  double hard;

  @Option(
      names = "--temperature",
      paramLabel = "T,…",
      split = ",",
      defaultValue = "1.0",
      description = "Of the writing model; several are taken in turn (${DEFAULT-VALUE}).")
  List<Double> temperatures;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rows a request (${DEFAULT-VALUE}).")
  int batch;

  @Option(
      names = "--subtopics",
      paramLabel = "N",
      defaultValue = "40",
      description = "Asked for each node before its rows; 0 for none (${DEFAULT-VALUE}).")
  int subtopics;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Rows not to write again: a file, or a folder with all *.jsonl under it.")
  List<Path> against = List.of();

  @Option(
      names = "--no-check",
      description = "No second opinion on node and rewrite: half the requests, worse rows.")
  boolean noCheck;

  @Option(
      names = "--checker",
      paramLabel = "NAME",
      description = "Another model of the service for the second opinion.")
  String checker;

  @Option(
      names = "--drop-doubtful",
      description = "Writes no .doubtful beside FILE, rows over which the opinions differ.")
  boolean dropDoubtful;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of all that is drawn (${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "4",
      description = "Requests under way at once (${DEFAULT-VALUE}).")
  int concurrency;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "Of one request (${DEFAULT-VALUE}).")
  double timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "5",
      description = "After 429, 5xx, a cut or late answer (${DEFAULT-VALUE}).")
  int retries;

  @Option(
      names = "--retry-wait",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "Before the first retry, then doubled; Retry-After goes first (${DEFAULT-VALUE}).")
  double retryWait;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Budget of this file, retries and earlier runs included.")
  long maxRequests;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Budget of this file, prompts and answers together.")
  long maxTokens;

  @Option(
      names = "--extra",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "Fields for each request's body, e.g. a server's own switches.")
  String extra;
}
