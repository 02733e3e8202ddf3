package io.octograph.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one mapping, as typed values. What is wrong is reported, and a stand-in returned,
 * so that the rest can be read too.
 */
final class Fields {
  private final Map<String, Yaml.Entry> entries = new HashMap<>();
  private final Reading.Part part;
  private final Reading reading;
  private final int line;

  /** Stands in for what is no mapping: that its fields are missing is no news. */
  private final boolean standIn;

  Fields(Yaml.Mapping mapping, Reading.Part part, Reading reading) {
    this(mapping, part, reading, false);
  }

  private Fields(Yaml.Mapping mapping, Reading.Part part, Reading reading, boolean standIn) {
    this.standIn = standIn;
    this.part = part;
    this.reading = reading;
    this.line = mapping.line();
    reading.lines().put(part.path(), mapping.line());
    for (Yaml.Entry entry : mapping.entries()) {
      if (part.known().contains(entry.key())) {
        entries.put(entry.key(), entry);
        reading.lines().put(Lines.path(part.path(), entry.key()), entry.line());
      } else {
        unknown(entry);
      }
    }
  }

  static Fields none(int line, Reading.Part part, Reading reading) {
    return new Fields(new Yaml.Mapping(List.of(), line), part, reading, true);
  }

  int line(String field) {
    return has(field) ? entries.get(field).line() : line;
  }

  boolean has(String field) {
    return entries.containsKey(field);
  }

  Optional<Yaml> yaml(String field) {
    return Optional.ofNullable(entries.get(field)).map(Yaml.Entry::value);
  }

  /** The fields of a part within this one, if it is there. */
  Optional<Fields> part(String field, String title, List<String> known) {
    String path = Lines.path(part.path(), field);
    return yaml(field)
        .map(yaml -> reading.fields(yaml, new Reading.Part(path, title, part.node(), known)));
  }

