package io.octograph.data;

/** Why a row is not kept. */
enum Reason {
  BROKEN("broken JSON"),
  UNASKED("more rows than asked for"),
  NO_QUERY("no query"),
  CHARACTERS("control characters or tokens"),
  LENGTH("too short or too long"),
  LANGUAGE("another language"),
  UNKNOWN_NODE("unknown node"),
  OTHER_NODE("another node than asked for"),
  TURNS("turns, steps or calls of another shape"),
  REWRITE("refused by the guard of rewrites"),
  DUPLICATE("exactly there already"),
  NEAR_DUPLICATE("nearly there already"),
  DOUBTFUL("doubted by the second opinion");

  private final String words;

  Reason(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
