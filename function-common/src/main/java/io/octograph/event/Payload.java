package io.octograph.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.RequestBody;
import io.octograph.openai.Words;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Decision;
import io.octograph.traversal.Receipt;
import io.octograph.traversal.Result;
import io.octograph.traversal.Usage;
import io.octograph.traversal.event.Failure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.Locale;

/**
 * The records that events carry, as JSON. What a newer sender adds is left unread; what is missing
 * and needed is named; other missing texts are empty.
 */
@RegisterForReflection(
    targets = {
      Answer.class,
      Call.class,
      Choice.class,
      Decision.Times.class,
      Failure.class,
      Receipt.class,
      Receipt.Called.class,
      Receipt.Decided.class,
      Result.class,
      Result.Times.class,
      Usage.class
    })
final class Payload {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new SimpleModule().setSerializerModifier(new SmallLetters()))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Payload() {}

  static JsonNode json(Record data) {
    return MAPPER.valueToTree(data);
  }

  /** The object in an event's data. */
  static ObjectNode object(byte[] data) {
    return RequestBody.read(data).object();
  }

  static Call call(ObjectNode json) {
    need(json, "id", "node", "text");
    otherwiseEmpty(json, "token", "query", "rewrite", "reason");
    return read(json, Call.class);
  }

  static Result result(ObjectNode json) {
    need(json, "callId", "node", "content");
    return read(json, Result.class);
  }

  static Failure failure(ObjectNode json) {
    need(json, "id", "reason");
    otherwiseEmpty(json, "node");
    return read(json, Failure.class);
  }

  private static <T> T read(ObjectNode json, Class<T> type) {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException | IllegalArgumentException wrong) {
      var message = "The event's data is no %s. Send the fields that the event's type has.";
      throw invalid("data", message.formatted(type.getSimpleName().toLowerCase(Locale.ROOT)));
    }
  }

  private static void need(ObjectNode json, String... names) {
    for (var name : names) {
      var value = json.path(name);
      if (value.isMissingNode()) {
        throw invalid(
            "data." + name, "The event's data has no field \"%s\"; it is needed.".formatted(name));
      }
      if (!value.isTextual()) {
        throw invalid("data." + name, Words.wrong("The event's data." + name, value, "text"));
      }
    }
  }

  private static void otherwiseEmpty(ObjectNode json, String... names) {
    for (var name : names) {
      if (!json.hasNonNull(name)) {
        json.put(name, "");
      }
    }
  }

  /** Constants as receipts have them over HTTP: {@code limit_deadline}. */
  private static final class SmallLetters extends BeanSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonSerializer<?> modifyEnumSerializer(
        SerializationConfig config,
        JavaType type,
        BeanDescription description,
        JsonSerializer<?> usual) {
      return new StdSerializer<Enum<?>>(Enum.class, false) {
        private static final long serialVersionUID = 1L;

        @Override
        public void serialize(Enum<?> value, JsonGenerator json, SerializerProvider all)
            throws IOException {
          json.writeString(value.name().toLowerCase(Locale.ROOT));
        }
      };
    }
  }

  private static ApiException invalid(String param, String message) {
    return ApiError.invalid(param, message).exception();
  }
}
