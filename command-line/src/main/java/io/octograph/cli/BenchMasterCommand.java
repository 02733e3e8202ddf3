package io.octograph.cli;

import io.octograph.cli.bench.BenchFailed;
import io.octograph.cli.bench.MasterBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code ./octograph bench master}: hands its options on to the program that measures. */
@Command(
    name = "master",
    description =
        "Measures the master in one process, and llama.cpp on the same weights beside it.")
final class BenchMasterCommand implements Callable<Integer> {
  private final Context context;

  @Unmatched private List<String> arguments = new ArrayList<>();

  BenchMasterCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return new MasterBench(context.home(), context.here()).run(arguments);
    } catch (BenchFailed e) {
      throw new CommandFailed(CommandFailed.FAILED, e.getMessage());
    }
  }
}
