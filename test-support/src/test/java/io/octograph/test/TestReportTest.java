package io.octograph.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportTest {
  @TempDir Path home;

  @Test
  void addsUpTheModulesAndNamesWhatWasSkipped() throws Exception {
    write(
        "a",
        """
        <testsuite><testcase classname="x.ATest" name="works"/>
        <testcase classname="x.ATest" name="needsRedis"><skipped message="needs redis-server"/></testcase>
        </testsuite>""");
    write(
        "b",
        """
        <testsuite><testcase classname="x.BTest" name="adds">
        <failure message="expected 4&#10;but was 5" type="E">trace</failure></testcase>
        <testcase classname="x.BTest" name="opens"><error type="E">java.io.IOException: no
        trace</error></testcase></testsuite>""");

    TestReport report = read();

    assertThat(report.text(false))
        .isEqualTo(
            """
            Failed:
              BTest.adds: expected 4
              BTest.opens: java.io.IOException: no
            Skipped:
              ATest.needsRedis: needs redis-server
            1 passed, 2 failed, 1 skipped
            """);
    assertThat(report.good(false)).isFalse();
  }

  @Test
  void aSkippedTestFailsTheRunOnlyWhereNothingMayBeSkipped() throws Exception {
    write(
        "a",
        """
        <testsuite><testcase classname="x.ATest" name="needsRedis"><skipped/></testcase>\
        </testsuite>""");

    TestReport report = read();

    assertThat(report.good(false)).isTrue();
    assertThat(report.good(true)).isFalse();
    assertThat(report.text(true))
        .contains("nothing may be")
        .contains("ATest.needsRedis: no reason given");
  }

  @Test
  void noTestAtAllIsNotGood() throws Exception {
    assertThat(read().good(false)).isFalse();
  }

  private TestReport read() throws Exception {
    TestReport report = new TestReport();
    report.read(home);
    return report;
  }

  private void write(String module, String xml) throws Exception {
    Path folder = home.resolve(module).resolve("target/surefire-reports");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("TEST-" + module + ".xml"), xml);
  }
}
