package io.octograph.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class NeedsTest {
  @TempDir Path folder;

  @Test
  void findsAProgramOnPath() throws IOException {
    Path tool = Files.createFile(folder.resolve("a tool"));
    assertThat(tool.toFile().setExecutable(true)).isTrue();

    assertThat(new Needs(Map.of("PATH", folder.toString())).find("a tool")).isEqualTo(tool);
  }

  @Test
  void skipsATestWhoseProgramIsMissing() {
    assertThatThrownBy(() -> new Needs(Map.of("PATH", folder.toString())).find("no-such-tool"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("needs the program no-such-tool on PATH");
  }

  @Test
  void failsThatTestWhereNothingMayBeSkipped() {
    Needs all = new Needs(Map.of("PATH", folder.toString(), "OCTOGRAPH_TEST_ALL", "1"));

    assertThatThrownBy(() -> all.find("no-such-tool"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nothing may be skipped");
  }

  @Test
  void asksPythonForThePackage() {
    Needs needs = new Needs(Map.of("OCTOGRAPH_PYTHON", folder.resolve("no-python").toString()));

    assertThatThrownBy(() -> needs.findPythonWith("openai"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("needs Python with the package openai");
  }

  @Test
  void knowsTheTrainingsPython() {
    assertThat(
            new Needs(Map.of("OCTOGRAPH_TRAINING_PYTHON", "venv/bin/python")).findTrainingPython())
        .isEqualTo(Path.of("venv/bin/python"));
    assertThatThrownBy(() -> new Needs(Map.of()).findTrainingPython())
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("./octograph train --help installs it");
  }
}
