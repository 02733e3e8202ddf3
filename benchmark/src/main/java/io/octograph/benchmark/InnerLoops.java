package io.octograph.benchmark;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.model.LaneLoops;
import io.octograph.model.master.MasterLoops;
import java.io.IOException;
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
  private static final String HOME = "home";
  private static final int WARM = 2;
  private static final int COUNTED = 5;

  private InnerLoops() {}

  /**
   * Measures each loop.
   *
   * @param millis of each loop, in {@value #WARM} iterations to warm up and {@value #COUNTED}
   * @throws IOException where JMH cannot run, such as beside another JMH
   */
  static Section measure(Path home, int millis) throws IOException {
    var each = TimeValue.milliseconds(Math.max(1, millis / (WARM + COUNTED)));
    return run(
        home,
        new OptionsBuilder()
            .forks(1)
            .warmupIterations(WARM)
            .warmupTime(each)
            .measurementIterations(COUNTED)
            .measurementTime(each));
  }

  static Section run(Path home, ChainedOptionsBuilder how) throws IOException {
    var options =
        how.include(MasterLoops.class.getSimpleName())
            .include(LaneLoops.class.getSimpleName())
            .param(HOME, home.toString())
            .shouldFailOnError(true)
            .timeUnit(TimeUnit.MICROSECONDS)
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      var lines = new ArrayList<Line>();
      for (var result : new Runner(options).run()) {
        lines.add(line(result));
      }
      return Section.of("loops", "Inner loops in Java (JMH; ± half the 99.9 % interval)", lines);
    } catch (RunnerException e) {
      throw new IOException("JMH could not run: " + e.getMessage(), e);
    }
  }

  private static Line line(RunResult result) {
    var params = result.getParams();
    var name = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
    var parts = new ArrayList<>(List.of(name));
    params.getParamsKeys().stream()
        .filter(key -> !key.equals(HOME))
        .forEach(key -> parts.add(params.getParam(key)));
    var score = result.getPrimaryResult();
    var figures = new ArrayList<Figure>();
    figures.add(Figure.of("us", "", score.getScore(), "µs"));
    // One iteration alone has no error.
    if (Double.isFinite(score.getScoreError())) {
      figures.add(Figure.of("error_us", "±", score.getScoreError(), "µs"));
    }
    return new Line(String.join("_", parts), String.join(" ", parts), figures, 0)
        .counting((int) score.getSampleCount());
  }
}
