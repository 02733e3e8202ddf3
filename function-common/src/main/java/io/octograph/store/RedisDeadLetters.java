package io.octograph.store;

import io.octograph.traversal.store.DeadLetters;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Dead letters in Redis, the oldest making room for new ones. They have no other end: people shall
 * find them.
 */
public final class RedisDeadLetters implements DeadLetters {
  private static final String LETTERS = "octograph:v1:{deadletters}:letters";
  private static final List<String> KEYS = List.of(LETTERS, "octograph:v1:{deadletters}:order");
  private static final Script KEEP = Script.of("letter-keep");
  private static final Script NEWEST = Script.of("letter-newest");
  private static final Script REMOVE = Script.of("letter-remove");

  private final RedisCommands redis;
  private final int most;

  /**
   * @param most letters that are kept, at least 1
   */
  public RedisDeadLetters(RedisCommands redis, int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "A store of " + most + " dead letters keeps none; give at least 1.");
    }
    this.redis = redis;
    this.most = most;
  }

  @Override
  public void keep(Letter letter) {
    redis.run(KEEP, KEYS, letter.id(), StoreJson.text(letter), most);
  }

  @Override
  public List<Letter> newest(int most) {
    if (most < 1) {
      return List.of();
    }
    var letters = redis.run(NEWEST, KEYS, most);
    return StreamSupport.stream(letters.spliterator(), false)
        .map(letter -> StoreJson.letter(letter.toString()))
        .toList();
  }

  @Override
  public Optional<Letter> find(String id) {
    var letter = redis.call(Request.cmd(Command.HGET).arg(LETTERS).arg(id));
    return Optional.ofNullable(letter).map(text -> StoreJson.letter(text.toString()));
  }

  @Override
  public void remove(String id) {
    redis.run(REMOVE, KEYS, id);
  }
}
