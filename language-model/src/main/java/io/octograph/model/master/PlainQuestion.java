package io.octograph.model.master;

import java.util.regex.Pattern;

/**
 * A question as a master reads it: without runs of blanks, a please or thanks at its ends, and
 * capitals where all is in capitals ({@link Shouting}). None of that says who should answer
 * (docs/adr/0025). The training's {@code plain_question.py} does the same.
 */
final class PlainQuestion {
  private static final Pattern BLANKS = Pattern.compile("(?<=\\S)[ \\t\\u00a0\\u3000]{2,}");
  private static final Pattern LINES = Pattern.compile("\\n\\s*\\n");

  private static final String PLEASE =
      "please|pls|plz|bitte|por favor|s['’]il vous pla[iî]t|per favore|пожалуйста";

  private static final Pattern ASKED =
      pattern(
          "^\\W*(?:(?:(?:could|can|would|will) you (?:please|pls|plz)|"
              + PLEASE
              + ")\\b[\\s,:;!.]*|(?:请问|麻烦问一下)(?:一下)?[\\s，,：:！!]*)");

  private static final Pattern AT_LAST = pattern("[\\s,，]+(?:" + PLEASE + ")\\s*([?？]?)[\\s!.]*$");

  private static final String MUCH = " (?:a lot|a million|so much|very much|in advance|beaucoup)";

  /**
   * "How do you say thank you" ends with no thanks: a word of it follows a sentence or line, and no
   * option's mark.
   */
  private static final Pattern THANKED =
      pattern(
          "(?:(?<=[.!?,;:…。！？，；])(?<!\\b[A-Za-z][.:])\\s*|\\s*\\n\\s*)"
              + "(?:(?:many )?thanks|thank you|thx|cheers|danke|merci|gracias|obrigad[oa]|grazie|спасибо)"
              + ("(?:" + MUCH + ")?[\\s!.]*$")
              + ("|[\\s,]+(?:(?:many )?thanks|thank you|merci)" + MUCH + "[\\s!.]*$")
              + "|[\\s,]+(?:vielen dank|¡?muchas gracias|muito obrigad[oa]|mille grazie)[\\s!.]*$"
              + "|[\\s，。,]*(?:谢谢|多谢)(?:大家|各位|你|您)?[\\s！!。.~]*$");

  /** Characters; longer texts are documents, in which a please is lost. */
  private static final int LONGEST = 4_000;

  private PlainQuestion() {}

  /** Of what the user wrote; a text that is courtesy alone stays, and so does a long one. */
  static String of(String question) {
    if (question.length() > LONGEST) {
      return question;
    }
    var single = BLANKS.matcher(question).replaceAll(" ");
    var tidy = LINES.matcher(single).replaceAll("\n\n").strip();
    var asked = AT_LAST.matcher(ASKED.matcher(tidy).replaceFirst("")).replaceFirst("$1");
    var plain = THANKED.matcher(asked).replaceFirst("");
    return Shouting.calmed(plain.codePoints().anyMatch(Character::isLetterOrDigit) ? plain : tidy);
  }

  private static Pattern pattern(String expression) {
    return Pattern.compile(
        expression,
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
  }
}
