package io.streamflow.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One check of a {@link SourceConformance} or {@link SinkConformance}, with a name, that can be run
 * alone and again. In JUnit:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> conforms() {
 *   return suite.checks().stream().map(check -> DynamicTest.dynamicTest(check.name(), check::run));
 * }
 * }</pre>
 */
public final class ConformanceCheck {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** What a check does. */
  interface Body {
    void run(Trial trial) throws Exception;
  }

  private final String name;
  private final String subject;
  private final Clause clause;
  private final Duration patience;
  private final Body body;

  ConformanceCheck(String name, String subject, Clause clause, Duration patience, Body body) {
    this.name = name;
    this.subject = subject;
    this.clause = clause;
    this.patience = patience;
    this.body = body;
  }

  /** What must hold, in a few words. */
  public String name() {
    return name;
  }

  /**
   * Runs it, on a thread of its own, and waits for it: never for ever, whatever the connector does.
   *
   * @throws AssertionError when the connector breaks its contract. The message tells how, after
   *     which calls, with which seed, and which sentence of the contract it is.
   */
  public void run() {
    Trial trial = new Trial(name, subject, clause, patience);
    List<Throwable> failures = new ArrayList<>(); // written before the thread ends
    ThreadGroup group = new ThreadGroup("conformance");
    Thread thread =
        new Thread(
            group,
            () -> {
              try {
                body.run(trial);
              } catch (Throwable e) {
                failures.add(e);
              }
            },
            "conformance: " + name);
    thread.setDaemon(true);
    thread.start();
    boolean ended = false;
    try {
      while (!ended && !trial.hangs()) {
        ended = thread.join(LOOK_AGAIN);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while \"" + name + "\" ran", e);
    }
    if (!ended) {
      AssertionError hangs =
          trial.broken("a call does not come back", "within " + patience, "still in the last call");
      hangs.setStackTrace(thread.getStackTrace());
      thread.interrupt();
      throw hangs;
    }
    for (Throwable failure : failures) {
      throw failure instanceof AssertionError broken ? broken : trial.thrown(failure);
    }
  }

  /** Runs several, all of them whatever fails, and tells of all that failed. */
  static void runAll(List<ConformanceCheck> checks) {
    List<AssertionError> failures = new ArrayList<>();
    for (ConformanceCheck check : checks) {
      try {
        check.run();
      } catch (AssertionError e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      StringBuilder text = new StringBuilder();
      text.append(failures.size()).append(" of ").append(checks.size()).append(" checks failed");
      failures.forEach(failure -> text.append("\n\n").append(failure.getMessage()));
      AssertionError all = new AssertionError(text.toString());
      failures.forEach(all::addSuppressed);
      throw all;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
