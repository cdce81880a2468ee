package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.examples.ExampleKafka.UnusableKafka;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * What an example with Kafka has around its job: a directory, brokers, topics. When the JVM is told
 * to end, the broker stays until the job has made its last checkpoint, and a directory that nobody
 * asked for is removed. One thread.
 */
final class KafkaStage implements AutoCloseable {
  private static final long MOST_SECONDS_TO_END = 60;

  private final KafkaOptions options;
  private final String name;
  private final Consumer<String> notes;
  private final Path directory;
  private final boolean temporary;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean ending;
  private final ExampleKafka kafka;

  private KafkaStage(KafkaOptions options, CommandSpec spec, Consumer<String> notes)
      throws Exception {
    this.options = options;
    this.name = spec.name();
    this.notes = notes;
    this.temporary = options.state.isEmpty();
    this.directory =
        options.state.isPresent()
            ? Files.createDirectories(options.state.get())
            : Files.createTempDirectory("streamflow-" + name + "-");
    this.hook = new Thread(this::awaitClosed, name + "/ending");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      this.kafka = reach();
    } catch (Throwable e) {
      end();
      throw e;
    }
  }

  /**
   * Looks whether the brokers are there, or starts one, and sees to the topics.
   *
   * @throws ParameterException when they cannot be used
   */
  static KafkaStage open(
      KafkaOptions options, CommandSpec spec, Consumer<String> notes, List<String> topics)
      throws Exception {
    options.check();
    try {
      KafkaStage stage = new KafkaStage(options, spec, notes);
      try {
        stage.prepare(topics);
      } catch (Throwable e) {
        stage.close();
        throw e;
      }
      return stage;
    } catch (UnusableKafka e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private ExampleKafka reach() throws Exception {
    if (options.bootstrap.isPresent()) {
      return ExampleKafka.at(options.bootstrap.get());
    }
    Path data = directory.resolve("broker");
    ExampleKafka started = ExampleKafka.start(data);
    notes.accept("no --bootstrap: started a broker at " + started.bootstrap() + ", in " + data);
    return started;
  }

  private void prepare(List<String> topics) throws InterruptedException {
    if (options.bootstrap.isPresent() && !options.createTopics) {
      kafka.require(topics);
      return;
    }
    List<String> created = kafka.create(topics);
    if (!created.isEmpty()) {
      notes.accept("created what was missing: topic " + String.join(", topic ", created));
    }
  }

  private void awaitClosed() {
    ending = true;
    try {
      var _ = closed.await(MOST_SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  ExampleKafka kafka() {
    return kafka;
  }

  String bootstrap() {
    return kafka.bootstrap();
  }

  /** A sample of the input, made when it is asked for the first time in this directory. */
  Path sample(String file, Supplier<List<String>> lines) throws IOException {
    Path sample = directory.resolve(file);
    if (!Files.exists(sample)) {
      Path part = directory.resolve(file + ".part");
      Files.write(part, lines.get());
      Files.move(part, sample);
    }
    return sample;
  }

  /**
   * Runs a job that fills a topic, exactly-once and once: one that an earlier start has finished
   * adds nothing.
   */
  void fill(Pipeline pipeline, String topic, String from)
      throws InterruptedException, ExecutionException {
    try (Job job = pipeline.start(durable("fill").parallelism(1))) {
      job.await();
      kafka.committed(topic).awaitAll();
      long read = job.progress().itemsRead();
      notes.accept(
          read == 0
              ? "topic " + topic + " has got what is in " + from + " from an earlier start"
              : "filled topic " + topic + " from " + from);
    }
  }

  /** Whether the JVM has been told to end. */
  boolean isEnding() {
    return ending;
  }

  /** Options for a job, which has its state in the directory. */
  JobOptions durable(String job) {
    return JobOptions.durable(directory.resolve(job))
        .name(name + "-" + job)
        .exactlyOnce()
        .checkpointInterval(options.checkpointInterval);
  }

  /** Says what is left when it is closed. */
  void sayWhatIsLeft() {
    if (!temporary) {
      notes.accept("state is in " + directory + ": the next start goes on there");
    } else {
      notes.accept("the broker ends, and its directory is removed; --state keeps it");
    }
  }

  @Override
  public void close() {
    try {
      kafka.close();
    } finally {
      end();
    }
  }

  private void end() {
    if (temporary) {
      remove();
    }
    closed.countDown();
    if (!ending) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the JVM ends, and does not wait any more
      }
    }
  }

  private void remove() {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException e) {
      notes.accept("could not remove " + directory + ": " + e);
    }
  }
}
