package io.octograph.traversal.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Dead letters in the memory of one process, the oldest making room for new ones. */
public final class MemoryDeadLetters implements DeadLetters {
  private final int most;
  private final LinkedHashMap<String, Letter> letters = new LinkedHashMap<>();

  /**
   * @param most letters that are kept, at least 1
   */
  public MemoryDeadLetters(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "A store of " + most + " dead letters keeps none; give at least 1.");
    }
    this.most = most;
  }

  @Override
  public synchronized void keep(Letter letter) {
    letters.putIfAbsent(letter.id(), letter);
    while (letters.size() > most) {
      letters.pollFirstEntry();
    }
  }

  @Override
  public synchronized List<Letter> newest(int most) {
    return List.copyOf(letters.values()).reversed().stream().limit(most).toList();
  }

  @Override
  public synchronized Optional<Letter> find(String id) {
    return Optional.ofNullable(letters.get(id));
  }

  @Override
  public synchronized void remove(String id) {
    letters.remove(id);
  }
}
