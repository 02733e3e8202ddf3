package io.octograph.model.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Numbers within bounds, as JSON writes them without exponents. */
final class Digits {
  /** Digits before the point where no bound says how many: exact in a double. */
  private static final int MOST_DIGITS = 15;

  /** Digits after the point. */
  private static final int MOST_PLACES = 6;

  private static final BigInteger LARGEST =
      BigInteger.TEN.pow(MOST_DIGITS).subtract(BigInteger.ONE);

  private final States states;

  Digits(States states) {
    this.states = states;
  }

  State whole(Optional<BigInteger> least, Optional<BigInteger> most) {
    var from = least.orElse(LARGEST.negate().min(most.orElse(BigInteger.ZERO)));
    var to = most.orElse(LARGEST.max(from));
    var negative = natural(to.negate().max(BigInteger.ONE), from.negate().max(BigInteger.ZERO));
    var positive = natural(from.max(BigInteger.ZERO), to);
    return states.either(List.of(positive, states.then(states.text("-"), negative)));
  }

  State decimal(Optional<BigDecimal> least, Optional<BigDecimal> most) {
    var largest = new BigDecimal(LARGEST);
    var from = least.orElse(largest.negate().min(most.orElse(BigDecimal.ZERO)));
    var to = most.orElse(largest.max(from));
    var negative = positive(to.negate().max(BigDecimal.ZERO), from.negate());
    var positive = positive(from.max(BigDecimal.ZERO), to);
    return states.either(List.of(positive, states.then(states.text("-"), negative)));
  }

  private State positive(BigDecimal from, BigDecimal to) {
    if (from.compareTo(to) > 0) {
      return states.nothing();
    }
    var options = new ArrayList<State>();
    for (int places = 0; places <= MOST_PLACES; places++) {
      var low = from.movePointRight(places).setScale(0, RoundingMode.CEILING).toBigInteger();
      var high = to.movePointRight(places).setScale(0, RoundingMode.FLOOR).toBigInteger();
      if (low.compareTo(high) <= 0) {
        options.add(places == 0 ? natural(low, high) : pointed(low, high, places));
      }
    }
    return states.either(options);
  }

  /** Numbers from {@code low} to {@code high}, with a point before the last places. */
  private State pointed(BigInteger low, BigInteger high, int places) {
    var unit = BigInteger.TEN.pow(places);
    var first = low.divideAndRemainder(unit);
    var last = high.divideAndRemainder(unit);
    var zeros = BigInteger.ZERO;
    var nines = unit.subtract(BigInteger.ONE);
    if (first[0].equals(last[0])) {
      return pointed(first[0], first[0], fraction(first[1], last[1], places));
    }
    return states.either(
        List.of(
            pointed(first[0], first[0], fraction(first[1], nines, places)),
            pointed(
                first[0].add(BigInteger.ONE),
                last[0].subtract(BigInteger.ONE),
                fraction(zeros, nines, places)),
            pointed(last[0], last[0], fraction(zeros, last[1], places))));
  }

  private State pointed(BigInteger from, BigInteger to, State fraction) {
    return states.sequence(natural(from, to), states.text("."), fraction);
  }

  private State fraction(BigInteger from, BigInteger to, int places) {
    return between(padded(from, places), padded(to, places));
  }

  /** Numbers without a sign, a point or leading zeros; nothing where the bounds cross. */
  private State natural(BigInteger from, BigInteger to) {
    var options = new ArrayList<State>();
    var low = from;
    while (low.compareTo(to) <= 0) {
      int length = low.toString().length();
      var high = BigInteger.TEN.pow(length).subtract(BigInteger.ONE).min(to);
      options.add(between(padded(low, length), padded(high, length)));
      low = high.add(BigInteger.ONE);
    }
    return states.either(options);
  }

  private State between(byte[] from, byte[] to) {
    return Between.of(states, from, to, '0', '9');
  }

  private static byte[] padded(BigInteger number, int length) {
    var digits = new byte[length];
    Arrays.fill(digits, (byte) '0');
    var text = number.toString();
    for (int i = 0; i < text.length(); i++) {
      digits[length - text.length() + i] = (byte) text.charAt(i);
    }
    return digits;
  }
}
