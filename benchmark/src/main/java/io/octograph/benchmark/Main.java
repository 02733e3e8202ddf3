package io.octograph.benchmark;

import io.octograph.benchmark.Report.Section;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./octograph bench master}. The launcher sets the system property {@code octograph.home} to
 * the folder of the checkout.
 */
@Command(
    name = "./octograph bench master",
    description =
        "Measures the master in one process: loading, decisions alone and under load, rewrites,"
            + " memory, inner loops, and llama.cpp on the same weights in turns with it.")
public final class Main implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final Path home;
  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Threads of a run, ours and llama.cpp's; ${DEFAULT-VALUE} if not given.")
  private int threads;

  @Option(
      names = "--quick",
      description = "Some two minutes in place of 15, to see that all is well.")
  private boolean quick;

  @Option(
      names = "--soak",
      paramLabel = "N",
      defaultValue = "0",
      description = "Watches memory over N decisions more; none if not given.")
  private int soak;

  @Option(names = "--without-llama", description = "Leaves llama.cpp out.")
  private boolean withoutLlama;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes the report there as JSON.")
  private Path file;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  Main(Path home, PrintStream out, PrintStream err) {
    this.home = home;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    var home = Path.of(System.getProperty("octograph.home", ".")).toAbsolutePath().normalize();
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    // llama.cpp, npm, Python and JMH's process end with this one.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
    System.exit(run(home, out, err, arguments));
  }

  /** Runs it and returns its exit code: 2 where the command line makes no sense. */
  static int run(Path home, PrintStream out, PrintStream err, String... arguments) {
    return new CommandLine(new Main(home, out, err))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setParameterExceptionHandler(
            (e, _) -> {
              err.println(e.getMessage() + ". See ./octograph bench master --help.");
              return USAGE;
            })
        .setExecutionExceptionHandler(
            (e, _, _) -> {
              err.println(Section.reason(e));
              return FAILED;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    Settings settings;
    try {
      var effort = quick ? Effort.QUICK : Effort.FULL;
      settings = new Settings(home, threads, soak, !withoutLlama, effort);
      if (file != null) {
        prepare(file.toAbsolutePath());
      }
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return USAGE;
    }
    var report = new Bench(settings, part -> err.println(part + " …")).run();
    out.print(report.text());
    out.flush();
    if (file != null) {
      write(report);
    }
    return 0;
  }

  /** Before minutes of measuring: the report can be written there. */
  private static void prepare(Path file) {
    var folder = file.getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new IllegalArgumentException("--out is %s, a folder; name a file.".formatted(file));
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--out is %s, whose folder cannot be made; name a file elsewhere.".formatted(file), e);
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new IllegalArgumentException(
          "--out is %s, where nothing can be written; name a file elsewhere.".formatted(file));
    }
  }

  private void write(Report report) throws IOException {
    try {
      Files.writeString(file, report.json().toPrettyString() + "\n");
    } catch (IOException e) {
      throw new IOException("The report could not be written to %s: %s".formatted(file, e), e);
    }
  }
}
