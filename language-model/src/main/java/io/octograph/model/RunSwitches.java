package io.octograph.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoraAdapter;
import ai.onnxruntime.OrtSession.RunOptions;

/**
 * Limits the plain graph's 49,000 logits a position to the last one, or turns them off. The
 * position from which on they are computed is an input with a default (all of them); ONNX Runtime's
 * Java API takes such inputs only as an adapter's parameters, so these are adapters of one number.
 */
final class RunSwitches implements AutoCloseable {
  private static final String LOGITS_FROM = "logits_from";

  private final OrtLoraAdapter onlyLast;
  private final OrtLoraAdapter onlyNone;
  private final RunOptions last = new RunOptions();
  private final RunOptions none = new RunOptions();
  private final RunOptions plain = new RunOptions();

  RunSwitches() throws OrtException {
    onlyLast = OrtLoraAdapter.create(AdapterFormat.number(LOGITS_FROM, -1));
    onlyNone = OrtLoraAdapter.create(AdapterFormat.number(LOGITS_FROM, Long.MAX_VALUE));
    last.addActiveLoraAdapter(onlyLast);
    none.addActiveLoraAdapter(onlyNone);
  }

  /** What a step's logits take; those of several positions are all computed. */
  RunOptions of(Step step) {
    return switch (step.wanted()) {
      case 0 -> none;
      case 1 -> last;
      default -> plain;
    };
  }

  RunOptions none() {
    return none;
  }

  /** For graphs that know no such input. */
  RunOptions plain() {
    return plain;
  }

  @Override
  public void close() {
    last.close();
    none.close();
    plain.close();
    onlyLast.close();
    onlyNone.close();
  }
}
