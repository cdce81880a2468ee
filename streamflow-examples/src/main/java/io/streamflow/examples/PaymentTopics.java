package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.connectors.file.FileSource;
import io.streamflow.connectors.json.Json;
import io.streamflow.connectors.kafka.Kafka;
import io.streamflow.connectors.kafka.KafkaSource;
import io.streamflow.job.Job;
import io.streamflow.spi.Sink;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@link FraudDetection} from a topic to a topic. Standard output has nothing but alerts.
 *
 * @param from payments
 * @param to alerts
 * @param threshold payments over this amount are flagged
 * @param options where Kafka is
 */
record PaymentTopics(String from, String to, BigDecimal threshold, KafkaOptions options) {
  /** Returns the exit code. */
  int run(Optional<String> input, CommandSpec spec) throws Exception {
    if (input.isPresent()) {
      InputFiles.check("--input", input.get(), spec);
    }
    try (KafkaStage stage =
        KafkaStage.open(options, spec, PaymentTopics::note, List.of(from, to))) {
      if (input.isPresent() || options.bootstrap.isEmpty()) {
        String file =
            input.isPresent()
                ? input.get()
                : stage.sample("payments.jsonl", () -> SamplePayments.lines(1)).toString();
        stage.fill(filling(file, stage.bootstrap()), from, file);
      }
      if (!stage.isEnding()) {
        flag(stage);
        stage.sayWhatIsLeft();
      }
    }
    return 0;
  }

  /** From payments in files to the topic, in their order for each account. */
  private Pipeline filling(String file, String bootstrap) {
    return Stream.from(FileSource.jsonLines(file, Transaction.class))
        .named("read")
        .to(
            "topic",
            Kafka.sink(bootstrap, from, Json.of(Transaction.class))
                .key(Transaction::account)
                .timestamp(Transaction::time));
  }

  private void flag(KafkaStage stage) throws Exception {
    String bootstrap = stage.bootstrap();
    KafkaSource<Transaction> source = Kafka.source(bootstrap, from, Json.of(Transaction.class));
    Json<Alert> json = Json.of(Alert.class);
    Sink<Alert> sink = Kafka.sink(bootstrap, to, json).key(Alert::account).timestamp(Alert::time);
    System.err.println(
        "flagging payments of topic %s into topic %s at %s, exactly-once, %s"
            .formatted(from, to, bootstrap, options.bounded() ? "to the end" : "until stopped"));
    try (Job job =
        FraudDetection.pipeline(options.bounded() ? source.bounded() : source, threshold, sink)
            .start(stage.durable("alerts"))) {
      job.await();
      System.err.printf(
          Locale.ROOT, "%,d payments read by this start%n", job.progress().itemsRead());
    }
    if (options.bootstrap.isEmpty()) { // elsewhere there may be any number of them
      boolean all =
          stage.kafka().committed(to).read(json, alert -> System.out.println(json.text(alert)));
      System.err.println(
          "the alerts are shown as they are in topic "
              + to
              + (all ? "" : ", as far as it was read"));
    }
  }

  private static void note(String line) {
    System.err.println(line);
  }
}
