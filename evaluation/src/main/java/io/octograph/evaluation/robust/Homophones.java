package io.octograph.evaluation.robust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Chinese characters taken for others of the same sound, as an input method offers them: about one
 * of eight that have any in {@code homophones.txt}, and one at least.
 */
final class Homophones {
  private static final int RARITY = 8;
  private static final Map<Character, String> GROUPS = read();

  private Homophones() {}

  static String in(String text, SplittableRandom random) {
    String open = Protected.blotted(text);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < open.length(); i++) {
      if (GROUPS.containsKey(open.charAt(i))) {
        places.add(i);
      }
    }
    if (places.isEmpty()) {
      return text;
    }
    StringBuilder changed = new StringBuilder(text);
    int sure = places.get(random.nextInt(places.size()));
    for (int at : places) {
      if (random.nextInt(RARITY) == 0 || at == sure) {
        changed.setCharAt(at, other(text.charAt(at), random));
      }
    }
    return changed.toString();
  }

  private static char other(char character, SplittableRandom random) {
    String others = GROUPS.get(character).replace(String.valueOf(character), "");
    return others.charAt(random.nextInt(others.length()));
  }

  private static Map<Character, String> read() {
    Map<Character, String> groups = new HashMap<>();
    try (InputStream file = Homophones.class.getResourceAsStream("homophones.txt")) {
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(group -> group.chars().forEach(c -> groups.putIfAbsent((char) c, group)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(groups);
  }
}
