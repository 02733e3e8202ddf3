package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.device.DeviceMemory;
import io.octograph.model.device.ElementType;
import io.octograph.model.device.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What both kinds of cache do alike: in the JVM's memory, and in a session's, here the CPU's. */
class KvCachesTest {
  private static final ModelConfig.Shape SHAPE = new ModelConfig.Shape(2, 3, 4, 12, 100);

  private static OrtSession session;

  @BeforeAll
  static void open() throws OrtException, IOException {
    try (var graph = KvCachesTest.class.getResourceAsStream("/binding.onnx")) {
      session = Sessions.environment().createSession(graph.readAllBytes());
    }
  }

  @AfterAll
  static void close() throws OrtException {
    session.close();
  }

  static List<Arguments> kinds() {
    var kinds = new ArrayList<Arguments>();
    for (var type : List.of(ElementType.FLOAT, ElementType.FLOAT16)) {
      kinds.add(Arguments.of(CacheMemory.Location.HOST, type));
      kinds.add(Arguments.of(CacheMemory.Location.in(Place.HOST), type));
    }
    return kinds;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aCacheHasItsMeasures(CacheMemory.Location location, ElementType type) {
    try (var memory = location.open(session, SHAPE, type);
        var cache = memory.allocate(5)) {
      assertThat(cache.capacity()).isEqualTo(5);
      assertThat(cache.bytes()).isEqualTo(2L * 2 * 3 * 5 * 4 * type.bytes());
      assertThat(cache.tensors()).hasSize(4);
      for (var tensor : cache.tensors()) {
        assertThat(tensor.getInfo().getShape()).containsExactly(1, 3, 5, 4);
        assertThat(tensor.getInfo().type).isEqualTo(type.java());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theFirstTokensOfEveryHeadAreTakenOver(CacheMemory.Location location, ElementType type) {
    try (var memory = location.open(session, SHAPE, type);
        var from = memory.allocate(3);
        var larger = memory.allocate(5);
        var exact = memory.allocate(2)) {
      write(from, 1);
      write(larger, 101);
      write(exact, 201);
      larger.copyFrom(from, 2);
      exact.copyFrom(larger, 2);
      exact.copyFrom(from, 0);
      int token = 4 * type.bytes();
      for (int i = 0; i < from.tensors().size(); i++) {
        var source = bytes(from, i);
        var target = bytes(larger, i);
        for (int head = 0; head < 3; head++) {
          var taken = source.slice(head * 3 * token, 2 * token);
          assertThat(target.slice(head * 5 * token, 2 * token)).isEqualTo(taken);
          assertThat(bytes(exact, i).slice(head * 2 * token, 2 * token)).isEqualTo(taken);
          int kept = (head * 5 + 2) * token;
          assertThat(target.get(kept)).isEqualTo((byte) (101 + i + kept));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noMoreIsCopiedThanBothHold(CacheMemory.Location location, ElementType type) {
    try (var memory = location.open(session, SHAPE, type);
        var small = memory.allocate(3);
        var large = memory.allocate(5)) {
      assertThatThrownBy(() -> small.copyFrom(large, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("4 tokens cannot be copied from a cache for 5 to one for 3.");
    }
  }

  @Test
  void cachesOutliveTheirMemoryAndItsSession() throws OrtException, IOException {
    KvCache cache;
    try (var graph = KvCachesTest.class.getResourceAsStream("/binding.onnx");
        var other = Sessions.environment().createSession(graph.readAllBytes())) {
      var memory = CacheMemory.Location.in(Place.HOST).open(other, SHAPE, ElementType.FLOAT16);
      cache = memory.allocate(2);
      memory.close();
      assertThatThrownBy(() -> memory.allocate(2)).hasMessageContaining("is closed");
    }
    write(cache, 7);
    assertThat(bytes(cache, 0).get(0)).isEqualTo((byte) 7);
    cache.close();
  }

  @Test
  void hostMemoriesOfOneShapeAndTypeServeEachOther() {
    var location = CacheMemory.Location.HOST;
    var one = location.open(session, SHAPE, ElementType.FLOAT);
    assertThat(location.open(null, SHAPE, ElementType.FLOAT)).isEqualTo(one);
    assertThat(location.open(session, SHAPE, ElementType.FLOAT16)).isNotEqualTo(one);
  }

  @Test
  void whatTheMemoryCannotHoldIsSaid() {
    var tooLarge = new ModelConfig.Shape(2, 8, 1024, 12, 100);
    try (var memory = new DeviceMemory(session, Place.HOST)) {
      var device = new DeviceCacheMemory(memory, tooLarge, ElementType.FLOAT);
      assertThatThrownBy(() -> device.allocate(Integer.MAX_VALUE))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("There is no memory for 2147483647 tokens on the device.");
    }
    var host = new HostCacheMemory(tooLarge, ElementType.FLOAT);
    assertThatThrownBy(() -> host.allocate(Integer.MAX_VALUE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("There is no memory for 2147483647 tokens. Give the JVM more");
  }

  /** Every byte another, from {@code first} on and one further with every tensor. */
  private static void write(KvCache cache, int first) {
    for (int i = 0; i < cache.tensors().size(); i++) {
      var bytes = bytes(cache, i);
      for (int at = 0; at < bytes.capacity(); at++) {
        bytes.put(at, (byte) (first + i + at));
      }
    }
  }

  /** A tensor's memory itself, which is the host's in both kinds here. */
  private static ByteBuffer bytes(KvCache cache, int tensor) {
    return switch (cache) {
      case HostKvCache host -> (ByteBuffer) host.tensors().get(tensor).getBufferRef().orElseThrow();
      case DeviceKvCache device -> device.parts().get(tensor).content().asByteBuffer();
    };
  }
}
