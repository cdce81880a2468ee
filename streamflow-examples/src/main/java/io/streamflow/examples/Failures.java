package io.streamflow.examples;

import io.streamflow.job.StreamFlowException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on standard error, in one or two lines, why an example did not run to its end. */
final class Failures {
  private static final int JOB_FAILED = 1;
  private static final int NOT_USABLE = 2;

  private Failures() {}

  /** Arguments or an input that cannot be used: says which, and what is allowed. */
  static int ofArguments(ParameterException failure, String[] args) {
    CommandLine at = failure.getCommandLine();
    boolean atRoot = at.getParent() == null;
    List<String> unmatched =
        failure instanceof UnmatchedArgumentException e ? e.getUnmatched() : List.of();
    if (unmatched.isEmpty()) {
      System.err.println("error: " + failure.getMessage());
    } else if (atRoot && !unmatched.getFirst().startsWith("-")) {
      System.err.println("error: unknown example '" + unmatched.getFirst() + "'");
      System.err.println("the examples are: " + String.join(", ", Main.examples(at)));
    } else {
      System.err.println("error: unknown option or argument '" + unmatched.getFirst() + "'");
      System.err.println("allowed are: " + options(at));
    }
    System.err.println("see " + (atRoot ? "" : at.getCommandName() + " ") + "--help");
    return NOT_USABLE;
  }

  private static String options(CommandLine commandLine) {
    return commandLine.getCommandSpec().options().stream()
        .map(OptionSpec::longestName)
        .collect(Collectors.joining(", "));
  }

  /**
   * A job that failed: its message names the step, the cause and the line of code. Or that could
   * not start with the state or the options it was given.
   */
  static int ofRun(Exception failure, CommandLine commandLine, ParseResult arguments) {
    switch (failure) {
      case StreamFlowException.InvalidPipeline invalid ->
          invalid.problems().forEach(problem -> System.err.println("error: " + problem));
      case StreamFlowException expected -> System.err.println("error: " + oneLine(expected));
      default -> System.err.println("error: " + failure);
    }
    if (Stream.of(arguments, commandLine.getParseResult())
        .anyMatch(result -> result.hasMatchedOption("--verbose"))) {
      failure.printStackTrace();
    }
    return failure instanceof StreamFlowException.StateUnusable
            || failure instanceof StreamFlowException.InvalidPipeline
        ? NOT_USABLE
        : JOB_FAILED;
  }

  private static String oneLine(StreamFlowException failure) {
    return String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }
}
