package io.octograph.model;

import java.util.List;
import java.util.function.Consumer;

/** Passes text on until a stop string comes; what could be the start of one is held back. */
final class StopStrings {
  private final List<String> stops;
  private final Consumer<String> pieces;
  private final StringBuilder text = new StringBuilder();
  private int passedOn;
  private boolean stopped;

  StopStrings(List<String> stops, Consumer<String> pieces) {
    this.stops = stops;
    this.pieces = pieces;
  }

  /** Adds text; true once a stop string has come, after which nothing is added any more. */
  boolean add(String piece) {
    if (stopped || piece.isEmpty()) {
      return stopped;
    }
    text.append(piece);
    int cut = stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
    if (cut >= 0) {
      stopped = true;
      text.setLength(cut);
      passOn(cut);
    } else {
      passOn(text.length() - heldBack());
    }
    return stopped;
  }

  /** Passes on what was held back, and gives the whole text. */
  String end() {
    passOn(text.length());
    return text.toString();
  }

  private void passOn(int to) {
    if (to > passedOn) {
      pieces.accept(text.substring(passedOn, to));
      passedOn = to;
    }
  }

  private int heldBack() {
    int most = 0;
    for (var stop : stops) {
      for (int length = Math.min(stop.length() - 1, text.length()); length > most; length--) {
        if (stop.startsWith(text.substring(text.length() - length))) {
          most = length;
        }
      }
    }
    return most;
  }
}
