package io.octograph.model.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.octograph.model.ModelException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** On the graph of src/test/python/make_binding_model.py: sum = x + step, where step is 1. */
class IoBindingTest {
  /** Named as the engine's: the first to ask for a process's environment names it. */
  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "octograph");

  private static final float[] X = {0.5f, -2, 1024};

  private static OrtSession session;
  private static OrtSession.RunOptions options;

  @BeforeAll
  static void open() throws OrtException, IOException {
    try (var settings = new OrtSession.SessionOptions();
        var graph = IoBindingTest.class.getResourceAsStream("/binding.onnx")) {
      // Runs that fail on purpose are not news.
      settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      session = ENVIRONMENT.createSession(graph.readAllBytes(), settings);
      options = new OrtSession.RunOptions();
      options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }
  }

  @AfterAll
  static void close() throws OrtException {
    options.close();
    session.close();
  }

  @ParameterizedTest
  @CsvSource({"sum", "half", "brain"})
  void outputsOfAnyFloatAreRead(String output) throws OrtException {
    try (var binding = new IoBinding(session);
        var x = tensor(X)) {
      binding.input("x", x);
      binding.output(output, Place.HOST);
      binding.run(options);
      var read = binding.read(output);
      assertThat(read.shape()).containsExactly(3);
      // The last one has too many digits for bfloat16.
      assertThat(read.values()).containsExactly(1.5f, -1, output.equals("brain") ? 1024 : 1025);
    }
  }

  @Test
  void whatIsBoundStaysBoundAndOutputsTakeEachRunsShape() throws OrtException {
    try (var binding = new IoBinding(session);
        var step = tensor(10);
        var x = tensor(X);
        var one = tensor(5)) {
      binding.input("step", step);
      binding.output("sum", Place.HOST);
      binding.input("x", x);
      binding.run(options);
      assertThat(binding.read("sum").values()).containsExactly(10.5f, 8, 1034);
      binding.input("x", one);
      binding.run(options);
      assertThat(binding.read("sum").values()).containsExactly(15);
    }
  }

  @Test
  void aTensorOfTheDeviceIsReadAndWrittenInPlace() {
    try (var memory = new DeviceMemory(session, Place.HOST);
        var tensor = memory.tensor(ElementType.FLOAT, 2);
        var binding = new IoBinding(session)) {
      assertThat(tensor.bytes()).isEqualTo(8);
      tensor.content().setAtIndex(ValueLayout.JAVA_FLOAT, 0, 7);
      tensor.content().setAtIndex(ValueLayout.JAVA_FLOAT, 1, -7);
      binding.input("x", tensor);
      binding.output("sum", tensor);
      binding.run(options);
      binding.run(options);
      assertThat(tensor.content().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(9, -5);
      assertThat(binding.read("sum").values()).containsExactly(9, -5);
    }
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
  void whatIsBoundOutlivesItsOwners() {
    try (var binding = new IoBinding(session)) {
      try (var memory = new DeviceMemory(session, Place.HOST);
          var tensor = memory.tensor(ElementType.FLOAT, 1)) {
        tensor.content().setAtIndex(ValueLayout.JAVA_FLOAT, 0, 3);
        binding.input("x", tensor);
      }
      binding.output("sum", Place.HOST);
      binding.run(options);
      assertThat(binding.read("sum").values()).containsExactly(4);
    }
  }

  @Test
  void clearedOutputsAreNotComputed() throws OrtException {
    try (var binding = new IoBinding(session);
        var x = tensor(X)) {
      binding.input("x", x);
      binding.output("half", Place.HOST);
      binding.clearOutputs();
      binding.output("sum", Place.HOST);
      binding.run(options);
      assertThat(binding.read("sum").values()).hasSize(3);
      assertThatThrownBy(() -> binding.read("half"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The output 'half' is not bound to the host's memory");
      binding.output("half", Place.cuda(0));
      assertThatThrownBy(() -> binding.read("half"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name=Cuda");
    }
  }

  @Test
  void faultsOfOnnxRuntimeAreItsOwnWords() throws OrtException {
    try (var binding = new IoBinding(session);
        var x = tensor(X)) {
      binding.output("sum", Place.HOST);
      assertFails(() -> binding.run(options), "Missing Input: x");
      assertFails(() -> binding.input("y", x), "Failed to find input name in the mapping: y");
    }
    assertFails(() -> new DeviceMemory(session, Place.cuda(0)), "No requested allocator available");
  }

  @Test
  void wholeNumbersAreNotRead() throws OrtException {
    try (var binding = new IoBinding(session);
        var x = tensor(X)) {
      binding.input("x", x);
      binding.output("count", Place.HOST);
      binding.run(options);
      assertThatThrownBy(() -> binding.read("count"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ONNX's element type 7");
    }
    assertThatThrownBy(() -> ElementType.of(OnnxJavaType.INT64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("INT64");
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
  void whatIsClosedIsNotUsed() {
    var memory = new DeviceMemory(session, Place.HOST);
    var tensor = memory.tensor(ElementType.FLOAT16, 1);
    var binding = new IoBinding(session);
    for (int times = 0; times < 2; times++) {
      tensor.close();
      memory.close();
    }
    assertThatThrownBy(() -> binding.input("x", tensor)).hasMessageContaining("tensor is closed");
    assertThatThrownBy(tensor::tensor).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.tensor(ElementType.FLOAT, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    binding.close();
    binding.close();
    assertThatThrownBy(() -> binding.run(options)).hasMessageContaining("binding is closed");
  }

  private static void assertFails(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(ModelException.class).hasMessageContaining(message);
  }

  private static OnnxTensor tensor(float... values) throws OrtException {
    return OnnxTensor.createTensor(
        ENVIRONMENT, FloatBuffer.wrap(values), new long[] {values.length});
  }
}
