package io.streamflow.bench.workload;

import io.streamflow.bench.Machine;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The process of one contender: {@code Child CLASS WORKLOAD} does a repetition for each line of its
 * input and stays; {@code Child CLASS once ORDER...} does one and tells how long after main() the
 * first result came. Whatever engines print goes to standard error.
 */
public final class Child {
  static final String RESULT = "result ";
  static final String FAILED = "failed ";
  static final String SAMPLE = "sample ";
  static final String ONCE = "once";

  private final PrintStream answers;
  private final Contender contender;

  private Child(PrintStream answers, Contender contender) {
    this.answers = answers;
    this.contender = contender;
  }

  /** Runs until its input ends. */
  public static void main(String[] args) throws Exception {
    long mainAt = System.nanoTime();
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    Contender contender =
        Class.forName(args[0]).asSubclass(Contender.class).getDeclaredConstructor().newInstance();
    Child child = new Child(answers, contender);
    try {
      if (args[1].equals(ONCE)) {
        child.once(Order.parse(args[2]), mainAt);
      } else {
        contender.prepare(Workload.of(args[1]));
        child.serve();
      }
    } catch (Exception | LinkageError e) {
      e.printStackTrace();
      answers.println(FAILED + e.toString().lines().findFirst().orElse(""));
      System.exit(1);
    }
    System.exit(0); // whatever threads an engine has left
  }

  private void serve() throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      Order order = Order.parse(line);
      Measured measured =
          order.workload() == Workload.STEADY ? steady(order) : contender.run(order);
      System.gc(); // not while another is measured
      answers.println(RESULT + measured.line());
    }
  }

  private void once(Order order, long mainAt) throws Exception {
    long[] resident = {-1};
    Thread watcher =
        Thread.ofPlatform().daemon().unstarted(() -> resident[0] = lateResident(order));
    if (order.workload() == Workload.W7_MEMORY) {
      watcher.start();
    }
    Measured measured = contender.run(order);
    watcher.join();
    answers.println(SAMPLE + (measured.firstResultAt() - mainAt) + " " + resident[0]);
    answers.println(RESULT + measured.line());
  }

  /** The memory of this process near the end of a repetition, after a collection. */
  private static long lateResident(Order order) {
    try {
      TimeUnit.MILLISECONDS.sleep(order.items() * 800 / order.perSecond());
      System.gc();
      TimeUnit.MILLISECONDS.sleep(1000);
      return Machine.residentBytes();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells each second what has come since the last. */
  private Measured steady(Order order) throws Exception {
    SteadySamples samples = new SteadySamples();
    Run.watch(samples::add);
    Thread sampler =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              for (int second = 1; !Thread.currentThread().isInterrupted(); second++) {
                String sample = samples.next(second);
                if (!sample.isEmpty()) {
                  answers.println(SAMPLE + sample);
                }
              }
            });
    try {
      return contender.run(order);
    } finally {
      sampler.interrupt();
      sampler.join();
    }
  }
}
