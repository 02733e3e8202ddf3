package io.octograph.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The program behind {@code ./octograph}. The script sets the system property {@code
 * octograph.home} to the folder of the checkout.
 */
@Command(
    name = "./octograph",
    synopsisSubcommandLabel = "up | ask | eval | bench | render | replay | data")
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Context context =
        new Context(
            Path.of(System.getProperty("octograph.home", ".")).toAbsolutePath().normalize(),
            Path.of("").toAbsolutePath(),
            environment,
            Terminal.system(environment));
    System.exit(run(context, arguments));
  }

  /** Runs one command and returns its exit code. */
  static int run(Context context, String... arguments) {
    Terminal terminal = context.terminal();
    return new CommandLine(new Main())
        .addSubcommand(new UpCommand(context))
        .addSubcommand(new AskCommand(context))
        .addSubcommand(
            new CommandLine(new EvalCommand(context))
                .addSubcommand(
                    new CommandLine(new EvalMmluCommand(context))
                        .setCaseInsensitiveEnumValuesAllowed(true)))
        .addSubcommand(
            new CommandLine(new BenchCommand(context))
                .addSubcommand(new BenchMasterCommand(context)))
        .addSubcommand(new ReplayCommand(context))
        .addSubcommand(new RenderCommand(context))
        .addSubcommand(new DataCommand(context))
        // eval has a command mmlu, and --graph a graph of that name.
        .setAllowSubcommandsAsOptionParameters(true)
        .setOut(new java.io.PrintWriter(terminal.out(), true))
        .setErr(new java.io.PrintWriter(terminal.err(), true))
        .setParameterExceptionHandler((e, args) -> misread(e, terminal))
        .setExecutionExceptionHandler((e, line, parsed) -> failed(e, terminal))
        .execute(arguments);
  }

  private static int misread(ParameterException e, Terminal terminal) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.note(e.getMessage() + ". See " + command + " --help.");
    return CommandFailed.USAGE;
  }

  private static int failed(Exception e, Terminal terminal) {
    if (e instanceof CommandFailed failed) {
      terminal.note(failed.getMessage());
      return failed.exitCode();
    }
    terminal.note("That should not happen; please report it with this:");
    e.printStackTrace(terminal.err());
    return CommandFailed.FAILED;
  }
}
