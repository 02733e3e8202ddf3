package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTextTest {
  private static Tally tally(int before, long millis) {
    Map<Slot, Integer> wanted = new LinkedHashMap<>();
    wanted.put(new Slot(Form.SINGLE, "law_gpt", "en"), 1000);
    wanted.put(new Slot(Form.SINGLE, "law_gpt", "zh"), 500);
    wanted.put(new Slot(Form.SINGLE, "math_gpt", "en"), 1500);
    wanted.put(new Slot(Form.NONE, "", "en"), 4);
    Map<Slot, Integer> kept =
        Map.of(
            new Slot(Form.SINGLE, "law_gpt", "en"), 900,
            new Slot(Form.SINGLE, "math_gpt", "en"), 102,
            new Slot(Form.NONE, "", "en"), 5);
    return new Tally(
        wanted,
        kept,
        before,
        Map.of(Reason.LANGUAGE, 7, Reason.BROKEN, 1200),
        Map.of(Reason.LANGUAGE, "no Chinese (simplified), in: what\nis this"),
        new Usage(340, 400_000, 12_345),
        millis);
  }

  @Test
  void oneLine() {
    assertThat(TallyText.line(tally(6, 60_000)))
        .isEqualTo(
            "1,006 of 3,004 rows · 2 min left · 1,207 refused · 340 requests · 412k tokens"
                + " · least: single/law_gpt/zh 0/500");
  }

  @Test
  void aTable() {
    assertThat(TallyText.table(tally(0, 1)))
        .isEqualToNormalizingNewlines(
            """
                             single           none
            law_gpt       900/1,500
            math_gpt      102/1,500
            all         1,002/3,000            5/4
            refused 1,207
               1,200  broken JSON
                   7  another language, e.g. no Chinese (simplified), in: what is this
            used 340 requests, 412,345 tokens (400,000 of prompts, 12,345 of answers)
            """);
  }

  @ParameterizedTest
  @CsvSource({"1006,60000,-1", "6,60000,119", "6,0,0"})
  void theTimeLeftIsAtThePaceOfThisRun(int before, long millis, long seconds) {
    assertThat(tally(before, millis).secondsLeft()).isEqualTo(seconds);
  }
}
