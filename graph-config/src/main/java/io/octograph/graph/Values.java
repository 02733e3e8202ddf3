package io.octograph.graph;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values with a grammar of their own: names, durations, addresses. */
final class Values {
  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  static final int LONGEST_NAME = 40;
  static final String NAME_RULE =
      "Write small letters a-z, digits and single underscores, a letter first, at most 40"
          + " characters, e.g. math_gpt.";
  static final Duration LONGEST = Duration.ofHours(1);
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?) ?(ms|s|m|h)");
  private static final Pattern COUNT =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?) ?([KMBT]?)");
  private static final BigDecimal FEWEST = BigDecimal.valueOf(1_000);
  private static final BigDecimal MOST = BigDecimal.TEN.pow(15);

  private Values() {}

  static boolean name(String name) {
    return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
  }

  /** From one millisecond to one hour. */
  static Duration duration(Fields fields, String field, Duration otherwise) {
    Optional<String> text = fields.raw(field, "a duration such as 60s");
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher matcher = DURATION.matcher(text.get());
    if (!matcher.matches()) {
      boolean unitless = Json.whole(text.get());
      fields.problem(
          field,
          "%s is \"%s\", which %s."
              .formatted(
                  field, Fields.clip(text.get()), unitless ? "has no unit" : "is no duration"),
          unitless
              ? "Write %ss for seconds, or %sms for milliseconds.".formatted(text.get(), text.get())
              : "Write a number and ms, s, m or h: 500ms, 60s, 2m.");
      return otherwise;
    }
    double factor =
        switch (matcher.group(2)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          default -> 3_600_000;
        };
    long millis = Math.round(Double.parseDouble(matcher.group(1)) * factor);
    if (millis < 1 || millis > LONGEST.toMillis()) {
      fields.problem(
          field,
          "%s is %s, which is out of range.".formatted(field, text.get()),
          "Write a duration from 1ms to 1h.");
      return otherwise;
    }
    return Duration.ofMillis(millis);
  }

  /**
   * How many parameters a model has: from a thousand to a million billions, as a number or with K,
   * M, B (10^9) or T after it.
   */
  static OptionalLong parameters(Fields fields, String field) {
    Optional<String> text = fields.raw(field, "a number of parameters such as 3.8B");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher matcher = COUNT.matcher(text.get());
    if (!matcher.matches()) {
      fields.problem(
          field,
          "%s is \"%s\", which is no number of parameters."
              .formatted(field, Fields.clip(text.get())),
          "Write a number and K, M, B or T: 135M, 3.8B.");
      return OptionalLong.empty();
    }
    int zeros = matcher.group(2).isEmpty() ? 0 : 3 * ("KMBT".indexOf(matcher.group(2)) + 1);
    BigDecimal count = new BigDecimal(matcher.group(1)).scaleByPowerOfTen(zeros);
    if (count.compareTo(FEWEST) < 0 || count.compareTo(MOST) > 0) {
      fields.problem(
          field,
          "%s is %s, which is out of range.".formatted(field, text.get()),
          "Write from 1K to 1000T, with its letter: 7B for seven thousand millions.");
      return OptionalLong.empty();
    }
    return OptionalLong.of(count.longValue());
  }

  /**
   * A base address, http or https, to which a path can be added; a slash at its end is dropped.
   *
   * @param example for the mend
   */
  static Optional<URI> base(Fields fields, String field, String example) {
    Optional<String> text = fields.text(field);
    Optional<URI> url = text.flatMap(Values::base);
    if (text.isPresent() && url.isEmpty()) {
      badAddress(fields, field, example);
    }
    return url;
  }

  static void badAddress(Fields fields, String field, String example) {
    fields.problem(
        field,
        "%s is \"%s\", which is no base address.".formatted(field, fields.written(field)),
        "Write http:// or https://, a host, and at most a port and a path (no user, query or"
            + " fragment; keys go into api-key), e.g. "
            + example
            + ".");
  }

  static Optional<URI> base(String text) {
    return web(text.replaceFirst("/+$", ""))
        .filter(url -> url.getRawQuery() == null && url.getRawFragment() == null);
  }

  /** An http or https address with a host and without a user. */
  static Optional<URI> web(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equalsIgnoreCase(url.getScheme());
      boolean https = "https".equalsIgnoreCase(url.getScheme());
      boolean sound = (http || https) && url.getHost() != null && url.getRawUserInfo() == null;
      return sound && url.getPort() <= 65_535 ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
