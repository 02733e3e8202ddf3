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
  private static final Script KEEP = Script.of("letter-keep");
  private static final Script NEWEST = Script.of("letter-newest");
  private static final Script REMOVE = Script.of("letter-remove");

  private final RedisCommands redis;
  private final String letters;
  private final List<String> keys;
  private final int most;

  /**
   * @param graph its name: a letter is sent again to the broker of its graph
   * @param most letters that are kept, at least 1
   */
  public RedisDeadLetters(RedisCommands redis, String graph, int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "A store of " + most + " dead letters keeps none; give at least 1.");
    }
    this.redis = redis;
    this.letters = "octograph:v1:{deadletters}:%s:letters".formatted(graph);
    this.keys = List.of(letters, "octograph:v1:{deadletters}:%s:order".formatted(graph));
    this.most = most;
  }

  @Override
  public void keep(Letter letter) {
    redis.run(KEEP, keys, letter.id(), StoreJson.text(letter), most);
  }

  @Override
  public List<Letter> newest(int most) {
    if (most < 1) {
      return List.of();
    }
    var newest = redis.run(NEWEST, keys, most);
    return StreamSupport.stream(newest.spliterator(), false)
        .map(letter -> StoreJson.letter(letter.toString()))
        .toList();
  }

  @Override
  public Optional<Letter> find(String id) {
    var letter = redis.call(Request.cmd(Command.HGET).arg(letters).arg(id));
    return Optional.ofNullable(letter).map(text -> StoreJson.letter(text.toString()));
  }

  @Override
  public void remove(String id) {
    redis.run(REMOVE, keys, id);
  }
}
