package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.data.Duplicates.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuplicatesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Where do monarch butterflies go in winter? | where do  MONARCH butterflies go in winter?  | EXACT",
        "Where do monarch butterflies go in winter? | Where do monarch butterflies go in the winter | NEAR",
        "Where do monarch butterflies go in winter? | What do monarch butterflies eat in spring?    |",
        "Solve x^2 = 9 for x.                       | Which law forbids theft?                      |",
        "推恩令是谁向汉武帝建议的                    | 推恩令是谁向汉武帝建议的?                      | NEAR",
        "推恩令是谁向汉武帝建议的                    | 商鞅变法是谁支持的                             |",
        "...                                        | ???                                           |",
        "???                                        | ???                                           | EXACT",
      })
  void tellsHowAQueryIsThere(String there, String query, Kind kind) {
    Duplicates duplicates = new Duplicates();
    duplicates.add(there);
    assertThat(duplicates.claim(query)).isEqualTo(Optional.ofNullable(kind));
  }

  @Test
  void aClaimIsTakenOnce() {
    Duplicates duplicates = new Duplicates();
    assertThat(duplicates.claim("What is a tort?")).isEmpty();
    assertThat(duplicates.claim("What is a tort?")).contains(Kind.EXACT);
    assertThat(duplicates.claim("So what is a tort?")).contains(Kind.NEAR);
  }
}
