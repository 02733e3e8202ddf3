package io.octograph.model.device;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import ai.onnxruntime.OnnxJavaType;
import java.lang.foreign.MemorySegment;

/** What the elements of a cache, or of logits, are. */
public enum ElementType {
  FLOAT(1, Float.BYTES, OnnxJavaType.FLOAT),
  FLOAT16(10, Short.BYTES, OnnxJavaType.FLOAT16),
  BFLOAT16(16, Short.BYTES, OnnxJavaType.BFLOAT16);

  /** Its number in the C API's {@code ONNXTensorElementDataType}. */
  private final int number;

  private final int bytes;

  /** Its name in the Java API. */
  private final OnnxJavaType java;

  ElementType(int number, int bytes, OnnxJavaType java) {
    this.number = number;
    this.bytes = bytes;
    this.java = java;
  }

  /**
   * That of a graph's input or output.
   *
   * @throws IllegalArgumentException where it is not of floating point
   */
  public static ElementType of(OnnxJavaType type) {
    for (var candidate : values()) {
      if (candidate.java == type) {
        return candidate;
      }
    }
    throw new IllegalArgumentException(
        "The graph's tensor is of %s. Give float, float16 or bfloat16.".formatted(type));
  }

  static ElementType of(int number) {
    for (var type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "The output is of ONNX's element type %d. Read float, float16 or bfloat16."
            .formatted(number));
  }

  int number() {
    return number;
  }

  /** How many an element has. */
  public int bytes() {
    return bytes;
  }

  /** What the Java API calls it. */
  public OnnxJavaType java() {
    return java;
  }

  /** Copies {@code count} elements as floats, which hold all values of the narrower types. */
  float[] floats(MemorySegment data, int count) {
    var source = data.reinterpret((long) bytes * count);
    var floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] =
          switch (this) {
            case FLOAT -> source.getAtIndex(JAVA_FLOAT, i);
            case FLOAT16 -> Float.float16ToFloat(source.getAtIndex(JAVA_SHORT, i));
            // The upper half of a float's bits.
            case BFLOAT16 -> Float.intBitsToFloat(source.getAtIndex(JAVA_SHORT, i) << 16);
          };
    }
    return floats;
  }
}
