package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.connectors.file.FileSource;
import io.streamflow.spi.Sink;
import io.streamflow.spi.Source;
import io.streamflow.time.EventTime;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * Flags payments by two rules: one looks at each payment alone, the other remembers what came
 * before it on the same account. A payment that cannot be read fails the job: none may slip by.
 */
@Command(
    name = "fraud-detection",
    description = "Flag payments that are too big, or follow a tiny one; from JSON lines or Kafka.")
public final class FraudDetection implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--input",
      paramLabel = "<file>",
      description = {
        "The payments, or a glob; may be .gz (default: a sample is made). A line is like",
        "{\"id\": \"p1\", \"account\": \"a7\", \"time\": \"2026-03-02T09:00:00Z\", \"amount\": 12.5}"
      })
  private Optional<String> input = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "<directory>",
      description = "Where the alerts go (default: standard output).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--threshold",
      paramLabel = "<amount>",
      converter = OptionValues.Amount.class,
      defaultValue = "10000",
      description = "Payments over this amount are flagged (default: ${DEFAULT-VALUE}).")
  private BigDecimal threshold = BigDecimal.ZERO;

  @Option(
      names = "--kafka",
      description =
          "Read payments from a topic and write alerts to a topic. The input, if given, is first"
              + " written to the one; without --bootstrap alerts are shown as they are in the other.")
  private boolean kafka;

  @Option(
      names = "--from",
      paramLabel = "<topic>",
      defaultValue = "payments",
      description = "Payments as JSON, with --kafka (default: ${DEFAULT-VALUE}).")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "<topic>",
      defaultValue = "alerts",
      description = "Where the alerts go, by account, with --kafka (default: ${DEFAULT-VALUE}).")
  private String to = "";

  @Mixin private KafkaOptions options = new KafkaOptions();

  /** From payments to alerts. */
  static Pipeline pipeline(Source<Transaction> source, BigDecimal threshold, Sink<Alert> alerts) {
    Stream<Transaction> payments =
        Stream.from(source)
            .named("read")
            .withEventTime(Transaction::time, EventTime.outOfOrderBy(Duration.ofSeconds(10)));

    String reason = "amount over " + threshold.toPlainString();
    Stream<Alert> tooBig =
        payments
            .filter(payment -> payment.amount().compareTo(threshold) > 0)
            .map(payment -> Alert.of(payment, reason));

    Stream<Alert> cardTesting =
        payments.keyBy(Transaction::account).process("card-testing", new CardTesting());

    return tooBig.merge(cardTesting).to("alerts", alerts);
  }

  private void check() {
    ParseResult given = spec.commandLine().getParseResult();
    List<String> wrong =
        kafka
            ? List.of("--output")
            : List.of(
                "--from",
                "--to",
                "--bootstrap",
                "--state",
                "--create-topics",
                "--checkpoint-interval",
                "--to-end",
                "--until-stopped");
    for (String option : wrong) {
      if (given.hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(),
            kafka ? option + ": with --kafka, alerts go to --to" : option + " needs --kafka");
      }
    }
    if (from.equals(to)) {
      throw new ParameterException(spec.commandLine(), "--from and --to are the same topic");
    }
  }

  @Override
  public Integer call() throws Exception {
    check();
    if (kafka) {
      return new PaymentTopics(from, to, threshold, options).run(input, spec);
    }
    String file =
        InputFiles.givenOrSample(
            input, spec, "payments.jsonl", () -> SamplePayments.lines(1), System.err);
    Sink<Alert> alerts =
        ResultSink.jsonLines(OutputDirectory.given(output, file, spec), Alert.class);
    JobRun.toTheEnd(
        pipeline(FileSource.jsonLines(file, Transaction.class), threshold, alerts),
        "fraud-detection");
    return 0;
  }
}
