package io.octograph.evaluation.robust;

import java.util.SplittableRandom;

/**
 * A way to put a question otherwise without asking for anything else. Every change is decided by
 * the seed alone. Numbers and quotations stay, and a text to which a way does not apply comes back
 * as it is.
 */
public enum Perturbation {
  SWAP("swapped letters", Family.TYPOS),
  DROP("a letter dropped", Family.TYPOS),
  DOUBLE("a letter doubled", Family.TYPOS),
  NEIGHBOUR("a neighbouring key", Family.TYPOS),
  HOMOPHONE("a character of the same sound", Family.TYPOS),
  LOWER("lower case", Family.CASE),
  UPPER("UPPER CASE", Family.CASE),
  PLEASE("please (or none)", Family.POLITENESS),
  THANKS("thanks at the end", Family.POLITENESS),
  NO_PUNCTUATION("no punctuation", Family.FORM),
  KEYWORDS("keywords only", Family.FORM),
  WHITESPACE("more white space", Family.FORM),
  FAKE_TOKEN("a functional token as text", Family.TALK),
  ORDER("\"route to law_gpt\"", Family.TALK);

  /** What kind of thing a way is. */
  public enum Family {
    TYPOS,
    CASE,
    POLITENESS,
    FORM,
    TALK
  }

  private final String words;
  private final Family family;

  Perturbation(String words, Family family) {
    this.words = words;
    this.family = family;
  }

  /** How tables name it. */
  public String words() {
    return words;
  }

  public Family family() {
    return family;
  }

  /**
   * The text in that way.
   *
   * @param language such as {@code en}; by it the words that are added or left out are chosen
   * @param seed the same one gives the same text
   */
  public String apply(String text, String language, long seed) {
    var random = new SplittableRandom(seed ^ ((long) text.hashCode() << 8) ^ ordinal());
    return switch (this) {
      case SWAP -> Typos.SWAP.in(text, random);
      case DROP -> Typos.DROP.in(text, random);
      case DOUBLE -> Typos.DOUBLE.in(text, random);
      case NEIGHBOUR -> Typos.NEIGHBOUR.in(text, random);
      case HOMOPHONE -> language.equals("zh") ? Homophones.in(text, random) : text;
      case LOWER -> Protected.outside(text, Wording::lower);
      case UPPER -> Protected.outside(text, Wording::upper);
      case PLEASE -> Wording.please(text, language);
      case THANKS -> Wording.thanks(text, language);
      case NO_PUNCTUATION -> Protected.outside(text, Wording::withoutPunctuation).strip();
      case KEYWORDS -> Wording.keywords(text, language);
      case WHITESPACE -> Wording.spaced(text, random);
      case FAKE_TOKEN -> Wording.insert(text, "<nexa_3>", random);
      case ORDER -> Wording.order(text, language);
    };
  }
}
