package io.octograph.model.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.graph.Schema;
import io.octograph.model.Logits;
import io.octograph.model.Sampler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A function's parameters as a language over a vocabulary. Safe for use by several threads. */
public final class Parameters {
  /** Of 6 KB each; a function's fixed parts have some dozens, bounded texts one a character. */
  private static final int MOST_KEPT = 512;

  private static final Sampler GREEDY = Sampler.greedy();
  private static final String ANY_QUERY = "word ".repeat(20);

  private final TokenTexts texts;
  private final Schema schema;
  private final Language general;

  /** Whether a text must be words of the query, so that every query has a language of its own. */
  private final boolean copies;

  /** Where a language begins, and what of it was found out. */
  private record Language(State begin, Map<State, BitSet> masks) {
    static Language of(Schema schema, String query) {
      return new Language(Grammar.of(schema, query), new ConcurrentHashMap<>());
    }
  }

  /**
   * Reads a JSON Schema.
   *
   * @throws IllegalArgumentException where a graph's reader would have refused it
   */
  public Parameters(JsonNode schema, TokenTexts texts) {
    this.texts = texts;
    this.schema = Schema.read(schema);
    this.copies = copies(this.schema);
    // Any text has a word: with one in the place of the query all but their lengths can be told.
    this.general = Language.of(this.schema, ANY_QUERY);
  }

  private static boolean copies(Schema schema) {
    return switch (schema) {
      case Schema.Text text -> text.copied();
      case Schema.Items items -> copies(items.each());
      case Schema.Members(var list) -> list.stream().anyMatch(one -> copies(one.schema()));
      case Schema.AnyOf(var options) -> options.stream().anyMatch(Parameters::copies);
      case Schema.Among _,
          Schema.Patterned _,
          Schema.Formatted _,
          Schema.Whole _,
          Schema.Decimal _,
          Schema.Truth _,
          Schema.Nothing _ ->
          false;
    };
  }

  /** Bytes of the shortest JSON where texts are short: so many tokens are enough for it. */
  public int shortest() {
    return general.begin().shortest();
  }

  /**
   * Begins to write.
   *
   * @param query whose words may be copied
   * @param budget the most tokens
   * @return empty where no parameters fit into the budget, or none can be made of the query
   */
  public Optional<Writing> begin(String query, int budget) {
    var language = copies ? Language.of(schema, query) : general;
    return language.begin().shortest() > budget
        ? Optional.empty()
        : Optional.of(new Writing(language, budget));
  }

  private BitSet mask(Language language, State state) {
    var masks = language.masks();
    var known = masks.get(state);
    if (known == null) {
      known = texts.allowed(state);
      if (masks.size() >= MOST_KEPT) {
        masks.clear();
      }
      masks.put(state, known);
    }
    return known;
  }

  /** What was written so far, and what may come next. For one thread. */
  public final class Writing {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final Language language;
    private State state;
    private int left;
    private boolean hurried;

    private Writing(Language language, int left) {
      this.language = language;
      this.state = language.begin();
      this.left = left;
    }

    /** Whether the parameters are whole: JSON ends where its object is closed. */
    public boolean done() {
      return state.accepts();
    }

    /** Whether a token was refused because of the budget: then a text may have been cut. */
    public boolean hurried() {
      return hurried;
    }

    /** What was written; JSON once it is done. */
    public String text() {
      return text.toString(StandardCharsets.UTF_8);
    }

    /** Whether this token may come next. */
    public boolean allows(int id) {
      return fits(id, left - 1);
    }

    /**
     * The most probable of the tokens that may come next, and writes it. There always is one: a
     * byte is a token, and what is allowed can be ended within the budget byte by byte.
     */
    public int pick(Logits logits) {
      int id = GREEDY.pick(logits, any -> true);
      if (!fits(id, State.NEVER - 1)) {
        var mask = mask(language, state);
        id = GREEDY.pick(logits, mask::get);
      }
      if (!allows(id)) {
        hurried = true;
        var mask = mask(language, state);
        id = GREEDY.pick(logits, one -> mask.get(one) && allows(one));
      }
      if (id < 0) {
        throw new IllegalStateException(
            "No token of the vocabulary goes on with these parameters.");
      }
      write(id);
      return id;
    }

    /** Writes a token that is allowed. */
    public void write(int id) {
      var bytes = texts.of(id);
      text.writeBytes(bytes);
      state = state.after(bytes);
      left--;
    }

    private boolean fits(int id, int bytesLeft) {
      var text = texts.of(id);
      return text.length > 0 && state.after(text).shortest() <= bytesLeft;
    }
  }
}
