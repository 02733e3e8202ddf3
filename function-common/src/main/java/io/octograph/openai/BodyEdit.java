package io.octograph.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Changes single values of a JSON object in place: every byte that no edit names comes out as it
 * went in, so numbers keep their spelling, strings their escapes and fields their order.
 */
public final class BodyEdit {
  private record Change(int from, int to, byte[] with) {}

  private final byte[] source;
  private final Span root;
  private final List<Change> changes = new ArrayList<>();

  BodyEdit(byte[] source) {
    this.source = source;
    this.root = Span.of(source);
  }

  /** Puts a top-level field: its value is replaced, or the field is added first. */
  public BodyEdit set(String name, JsonNode value) {
    Span member = root.members().get(name);
    if (member != null) {
      return change(member.from(), member.to(), Json.bytes(value));
    }
    String comma = root.members().isEmpty() ? "" : ",";
    byte[] field = Json.bytes(Json.object().set(name, value));
    String inner = utf8(field).substring(1, utf8(field).length() - 1);
    return change(root.from() + 1, root.from() + 1, bytes(inner + comma));
  }

  /** Replaces the value at a path of names and positions, e.g. {@code messages, 2, content}. */
  public BodyEdit replace(JsonNode value, Object... path) {
    Span span = root;
    for (Object step : path) {
      span =
          step instanceof Integer position
              ? span.elements().get(position)
              : span.members().get((String) step);
    }
    return change(span.from(), span.to(), Json.bytes(value));
  }

  /** Takes a top-level field out, with its comma; nothing happens if it is absent. */
  public BodyEdit remove(String name) {
    Span member = root.members().get(name);
    if (member == null) {
      return this;
    }
    List<Map.Entry<String, Span>> all = List.copyOf(root.members().entrySet());
    int i = 0;
    while (!all.get(i).getKey().equals(name)) {
      i++;
    }
    if (i + 1 < all.size()) {
      return change(member.start(), all.get(i + 1).getValue().start(), new byte[0]);
    }
    int from = i > 0 ? all.get(i - 1).getValue().to() : member.start();
    return change(from, member.to(), new byte[0]);
  }

  /** Puts an element first in a top-level list. */
  public BodyEdit insertFirst(String list, JsonNode element) {
    Span span = root.members().get(list);
    String comma = span.elements().isEmpty() ? "" : ",";
    return change(span.from() + 1, span.from() + 1, bytes(Json.text(element) + comma));
  }

  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(source.length + 256);
    int at = 0;
    changes.sort(Comparator.comparingInt(Change::from).thenComparingInt(Change::to));
    for (Change change : changes) {
      out.write(source, at, Math.max(0, change.from - at));
      out.writeBytes(change.with);
      at = Math.max(at, change.to);
    }
    out.write(source, at, source.length - at);
    return out.toByteArray();
  }

  private BodyEdit change(int from, int to, byte[] with) {
    changes.add(new Change(from, to, with));
    return this;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }
}
