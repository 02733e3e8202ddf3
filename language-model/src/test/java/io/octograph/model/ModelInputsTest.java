package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.octograph.model.ModelInputs.Meaning;
import io.octograph.model.ModelInputs.Numbers;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelInputsTest {
  private static final int PAST = 3;
  private static final int[] IDS = {7, 9};

  @ParameterizedTest
  @CsvSource({
    "IDS, INT64, 2, 1x2, 7 9",
    "IDS, INT32, 2, 1x2, 7 9",
    "MASK, INT64, 2, 1x5, 1 1 1 1 1",
    "MASK, INT32, 2, 1x5, 1 1 1 1 1",
    "POSITIONS, INT64, 2, 1x2, 3 4",
    "POSITIONS, INT32, 1, 2, 3 4",
    "PAST_LENGTH, INT32, 2, 1x1, 3",
    "PAST_LENGTH, INT64, 0, '', 3",
    "TOTAL_LENGTH, INT32, 1, 1, 5",
    "TOTAL_LENGTH, INT32, 0, '', 5",
  })
  void everyInputIsGivenInTheGraphsTypeAndRank(
      Meaning meaning, OnnxJavaType type, int rank, String shape, String values)
      throws OrtException {
    var input = new Numbers("any", meaning, type, rank);
    try (var tensor = input.tensor(Sessions.environment(), PAST, IDS)) {
      assertThat(tensor.getInfo().type).isEqualTo(type);
      assertThat(text(tensor.getInfo().getShape(), "x")).isEqualTo(shape);
      assertThat(text(values(tensor, type), " ")).isEqualTo(values);
    }
  }

  private static long[] values(OnnxTensor tensor, OnnxJavaType type) {
    var bytes = tensor.getByteBuffer();
    int count = bytes.remaining() / type.size;
    return IntStream.range(0, count)
        .mapToLong(i -> type == OnnxJavaType.INT64 ? bytes.getLong() : bytes.getInt())
        .toArray();
  }

  private static String text(long[] values, String between) {
    var text = new StringBuilder();
    for (long value : values) {
      text.append(text.isEmpty() ? "" : between).append(value);
    }
    return text.toString();
  }
}
