package io.octograph.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The files of a run: what was there when it began, and what it adds. */
final class Store implements Closeable {
  private final Map<Slot, Integer> kept = new HashMap<>();
  private final Map<Slot, List<String>> queries = new HashMap<>();
  private final Duplicates duplicates = new Duplicates();
  private final Journal before;
  private final Lines rows;
  private final Lines journal;
  private final Settings.Files files;

  /**
   * Reads what is there and opens what is written to.
   *
   * @param nodes all that a row may name
   * @throws IllegalArgumentException where a file is not what it should be, or another run writes
   *     it
   */
  Store(Settings.Files files, String graph, String master, Set<String> nodes) throws IOException {
    this.files = files;
    for (Path path : files.against()) {
      for (Path file : expand(path)) {
        Lines.read(file).forEach(this::against);
      }
    }
    List<JsonNode> written = Lines.read(files.out());
    List<JsonNode> noted = Lines.read(files.journal());
    if (!written.isEmpty() && noted.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has rows and no journal %s beside it, so this command has not written it; give another --out, and this file to --against."
              .formatted(files.out(), files.journal().getFileName()));
    }
    try {
      this.before = Journal.read(noted, graph, master);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is not of this graph and master: %s; give another --out."
              .formatted(files.journal(), e.getMessage()));
    }
    for (JsonNode row : written) {
      count(row, nodes);
    }
    Lines.read(files.doubtful()).forEach(this::against);
    Path folder = files.out().toAbsolutePath().getParent();
    Files.createDirectories(folder);
    this.journal = Lines.append(files.journal());
    if (!journal.lock()) {
      journal.close();
      throw new IllegalArgumentException(
          "Another run writes %s; wait for it, or give another --out.".formatted(files.out()));
    }
    this.rows = Lines.append(files.out());
    if (noted.isEmpty()) {
      journal.write(List.of(Journal.first(graph, master)));
    }
  }

  private static List<Path> expand(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  /** A row of ours, or one of the rows of an exam, which call it a question. */
  private void against(JsonNode row) {
    String query = row.path(row.has("query") ? "query" : "question").asText("");
    if (!query.isEmpty()) {
      duplicates.add(query);
    }
  }

  private void count(JsonNode row, Set<String> nodes) {
    Slot slot =
        RowJson.slot(row)
            .filter(known -> known.node().isEmpty() || nodes.contains(known.node()))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s has a row that is none of this graph: %s; give another --out."
                            .formatted(files.out(), row)));
    String query = row.path("query").asText();
    duplicates.add(query);
    remember(slot, query);
  }

  private void remember(Slot slot, String query) {
    kept.merge(slot, 1, Integer::sum);
    queries.computeIfAbsent(slot, any -> new ArrayList<>()).add(query);
  }

  /** What runs before this one have noted. */
  Journal before() {
    return before;
  }

  Duplicates duplicates() {
    return duplicates;
  }

  synchronized Map<Slot, Integer> kept() {
    return Map.copyOf(kept);
  }

  /** The last queries of a slot, at most {@code most}, the oldest first. */
  synchronized List<String> last(Slot slot, int most) {
    List<String> all = queries.getOrDefault(slot, List.of());
    return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
  }

  /** Writes the end of an order: first its rows, so that none is noted and not there. */
  synchronized void write(Slot slot, List<Row> sound, List<ObjectNode> doubtful, ObjectNode note)
      throws IOException {
    if (!sound.isEmpty()) {
      rows.write(sound.stream().map(RowJson::write).toList());
      sound.forEach(row -> remember(slot, row.query()));
    }
    if (!doubtful.isEmpty() && files.keepDoubtful()) {
      try (Lines side = Lines.append(files.doubtful())) {
        side.write(doubtful);
      }
    }
    note(note);
  }

  synchronized void note(ObjectNode note) throws IOException {
    journal.write(List.of(note));
  }

  @Override
  public void close() throws IOException {
    rows.close();
    journal.close();
  }
}
