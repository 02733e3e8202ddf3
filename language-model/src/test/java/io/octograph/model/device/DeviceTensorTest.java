package io.octograph.model.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.octograph.model.ModelException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On the graph of src/test/python/make_binding_model.py: sum = x + step, where step is 1. */
class DeviceTensorTest {
  /** Named as the engine's: the first to ask for a process's environment names it. */
  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "octograph");

  private static OrtSession session;
  private static OrtSession.RunOptions options;

  @BeforeAll
  static void open() throws OrtException, IOException {
    try (var graph = DeviceTensorTest.class.getResourceAsStream("/binding.onnx")) {
      session = ENVIRONMENT.createSession(graph.readAllBytes());
      options = new OrtSession.RunOptions();
    }
  }

  @AfterAll
  static void close() throws OrtException {
    options.close();
    session.close();
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void aTensorOfTheDeviceKnowsItsTypeAndShape(ElementType type) {
    try (var memory = new DeviceMemory(session, Place.HOST);
        var tensor = memory.tensor(type, 2, 3)) {
      assertThat(tensor.bytes()).isEqualTo(type == ElementType.FLOAT ? 24 : 12);
      assertThat(ElementType.of(tensor.tensor().getInfo().type)).isEqualTo(type);
      assertThat(tensor.tensor().getInfo().getShape()).containsExactly(2, 3);
    }
  }

  @Test
  void theJavaApisRunsTakeATensorOfTheDevice() throws OrtException {
    try (var memory = new DeviceMemory(session, Place.HOST);
        var tensor = memory.tensor(ElementType.FLOAT, 1)) {
      tensor.content().setAtIndex(ValueLayout.JAVA_FLOAT, 0, 3);
      var inputs = Map.of("x", tensor.tensor());
      session.run(inputs, Set.of(), Map.of("sum", tensor.tensor()), options).close();
      session.run(inputs, Set.of(), Map.of("sum", tensor.tensor()), options).close();
      assertThat(tensor.content().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(5);
    }
  }

  @Test
  void shapesAndPlacesAreCheckedAtTheDoor() {
    try (var memory = new DeviceMemory(session, Place.HOST)) {
      for (var shape : List.of(new long[0], new long[] {2, 0}, new long[] {-1})) {
        assertThatThrownBy(() -> memory.tensor(ElementType.FLOAT, shape))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(Arrays.toString(shape));
      }
    }
    assertThatThrownBy(() -> Place.cuda(-1)).hasMessageContaining("number is -1");
  }

  @Test
  void faultsOfOnnxRuntimeAreItsOwnWords() {
    assertThatThrownBy(() -> new DeviceMemory(session, Place.cuda(0)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("No requested allocator available");
  }

  @Test
  void wholeNumbersAreNoCaches() {
    assertThatThrownBy(() -> ElementType.of(OnnxJavaType.INT64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("INT64");
  }

  @Test
  void whatIsClosedIsNotUsed() {
    var memory = new DeviceMemory(session, Place.HOST);
    var tensor = memory.tensor(ElementType.FLOAT16, 1);
    var other = memory.tensor(ElementType.FLOAT16, 1);
    memory.close();
    memory.close();
    assertThatThrownBy(() -> memory.tensor(ElementType.FLOAT, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    for (int times = 0; times < 2; times++) {
      tensor.close();
    }
    assertThatThrownBy(tensor::tensor).hasMessageContaining("tensor is closed");
    // The memory is there as long as one of its tensors.
    assertThat(other.content().byteSize()).isEqualTo(2);
    other.close();
  }
}
