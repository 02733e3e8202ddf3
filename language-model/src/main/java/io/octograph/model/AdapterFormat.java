package io.octograph.model;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes ONNX Runtime's adapter format in memory: the flatbuffer of {@code
 * onnxruntime/lora/adapter_format/adapter_schema.fbs}.
 *
 * <pre>
 * table Parameter { name:string; dims:[int64]; data_type:int32; raw_data:[uint8] (force_align: 8); }
 * table Adapter { format_version:int32; adapter_version:int32; model_version:int32;
 *                 parameters:[Parameter]; }
 * file_identifier "TORT";
 * </pre>
 */
final class AdapterFormat {
  private static final String IDENTIFIER = "TORT";
  private static final int FORMAT_VERSION = 1;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private AdapterFormat() {}

  static byte[] write(List<Safetensors.Tensor> tensors) {
    long bytes = tensors.stream().mapToLong(tensor -> 4L * tensor.size() + 256).sum() + 1024;
    var builder = new FlatBufferBuilder(Math.toIntExact(bytes));
    var parameters = tensors.stream().mapToInt(tensor -> parameter(builder, tensor)).toArray();
    return finish(builder, parameters);
  }

  /** An adapter whose one parameter is one whole number. */
  static byte[] number(String name, long value) {
    var builder = new FlatBufferBuilder(256);
    var data = builder.createUnintializedVector(1, Long.BYTES, Long.BYTES);
    data.slice().order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    int vector = builder.endVector();
    return finish(builder, new int[] {parameter(builder, name, new long[] {1}, INT64, vector)});
  }

  private static byte[] finish(FlatBufferBuilder builder, int[] parameters) {
    builder.startVector(Integer.BYTES, parameters.length, Integer.BYTES);
    for (int i = parameters.length - 1; i >= 0; i--) {
      builder.addOffset(parameters[i]);
    }
    int list = builder.endVector();
    builder.startTable(4);
    builder.addInt(0, FORMAT_VERSION, 0);
    builder.addInt(1, 1, 0);
    builder.addInt(2, 1, 0);
    builder.addOffset(3, list, 0);
    builder.finish(builder.endTable(), IDENTIFIER);
    return builder.sizedByteArray();
  }

  private static int parameter(FlatBufferBuilder builder, Safetensors.Tensor tensor) {
    int length = tensor.size() * Float.BYTES;
    var data = builder.createUnintializedVector(1, length, Long.BYTES);
    tensor.widenInto(data.slice().order(ByteOrder.LITTLE_ENDIAN));
    return parameter(builder, tensor.name(), tensor.shape(), FLOAT, builder.endVector());
  }

  private static int parameter(
      FlatBufferBuilder builder, String name, long[] shape, int type, int data) {
    builder.startVector(Long.BYTES, shape.length, Long.BYTES);
    for (int i = shape.length - 1; i >= 0; i--) {
      builder.addLong(shape[i]);
    }
    int dimensions = builder.endVector();
    int nameOffset = builder.createString(name);
    builder.startTable(4);
    builder.addOffset(0, nameOffset, 0);
    builder.addOffset(1, dimensions, 0);
    builder.addInt(2, type, 0);
    builder.addOffset(3, data, 0);
    return builder.endTable();
  }
}
