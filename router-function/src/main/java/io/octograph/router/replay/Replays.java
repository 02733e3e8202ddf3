package io.octograph.router.replay;

import io.octograph.event.Incoming;
import io.octograph.graph.UnknownNodeException;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.Words;
import io.octograph.router.event.Asked;
import io.octograph.router.event.Sink;
import io.octograph.router.query.QueryDesk;
import io.octograph.traversal.Query;
import io.octograph.traversal.Traversal;
import io.octograph.traversal.event.EventRunner;
import io.octograph.traversal.event.EventType;
import io.octograph.traversal.event.RedeliverException;
import io.octograph.traversal.store.DeadLetters;
import io.octograph.traversal.store.DeadLetters.Letter;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoreException;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends dead letters again once their cause is mended. A letter that was sent is thrown away. */
@Singleton
public class Replays {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final DeadLetters letters;
  private final WalkStore walks;
  private final Sink sink;
  private final EventRunner runner;

  Replays(DeadLetters letters, WalkStore walks, Sink sink, EventRunner runner) {
    this.letters = letters;
    this.walks = walks;
    this.sink = sink;
    this.runner = runner;
  }

  /** What became of a letter. */
  public enum Done {
    /** Its walk had failed: the query is asked again, as a new walk. */
    ASKED_AGAIN,
    /** The event was sent as it was. */
    SENT_AGAIN,
    /** Its walk has an answer all the same. */
    NOT_NEEDED
  }

  /**
   * A letter that was dealt with.
   *
   * @param traversal the walk to look at; empty where none is known
   */
  public record Replayed(String id, Done done, String traversal) {}

  /** The newest letters, the newest first. */
  public List<Letter> newest(int most) {
    try {
      return letters.newest(most);
    } catch (StoreException away) {
      throw QueryDesk.storeAway().exception();
    }
  }

  /**
   * Sends a letter again. Twice is harmless: a new walk's id is made of the failed one's.
   *
   * @throws ApiException 404 for an unknown letter, 409 if its walk still runs, 410 if a step's
   *     walk is forgotten or the event was too long to be kept (the letter stays), 503 if store or
   *     broker is away
   */
  public Replayed replay(String id) throws InterruptedException {
    if (!sink.present()) {
      String message = "K_SINK is not set, so nothing can be sent. A SinkBinding sets it.";
      throw ApiError.of(503, "no_sink", message).exception();
    }
    try {
      Letter letter = letters.find(id).orElseThrow(() -> unknown(id));
      Replayed replayed = send(letter);
      letters.remove(id);
      return replayed;
    } catch (StoreException away) {
      throw QueryDesk.storeAway().exception();
    } catch (RedeliverException refused) {
      String message = "The broker did not take the event. The letter is kept; try again.";
      throw ApiError.of(503, "broker_away", message).retryAfter(SOON).exception();
    }
  }

  private Replayed send(Letter letter) throws RedeliverException, InterruptedException {
    Optional<StoredWalk> walk =
        letter.traversal().isEmpty() ? Optional.empty() : walks.find(letter.traversal());
    if (walk.isEmpty() || letter.type().equals(EventType.ANSWER.text())) {
      if (ofAStep(letter)) {
        String message = "The walk of letter %s is forgotten. Ask its question again.";
        throw ApiError.of(410, "walk_gone", message.formatted(letter.id())).exception();
      }
      sink.send(alive(letter));
      return new Replayed(letter.id(), Done.SENT_AGAIN, letter.traversal());
    }
    if (!walk.get().traversal().finished()) {
      String message = "The walk of letter %s still runs. Wait until it has ended.";
      throw ApiError.of(409, "still_running", message.formatted(letter.id())).exception();
    }
    return walk.get().traversal().answer().failed()
        ? askAgain(letter, walk.get())
        : new Replayed(letter.id(), Done.NOT_NEEDED, letter.traversal());
  }

  private Replayed askAgain(Letter letter, StoredWalk failed)
      throws RedeliverException, InterruptedException {
    Origin first = failed.origin();
    // of the walk, not of the letter: a walk with two letters is asked again once
    Origin again = new Origin(first.source(), first.id() + "~" + failed.id(), first.reply());
    Traversal walk = failed.traversal();
    begin(again, walk.query());
    sink.send(List.of(Asked.event(again, walk.graph(), walk.version(), walk.query())));
    return new Replayed(letter.id(), Done.ASKED_AGAIN, again.traversal());
  }

  /** A long query is in the store alone: its event says only that. */
  private void begin(Origin again, Query query) {
    try {
      runner.begin(again, query);
    } catch (UnknownNodeException gone) {
      throw ApiError.of(409, "node_gone", gone.getMessage()).exception();
    }
  }

  /** Without their walk such events are dropped by whoever gets them. */
  private static boolean ofAStep(Letter letter) {
    return !letter.node().isEmpty()
        && EventType.of(letter.type())
            .filter(Set.of(EventType.CALL, EventType.RESULT, EventType.FAILED)::contains)
            .isPresent();
  }

  /** The event without what the broker said of its death. */
  private static Incoming alive(Letter letter) {
    if (letter.event().isEmpty()) {
      String message =
          "The event of letter %s was too long to be kept. Send it from where it came.";
      throw ApiError.of(410, "event_gone", message.formatted(letter.id())).exception();
    }
    return Incoming.structured(letter.event().getBytes(StandardCharsets.UTF_8)).again();
  }

  private static ApiException unknown(String id) {
    String message = "There is no dead letter \"%s\". GET /v1/dead-letters lists them.";
    return ApiError.of(404, "unknown_letter", message.formatted(Words.clip(id))).exception();
  }
}
