package io.octograph.benchmark;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.model.master.MasterLoops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What Java does for each token or decision, by JMH in a process of its own. */
final class InnerLoops {
  private InnerLoops() {}

  /**
   * Measures each loop.
   *
   * @param millis of each loop: half to warm up, half counted
   */
  static Section measure(Path home, int millis) {
    return run(
        new OptionsBuilder()
            .forks(1)
            .jvmArgsAppend("-Doctograph.home=" + home)
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(millis / 4))
            .measurementIterations(2)
            .measurementTime(TimeValue.milliseconds(millis / 4)));
  }

  static Section run(ChainedOptionsBuilder how) {
    var options =
        how.include(MasterLoops.class.getSimpleName())
            .timeUnit(TimeUnit.MICROSECONDS)
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      var lines = new ArrayList<Line>();
      for (var result : new Runner(options).run()) {
        lines.add(line(result));
      }
      return Section.of("loops", "Inner loops in Java (JMH)", lines);
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH could not run: " + e.getMessage(), e);
    }
  }

  private static Line line(RunResult result) {
    var params = result.getParams();
    var name = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
    var parts = new ArrayList<>(List.of(name));
    params.getParamsKeys().forEach(key -> parts.add(params.getParam(key)));
    return Line.of(
        String.join("_", parts),
        String.join(" ", parts),
        Figure.of("us", "", result.getPrimaryResult().getScore(), "µs"));
  }
}
