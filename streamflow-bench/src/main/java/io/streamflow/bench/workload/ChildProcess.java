package io.streamflow.bench.workload;

import io.streamflow.bench.ChildJvm;
import io.streamflow.bench.Machine;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A {@link Child}, as its parent sees it. Used by one thread. */
final class ChildProcess implements AutoCloseable {
  /** The same for all. */
  static final List<String> HEAP = List.of("-Xms2g", "-Xmx4g", "-XX:+UseG1GC");

  /** Where start and footprint are measured. */
  static final List<String> SMALL_HEAP = List.of("-Xms64m", "-Xmx1g", "-XX:+UseG1GC");

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String GONE = "gone";
  private static final long SETTLE_MILLIS = 250;
  private static final int SETTLE_TRIES = 20;

  private final String name;
  private final Process process;
  private final BufferedWriter orders;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private ChildProcess(Contender contender, List<String> heap, List<String> arguments)
      throws IOException {
    name = contender.name();
    List<String> options = new ArrayList<>(heap);
    options.addAll(contender.jvmOptions());
    options.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    List<String> all = new ArrayList<>(List.of(contender.getClass().getName()));
    all.addAll(arguments);
    List<String> command = ChildJvm.command(options, Child.class, all);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    orders = process.outputWriter(StandardCharsets.UTF_8);
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> listen(reader));
  }

  /** One that stays, for repetitions of a workload. */
  static ChildProcess serving(Contender contender, Workload workload) throws IOException {
    return new ChildProcess(contender, HEAP, List.of(workload.id()));
  }

  /** One that does a single repetition with a small heap, and ends. */
  static ChildProcess once(Contender contender, Order order) throws IOException {
    return new ChildProcess(contender, SMALL_HEAP, List.of(Child.ONCE, order.line()));
  }

  private void listen(BufferedReader reader) {
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      answers.add(Child.FAILED + e);
    }
    answers.add(GONE);
  }

  /** Has a repetition done. */
  Measured run(Order order) throws IOException, InterruptedException {
    return run(order, _ -> {});
  }

  /** The same; shows what is told in between. */
  Measured run(Order order, Consumer<String> samples) throws IOException, InterruptedException {
    try {
      orders.write(order.line());
      orders.newLine();
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " has ended, see above", e);
    }
    return await(order, samples);
  }

  /**
   * What a repetition gave.
   *
   * @throws IllegalStateException when the child has failed, ended, or is silent for too long
   */
  Measured await(Order order, Consumer<String> samples) throws InterruptedException {
    while (true) {
      String answer = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null) {
        throw failed(order, "is silent for " + PATIENCE);
      }
      if (answer.startsWith(Child.RESULT)) {
        return Measured.parse(answer.substring(Child.RESULT.length()));
      }
      if (answer.startsWith(Child.SAMPLE)) {
        samples.accept(answer.substring(Child.SAMPLE.length()));
      } else if (answer.startsWith(Child.FAILED)) {
        throw failed(order, "has failed: " + answer.substring(Child.FAILED.length()));
      } else if (answer.equals(GONE)) {
        throw failed(order, "has ended without an answer, see above");
      }
    }
  }

  private IllegalStateException failed(Order order, String what) {
    process.destroyForcibly();
    return new IllegalStateException(name + " " + what + " (" + order.line() + ")");
  }

  /**
   * Waits until the process uses next to no processor time, so that what an engine still tears down
   * is not in the way of the next one; at most five seconds.
   */
  void settle() throws InterruptedException {
    long before = Machine.cpuNanos(handle());
    for (int i = 0; i < SETTLE_TRIES; i++) {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
      long now = Machine.cpuNanos(handle());
      if (now - before <= SETTLE_MILLIS * 1_000_000 / 20) {
        return;
      }
      before = now;
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() throws IOException {
    try {
      orders.close();
    } catch (IOException e) {
      process.destroyForcibly(); // it is not there to read it
    }
    ChildJvm.awaitEnd(process);
  }
}
