package io.octograph.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoraAdapter;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.Optional;

/**
 * Limits the vocabulary's 49,000 logits to the last position, or turns them off. The position from
 * which on they are computed is an input with a default (all of them); ONNX Runtime's Java API
 * takes such inputs only as an adapter's parameters, so these are adapters of one number.
 */
final class RunSwitches implements AutoCloseable {
  private static final long LAST = -1;
  private static final long NONE = Long.MAX_VALUE;

  private final OrtLoraAdapter last;
  private final OrtLoraAdapter none;
  private final Options withoutAdapter;

  RunSwitches() throws OrtException {
    last = OrtLoraAdapter.create(AdapterFormat.number(ModelInputs.LOGITS_FROM, LAST));
    none = OrtLoraAdapter.create(AdapterFormat.number(ModelInputs.LOGITS_FROM, NONE));
    withoutAdapter = options(Optional.empty());
  }

  /**
   * Options of runs, shared by all of them.
   *
   * @param vocabulary with the vocabulary's logits of the last position
   * @param functionalOnly without the vocabulary's logits
   * @param plain for models that know no such input
   */
  record Options(RunOptions vocabulary, RunOptions functionalOnly, RunOptions plain)
      implements AutoCloseable {
    RunOptions of(Logits.Rows rows) {
      return rows.vocabulary() ? vocabulary : functionalOnly;
    }

    @Override
    public void close() {
      vocabulary.close();
      functionalOnly.close();
      plain.close();
    }
  }

  Options withoutAdapter() {
    return withoutAdapter;
  }

  Options options(Optional<OrtLoraAdapter> adapter) throws OrtException {
    var options = new Options(new RunOptions(), new RunOptions(), new RunOptions());
    options.vocabulary.addActiveLoraAdapter(last);
    options.functionalOnly.addActiveLoraAdapter(none);
    if (adapter.isPresent()) {
      options.vocabulary.addActiveLoraAdapter(adapter.get());
      options.functionalOnly.addActiveLoraAdapter(adapter.get());
      options.plain.addActiveLoraAdapter(adapter.get());
    }
    return options;
  }

  @Override
  public void close() {
    withoutAdapter.close();
    none.close();
    last.close();
  }
}
