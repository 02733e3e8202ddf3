package io.octograph.model.device;

import ai.onnxruntime.OnnxJavaType;

/** What the elements of a cache are. */
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
}
