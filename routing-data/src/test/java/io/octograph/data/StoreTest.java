package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.octograph.data.Order.Subtopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final Slot SLOT = new Slot(Form.SINGLE, "law_gpt", "en");
  private static final Row ROW =
      new Row.Single(
          "what is a tort", "law_gpt", Optional.empty(), "Define a tort.", "en", "short");

  @TempDir Path folder;

  private Store store(Path... against) throws IOException {
    return new Store(
        new Settings.Files(folder.resolve("my.jsonl"), true, List.of(against)),
        "g",
        "entry",
        Samples.cards().keySet());
  }

  private void write(Store store) throws IOException {
    Order order = new Order(SLOT, 4, 1, List.of(Samples.wish("law_gpt")));
    store.write(
        SLOT,
        List.of(ROW),
        List.of(),
        Journal.order(order, Map.of(Reason.LANGUAGE, 2), new Usage(3, 40, 5)));
  }

  @Test
  void goesOnFromWhatIsThere() throws IOException {
    try (Store store = store()) {
      store.note(
          Journal.subtopics(
              "law_gpt",
              List.of(new Subtopic(Optional.of("torts"), "dog bites")),
              new Usage(1, 2, 3)));
      write(store);
    }
    // torn by a stop
    Path out = folder.resolve("my.jsonl");
    Files.writeString(out, Files.readString(out) + "{\"query\": \"half a r");
    Path journal = folder.resolve("my.journal");
    Files.writeString(journal, Files.readString(journal) + "{\"slot\": \"sing");

    try (Store store = store()) {
      assertThat(store.kept()).isEqualTo(Map.of(SLOT, 1));
      assertThat(store.before().used()).isEqualTo(new Usage(4, 42, 8));
      assertThat(store.before().next(SLOT)).isEqualTo(5);
      assertThat(store.before().refused()).isEqualTo(Map.of(Reason.LANGUAGE, 2));
      assertThat(store.before().subtopics("law_gpt"))
          .contains(List.of(new Subtopic(Optional.of("torts"), "dog bites")));
      assertThat(store.last(SLOT, 8)).containsExactly("what is a tort");
      assertThat(store.duplicates().claim("What is a tort")).isPresent();
      write(store);
    }
    assertThat(Files.readAllLines(out))
        .hasSize(2)
        .containsOnly(
            "{\"query\":\"what is a tort\",\"node\":\"law_gpt\",\"rewrite\":\"Define a tort.\",\"lang\":\"en\",\"style\":\"short\"}");
  }

  /** Whoever is pointed at the folder reads all of its {@code *.jsonl} as rows. */
  @Test
  void doubtfulRowsLieWhereNoReaderOfRowsTakesThem() throws IOException {
    Harvest harvest = new Harvest();
    harvest.doubt(ROW, Optional.empty());
    try (Store store = store()) {
      store.write(SLOT, List.of(), harvest.doubtful(), Journal.spent(Usage.NONE));
    }

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("my.jsonl", "my.journal", "my.doubtful");
    }
    assertThat(folder.resolve("my.jsonl")).isEmptyFile();
    try (Store store = store()) {
      assertThat(store.duplicates().claim("What is a tort")).isPresent();
      assertThat(store.kept()).isEmpty();
    }
  }

  @Test
  void knowsTheQueriesOfOtherFiles() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other/deep"));
    Files.writeString(other.resolve("a.jsonl"), "{\"query\": \"who may sue whom\"}\n");
    Files.writeString(other.resolve("b.jsonl"), "{\"question\": \"why is the sky blue\"}\n");
    try (Store store = store(folder.resolve("other"))) {
      assertThat(store.duplicates().claim("who may sue whom")).isPresent();
      assertThat(store.duplicates().claim("Why is the sky blue?")).isPresent();
      assertThat(store.duplicates().claim("how high is a tree")).isEmpty();
    }
  }

  @Test
  void refusesFilesThatAreNotItsOwn() throws IOException {
    Path out = folder.resolve("my.jsonl");
    Files.writeString(out, RowJson.write(ROW) + "\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store())
        .withMessageContaining("has rows and no journal my.journal beside it");
    Path journal = folder.resolve("my.journal");
    Files.writeString(journal, Journal.first("other", "entry") + "\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store())
        .withMessageContaining("is not of this graph and master");
    Files.writeString(journal, Journal.first("g", "entry") + "\n");
    Files.writeString(out, "{\"query\": \"a\", \"node\": \"poetry_gpt\", \"lang\": \"en\"}\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store())
        .withMessageContaining("has a row that is none of this graph");
    Files.writeString(out, "nonsense\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store())
        .withMessageContaining("my.jsonl:1 is no JSON object");
    Assertions.assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> store(folder.resolve("nowhere")));
  }

  @Test
  void twoRunsDoNotWriteOneFile() throws IOException {
    try (Store first = store()) {
      write(first);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store())
          .withMessageStartingWith("Another run writes");
    }
  }
}
