package io.streamflow.bench.workload;

import io.streamflow.bench.Machine;
import java.io.IOException;
import java.util.List;

/**
 * Measures the contenders on the class path beside each other, and prints Markdown tables: {@code
 * java -cp benchmarks.jar io.streamflow.bench.workload.Workloads W1 W3 --rounds 5}. A wrong result
 * ends it.
 */
public final class Workloads {
  private static final int[] KEYS = {1_000, 10_000, 100_000, 1_000_000, 10_000_000};
  private static final long[] RATES = {50_000, 150_000};
  private static final int LEAST_PACED_SECONDS = 6;

  private final Choice choice;
  private final List<Contender> contenders;
  private final Rounds rounds;
  private final Report report;

  private Workloads(Choice choice) {
    this.choice = choice;
    this.contenders = Contenders.named(choice.contenders());
    this.rounds = new Rounds(choice.rounds(), choice.seconds());
    this.report = new Report(choice.images());
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    System.setProperty("java.awt.headless", "true");
    Choice choice;
    Workloads workloads;
    try {
      choice = Choice.parse(args);
      workloads = new Workloads(choice);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + Choice.usage());
      System.exit(2);
      return;
    }
    workloads.head();
    for (String id : choice.workloads()) {
      workloads.measure(id);
    }
  }

  private void head() {
    System.out.println(Machine.describe());
    System.out.println();
    System.out.println("JVM of each contender: " + String.join(" ", ChildProcess.HEAP));
    contenders.forEach(each -> System.out.println("- " + each.name() + ": " + each.describe()));
  }

  private void measure(String id) throws IOException, InterruptedException {
    if (id.equals(Choice.KEYS)) {
      for (int keys : KEYS) {
        report.keys(keys, rounds.throughput(Workload.W3, keys, contenders));
      }
      return;
    }
    Workload workload = Workload.of(id);
    switch (workload) {
      case W6_ELEMENT, W6_WINDOW -> {
        int lasting = Math.max(LEAST_PACED_SECONDS, (int) Math.ceil(choice.seconds()));
        for (long rate : RATES) {
          report.latency(workload, rate, rounds.paced(workload, rate, lasting, contenders));
        }
      }
      case W7, W7_DURABLE, W7_MEMORY ->
          report.starts(workload, new Starts(choice.rounds()).measure(workload, contenders));
      case STEADY -> {
        Steady steady = new Steady();
        for (Contender each : contenders) {
          if (each.runs(workload)) {
            steady.run(each, choice.minutes());
          }
        }
        report.steady(steady);
      }
      default ->
          report.throughput(workload, rounds.throughput(workload, workload.keys(), contenders));
    }
  }
}
