package io.streamflow.bench.kafka;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs one way in a process of its own, and stays for the next run: a JVM that is warm, and whose
 * code no other way has shaped. Told by a line to start, and by another to stop.
 */
final class Worker {
  static final String STARTED = "started";
  static final String STOPPED = "stopped";

  private Worker() {}

  /** Runs until its input ends. */
  public static void main(String[] args) throws Exception {
    Way way = Way.valueOf(args[0]);
    // Whatever libraries print goes elsewhere.
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      try (Way.Running running = way.start(Setup.of(order))) {
        answers.println(STARTED);
        if (orders.readLine() == null) {
          return;
        }
        running.check();
      }
      System.gc(); // not during the next run, nor that of another way
      answers.println(STOPPED);
    }
    System.exit(0);
  }
}
