package io.octograph.data;

/** What was used: requests, retries included, and tokens of prompts and answers. */
record Usage(long requests, long prompt, long completion) {
  static final Usage NONE = new Usage(0, 0, 0);

  long tokens() {
    return prompt + completion;
  }

  Usage plus(Usage other) {
    return new Usage(
        requests + other.requests, prompt + other.prompt, completion + other.completion);
  }
}
