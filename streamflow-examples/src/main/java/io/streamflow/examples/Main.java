package io.streamflow.examples;

import io.streamflow.monitor.Monitor;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Runs the example that the first argument names. Exit codes: 0 when it has done its work, 1 when
 * its job failed, 2 when the arguments, the input or the state are not usable.
 */
@Command(
    name = "java -jar streamflow-examples.jar",
    header = "Examples of StreamFlow, a stream processing library.",
    synopsisHeading = "%nUsage: ",
    customSynopsis = "java -jar streamflow-examples.jar <example> [options]",
    commandListHeading = "%nExamples:%n",
    optionListHeading = "%nOptions:%n",
    footer = "%n<example> --help shows the options of an example.",
    subcommands = {
      Quickstart.class,
      PageViews.class,
      PageViewsState.class,
      FraudDetection.class,
      IotAverage.class,
      Sessions.class,
      HttpIngest.class,
      KafkaPageViews.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  private @Nullable Monitor monitor;

  private Main() {}

  /** Runs an example and ends the JVM with its exit code. */
  public static void main(String... args) {
    System.exit(run(args));
  }

  /** Runs an example and returns its exit code. */
  static int run(String... args) {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    commandLine.setUsageHelpWidth(100);
    commandLine.setParameterExceptionHandler(Failures::ofArguments);
    commandLine.setExecutionExceptionHandler(Failures::ofRun);
    try {
      return commandLine.execute(args);
    } finally {
      main.closeMonitor();
    }
  }

  /** Before the example starts its job, which registers its meters then. */
  @Option(
      names = "--monitor",
      paramLabel = "<port>",
      scope = ScopeType.INHERIT,
      converter = OptionValues.ListenAddress.class,
      description = {
        "Show the running job at http://localhost:<port>, with /metrics,",
        "/health and /ready; <address>:<port> for others than this machine."
      })
  void monitor(@Nullable InetSocketAddress address) {
    if (address == null || monitor != null) {
      return;
    }
    try {
      Monitor started = Monitor.start(address);
      monitor = started;
      System.err.println("monitor: " + started.uri());
    } catch (UncheckedIOException e) {
      throw new ParameterException(spec.commandLine(), "--monitor: " + e.getMessage(), e);
    }
  }

  private void closeMonitor() {
    Monitor started = monitor;
    if (started != null) {
      started.close();
    }
  }

  /** Before the first logger is made, since loggers ask for their level only then. */
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log what the engine does, and show stack traces.")
  void verbose(boolean on) {
    if (on) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
      System.setProperty("org.slf4j.simpleLogger.log.io.streamflow.job", "info");
    }
  }

  /** Without an example there is nothing to run. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which example? " + String.join(", ", examples(spec.commandLine())));
  }

  static List<String> examples(CommandLine root) {
    return List.copyOf(root.getSubcommands().keySet());
  }
}