  /** The items of a list; none after a problem. */
  List<Yaml> list(String field, String example) {
    return switch (yaml(field).orElse(null)) {
      case null -> List.of();
      case Yaml.Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          int itemLine = sequence.items().get(i).line();
          reading.lines().put(Lines.path(part.path(), field, i), itemLine);
        }
        yield sequence.items();
      }
      case Yaml other -> {
        problem(field, "%s is %s, not a list.".formatted(field, kind(other)), "Write " + example);
        yield List.of();
      }
    };
  }

  /** Names of nodes. */
  List<String> names(String field) {
    List<String> names = new ArrayList<>();
    for (Yaml item :
        list(field, field + ": [math_gpt], with brackets even around a single name.")) {
      text(field, item).ifPresent(names::add);
    }
    return names;
  }

  /** A text that must be there and not be blank; "" after a problem. */
  String required(String field, String example) {
    if (!has(field)) {
      problem(
          field,
          "The field \"%s\" is missing in %s.".formatted(field, part.title()),
          "Add, for example, %s: %s.".formatted(field, example));
      return "";
    }
    Optional<String> text = text(field);
    if (text.isPresent() && text.get().isBlank()) {
      problem(field, field + " is empty.", "Write, for example, %s: %s.".formatted(field, example));
    }
    return text.orElse("");
  }

  Optional<String> text(String field) {
    return yaml(field).flatMap(yaml -> text(field, yaml));
  }

  private Optional<String> text(String field, Yaml yaml) {
    Optional<Yaml.Text> scalar = scalar(field, yaml, "a text");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String written = scalar.get().value();
    if (scalar.get().bare() && (Json.decimal(written) || Json.truth(written))) {
      String kind = Json.truth(written) ? "a truth value" : "a number";
      boolean secret = field.equals("api-key");
      String shown = secret ? "***" : clip(written);
      reading
          .report()
          .add(
              yaml.line(),
              part.node(),
              "%s is %s, %s, and must be a text.".formatted(field, shown, kind),
              secret ? "Put it in quotes." : "Put it in quotes: \"%s\".".formatted(shown));
      return shapeless(field);
    }
    return filled(field, scalar.get());
  }

  Optional<Secret> secret(String field) {
    return text(field).map(Secret::new);
  }

  /** A scalar's text with its variables filled, whatever kind of scalar it is. */
  Optional<String> raw(String field, String kind) {
    return yaml(field)
        .flatMap(yaml -> scalar(field, yaml, kind))
        .flatMap(scalar -> filled(field, scalar));
  }

  /** Fills a text somewhere below these fields. */
  String fill(Yaml.Text text) {
    return reading.variables().fill(text, part.node(), reading.report()).orElse("");
  }

  /** An address as it stands in the file: with its variables, and so without secrets. */
  String written(String field) {
    return entries.get(field).value() instanceof Yaml.Text text
        ? clip(text.value()).replaceAll("//[^/@]*@", "//***@")
        : "";
  }

  /** A number without a fraction, from {@code min} to {@code max}. */
  int whole(String field, int otherwise, int min, int max) {
    return number(field, min, max, true).map(Double::intValue).orElse(otherwise);
  }

  /** A number from {@code min} to {@code max}. */
  double decimal(String field, double otherwise, double min, double max) {
    return number(field, min, max, false).orElse(otherwise);
  }

  private Optional<Double> number(String field, double min, double max, boolean whole) {
    String kind = whole ? "a whole number" : "a number";
    String range = "%s from %s to %s".formatted(kind, plain(min), plain(max));
    Optional<Yaml.Text> scalar = yaml(field).flatMap(yaml -> scalar(field, yaml, kind));
    Optional<String> text = scalar.flatMap(found -> filled(field, found));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean quoted = !scalar.get().bare() && !Variables.in(scalar.get().value());
    boolean fits = whole ? Json.whole(text.get()) : Json.decimal(text.get());
    if (quoted || !fits) {
      problem(
          field,
          "%s is %s, and must be %s.".formatted(field, shown(scalar.get(), text.get()), range),
          quoted && fits ? "Remove the quotes." : "Write the number alone, without a unit.");
      return Optional.empty();
    }
    double value = Double.parseDouble(text.get());
    if (value < min || value > max) {
      problem(
          field,
          "%s is %s, which is out of range.".formatted(field, shown(scalar.get(), text.get())),
          "Write " + range + ".");
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /** One of the words, or {@code otherwise}. */
  String choice(String field, List<String> words, String otherwise) {
    Optional<String> text = text(field);
    if (text.isEmpty() || words.contains(text.get())) {
      return text.orElse(otherwise);
    }
    problem(
        field,
        "%s is \"%s\", which is none of its values.".formatted(field, clip(text.get())),
        Nearest.to(text.get(), words).map(word -> "Did you mean " + word + "? ").orElse("")
            + "Write one of: "
            + String.join(", ", words)
            + ".");
    return otherwise;
  }

  void problem(String field, String what, String mend) {
    if (standIn) {
      return;
    }
    reading.report().add(line(field), part.node(), what, mend);
    shapeless(field);
  }

  private Optional<String> filled(String field, Yaml.Text text) {
    Optional<String> filled = reading.variables().fill(text, part.node(), reading.report());
    return filled.isPresent() ? filled : shapeless(field);
  }

  private Optional<String> shapeless(String field) {
    if (Format.SHAPE.contains(field)) {
      reading.report().shapeUnknown();
    }
    return Optional.empty();
  }

  private Optional<Yaml.Text> scalar(String field, Yaml yaml, String kind) {
    if (yaml instanceof Yaml.Text text && !(text.bare() && Json.nothing(text.value()))) {
      return Optional.of(text);
    }
    boolean nothing = yaml instanceof Yaml.Text;
    reading
        .report()
        .add(
            yaml.line(),
            part.node(),
            nothing
                ? field + " has no value."
                : "%s is %s, and must be %s.".formatted(field, kind(yaml), kind),
            nothing ? "Give it one, or remove the line." : "Write one value in its place.");
    shapeless(field);
    return Optional.empty();
  }

  private void unknown(Yaml.Entry entry) {
    Optional<String> meant = Nearest.to(entry.key(), part.known());
    if (meant.filter(Format.SHAPE::contains).isPresent()) {
      reading.report().shapeUnknown();
    }
    String what = "The field \"%s\" is unknown in %s.".formatted(clip(entry.key()), part.title());
    String known = "There are: " + String.join(", ", part.known()) + ".";
    String mend =
        entry.key().equals("<<")
            ? "Write the fields out; merge keys are not read."
            : meant.map(name -> "Did you mean " + name + "?").orElse(known);
    reading.report().add(entry.line(), part.node(), what, mend);
  }

  static String kind(Yaml yaml) {
    return switch (yaml) {
      case Yaml.Text text when text.bare() && Json.nothing(text.value()) -> "empty";
      case Yaml.Text text -> "\"" + clip(text.value()) + "\"";
      case Yaml.Sequence _ -> "a list";
      case Yaml.Mapping _ -> "a mapping";
    };
  }

  /** The value as written, and what it stands for if variables are in it. */
  private static String shown(Yaml.Text text, String filled) {
    String written = text.bare() ? clip(text.value()) : "\"" + clip(text.value()) + "\"";
    return filled.equals(text.value()) ? written : written + " (here \"" + clip(filled) + "\")";
  }

  static String clip(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 80 ? line : line.substring(0, 77) + "…";
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
