package io.octograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Redis is, as people write it. */
class RedisAddressTest {
  @ParameterizedTest
  @CsvSource({
    "redis://localhost:6379, redis://localhost:6379",
    "redis://localhost, redis://localhost",
    "rediss://me:secret@redis.example.org:6380/2, rediss://redis.example.org:6380",
    "'redis://:secret@a:1, redis://:secret@b:2', 'redis://a:1, redis://b:2'"
  })
  void isSaidWithoutPasswords(String text, String said) {
    assertThat(RedisAddress.of(text)).hasToString(said);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:6379, begins with neither redis:// nor rediss://",
    "http://:secret@localhost, begins with neither redis:// nor rediss://",
    "redis:///2, names no host",
    "redis://:se cret@localhost, is no URL at character",
    "redis://:secret^@localhost, is no URL at character",
    "'redis://a:1,,redis://b:1', begins with neither redis:// nor rediss://"
  })
  void isCheckedAtTheDoor(String text, String problem) {
    assertThatThrownBy(() -> RedisAddress.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageStartingWith("The address of Redis (OCTOGRAPH_REDIS_URL) ")
        .hasMessageContaining(problem)
        .hasMessageContaining("its form is redis://user:password@host:port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"redis://:secr^et@a:1", "redis://:secr#et@a:1", "redis://:secr et@a", "secret@a"})
  void noMistakeShowsAPassword(String text) {
    assertThatThrownBy(() -> RedisAddress.of(text))
        .hasNoCause()
        .hasMessageNotContaining("secr")
        .hasMessageNotContaining("et@");
  }
}
