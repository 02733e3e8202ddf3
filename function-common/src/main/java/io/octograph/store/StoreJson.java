package io.octograph.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Decision;
import io.octograph.traversal.FinishReason;
import io.octograph.traversal.Message;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Query;
import io.octograph.traversal.Receipt;
import io.octograph.traversal.Result;
import io.octograph.traversal.Step;
import io.octograph.traversal.Traversal;
import io.octograph.traversal.Usage;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.store.DeadLetters.Letter;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoreException;
import io.octograph.traversal.store.StoredWalk;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * What the stores keep, as JSON: the records as they are. Fields that are unknown here are passed
 * over, for a newer version may write what an older one reads.
 */
@RegisterForReflection(
    targets = {
      StoreJson.State.class,
      StoreJson.Came.class,
      Answer.class,
      Attributes.Reply.class,
      Call.class,
      Choice.class,
      Chosen.class,
      Decision.class,
      Decision.Kind.class,
      Decision.Times.class,
      FinishReason.class,
      Letter.class,
      Message.class,
      Origin.class,
      Outcome.Failed.class,
      Query.class,
      Receipt.class,
      Receipt.Called.class,
      Receipt.Decided.class,
      Result.class,
      Result.Times.class,
      Step.class,
      Step.Phase.class,
      Step.Role.class,
      Usage.class
    })
final class StoreJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // as long as the largest body that a door lets in
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(64 << 20).build())
                  .build())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final TypeReference<Map<String, String>> CAUSES = new TypeReference<>() {};

  private StoreJson() {}

  /** A walk as the fields of a hash. The query is apart, for it never changes and may be long. */
  record Fields(
      String query, String state, String origin, String revision, String causes, String finished) {}

  /** A {@link Traversal} without its query. */
  record State(
      String id,
      String graph,
      int version,
      long startedMillis,
      List<Step> steps,
      FinishReason limit,
      Answer answer) {}

  /** An outcome: exactly one of both is there. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Came(Result answered, Outcome.Failed failed) {}

  static Fields fields(StoredWalk walk) {
    var at = walk.traversal();
    var state =
        new State(
            at.id(),
            at.graph(),
            at.version(),
            at.startedMillis(),
            at.steps(),
            at.limit(),
            at.answer());
    return new Fields(
        write(at.query()),
        write(state),
        write(walk.origin()),
        Long.toString(walk.revision()),
        write(walk.causes()),
        at.finished() ? "1" : "0");
  }

  static StoredWalk walk(Fields fields) {
    var state = read(fields.state(), State.class);
    var traversal =
        new Traversal(
            state.id(),
            state.graph(),
            state.version(),
            query(fields.query()),
            state.startedMillis(),
            state.steps(),
            state.limit(),
            state.answer());
    return new StoredWalk(
        traversal,
        read(fields.origin(), Origin.class),
        Long.parseLong(fields.revision()),
        causes(fields.causes()));
  }

  static Query query(String text) {
    return read(text, Query.class);
  }

  /** Answered or failed: nothing else is the end of a step. */
  static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(var result) -> write(new Came(result, null));
      case Outcome.Failed failed -> write(new Came(null, failed));
      case Outcome.Decided _, Outcome.TimedOut _, Outcome.Tick _, Outcome.Cancelled _ ->
          throw new IllegalArgumentException(
              "%s is kept by no store; give an answer or a failure.".formatted(outcome));
    };
  }

  static Outcome outcome(String text) {
    var came = read(text, Came.class);
    return came.failed() == null ? new Outcome.Answered(came.answered()) : came.failed();
  }

  static String text(Letter letter) {
    return write(letter);
  }

  static Letter letter(String text) {
    return read(text, Letter.class);
  }

  private static Map<String, String> causes(String text) {
    try {
      return MAPPER.readValue(text, CAUSES);
    } catch (JsonProcessingException e) {
      throw unreadable("a walk's causes", e);
    }
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw unreadable(type.getSimpleName(), e);
    }
  }

  private static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          value.getClass().getSimpleName() + " cannot be written as JSON.", e);
    }
  }

  /** Passing, for the version that wrote it can read it. No cause: it would quote users. */
  private static StoreException unreadable(String what, JsonProcessingException e) {
    e.clearLocation();
    return new StoreException(
        "The store holds %s as this version cannot read it (%s)."
            .formatted(what, e.getClass().getSimpleName()),
        null);
  }
}
