package io.octograph.model.function;

import java.util.List;

/** Strings of bytes of one length, from one to another in the order of a dictionary. */
final class Between {
  private Between() {}

  /**
   * The language of them.
   *
   * @param from of the length of {@code to}, and not after it
   * @param least the least byte that may stand behind the first
   * @param most the greatest
   */
  static State of(States states, byte[] from, byte[] to, int least, int most) {
    return of(states, from, to, least, most, 0);
  }

  private static State of(States states, byte[] from, byte[] to, int least, int most, int at) {
    if (at == from.length) {
      return states.empty();
    }
    int low = from[at] & 0xFF;
    int high = to[at] & 0xFF;
    if (low == high) {
      return states.then(states.bytes(low, low), of(states, from, to, least, most, at + 1));
    }
    var any = states.bytes(least, most);
    int rest = from.length - at - 1;
    return states.either(
        List.of(
            states.then(
                states.bytes(low, low),
                of(states, from, filled(from.length, most), least, most, at + 1)),
            states.then(states.bytes(low + 1, high - 1), states.times(any, rest, rest)),
            states.then(
                states.bytes(high, high),
                of(states, filled(from.length, least), to, least, most, at + 1))));
  }

  private static byte[] filled(int length, int value) {
    var bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
