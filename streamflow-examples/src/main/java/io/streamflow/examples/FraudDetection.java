package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.connectors.file.FileSource;
import io.streamflow.spi.Sink;
import io.streamflow.time.EventTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Flags payments by two rules: one looks at each payment alone, the other remembers what came
 * before it on the same account. A payment that cannot be read fails the job: none may slip by.
 */
@Command(
    name = "fraud-detection",
    description = "Flag payments that are too big, or follow a tiny one, from JSON lines.")
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

  /** From payments to alerts. */
  static Pipeline pipeline(String input, BigDecimal threshold, Sink<Alert> alerts) {
    Stream<Transaction> payments =
        Stream.from(FileSource.jsonLines(input, Transaction.class))
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

  @Override
  public Integer call() throws IOException, InterruptedException {
    String from =
        InputFiles.givenOrSample(
            input, spec, "payments.jsonl", () -> SamplePayments.lines(1), System.err);
    Sink<Alert> alerts =
        ResultSink.jsonLines(OutputDirectory.given(output, from, spec), Alert.class);
    JobRun.toTheEnd(pipeline(from, threshold, alerts), "fraud-detection");
    return 0;
  }
}
