package io.octograph.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** What bare scalars mean (YAML 1.2's core rules, without its rarities), and YAML as JSON. */
final class Json {
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,30}");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]{1,30}|[0-9]{1,30}(\\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,3})?");
  private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");

  private Json() {}

  static boolean whole(String text) {
    return WHOLE.matcher(text).matches();
  }

  static boolean decimal(String text) {
    return DECIMAL.matcher(text).matches();
  }

  static boolean truth(String text) {
    return TRUTH.matcher(text).matches();
  }

  static boolean nothing(String text) {
    return NOTHING.matcher(text).matches();
  }

  /**
   * @param fill gives a scalar's text with its variables filled
   */
  static JsonNode of(Yaml yaml, java.util.function.Function<Yaml.Text, String> fill) {
    return switch (yaml) {
      case Yaml.Text text -> scalar(fill.apply(text), text.bare());
      case Yaml.Sequence sequence -> {
        ArrayNode array = JSON.arrayNode();
        sequence.items().forEach(item -> array.add(of(item, fill)));
        yield array;
      }
      case Yaml.Mapping mapping -> {
        ObjectNode object = JSON.objectNode();
        mapping.entries().forEach(entry -> object.set(entry.key(), of(entry.value(), fill)));
        yield object;
      }
    };
  }

  private static JsonNode scalar(String text, boolean bare) {
    if (!bare) {
      return JSON.textNode(text);
    }
    if (whole(text)) {
      BigInteger number = new BigInteger(text);
      return number.bitLength() < 32
          ? JSON.numberNode(number.intValue())
          : number.bitLength() < 64 ? JSON.numberNode(number.longValue()) : JSON.numberNode(number);
    }
    if (decimal(text)) {
      return JSON.numberNode(new BigDecimal(text));
    }
    if (truth(text)) {
      return JSON.booleanNode(text.equalsIgnoreCase("true"));
    }
    return nothing(text) ? JSON.nullNode() : JSON.textNode(text);
  }
}
