package io.streamflow.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.connectors.json.Json;
import io.streamflow.spi.SourceContext;
import io.streamflow.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each id once, whatever the log does and whoever else sends it. */
class IntakeTest {
  private final KnownIds ids = new KnownIds(SourceContext.NONE, Limits.DEFAULT, Clock.system());
  private final TroubledLog log = new TroubledLog(new MemoryLog(0, ids, Limits.DEFAULT));
  private final Intake intake = new Intake(log, Json.of(View.class), Duration.ZERO, Clock.system());

  private Answer take(String id, String body) throws Exception {
    return intake.take(id, body.getBytes(UTF_8), false);
  }

  private int taken() throws Exception {
    int events = 0;
    for (Entry entry = log.next(0); entry != null; entry = log.next(0)) {
      events += entry.events().size();
    }
    return events;
  }

  @Test
  void aRetryGetsTheSameAnswerAndCountsOnce() throws Exception {
    String body = "[" + View.json(1) + "," + View.json(1) + "]"; // equal events are two
    assertThat(take("x", body)).isEqualTo(Answer.accepted(2));
    assertThat(take("x", body)).isEqualTo(Answer.accepted(2));
    assertThat(take("y", body)).isEqualTo(Answer.accepted(2));
    assertThat(take("", body)).isEqualTo(Answer.accepted(2));
    assertThat(take("", body)).isEqualTo(Answer.accepted(2));
    assertThat(taken()).isEqualTo(8);
  }

  @Test
  void anIdIsForOneBody() throws Exception {
    take("x", View.json(1));
    assertThatThrownBy(() -> take("x", View.json(2)))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.answer().status()).isEqualTo(422));
    assertThat(take("x", View.json(1))).isEqualTo(Answer.accepted(1));
    assertThat(taken()).isEqualTo(1);
  }

  @Test
  void whatIsRefusedDoesNotUseUpItsId() throws Exception {
    assertThatThrownBy(() -> take("x", "{")).isInstanceOf(RefusedException.class);
    log.failure = new IOException("No space left on device");
    Answer refused = take("x", View.json(1));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers()).containsKey("Retry-After");
    assertThat(refused.body().toString())
        .contains("the event log cannot be written: No space left on device");
    log.failure = null;
    assertThat(take("x", View.json(2))).isEqualTo(Answer.accepted(1));
    log.refuse();
    assertThat(take("z", View.json(1)).status()).isEqualTo(503);
    assertThat(take("x", View.json(2))).isEqualTo(Answer.accepted(1));
    assertThat(taken()).isEqualTo(1);
  }

  @Test
  void theSecondOfTwoAtOnceWaitsForTheFirstAndGetsItsAnswer() throws Exception {
    for (boolean fails : new boolean[] {false, true}) {
      log.gate = new CountDownLatch(1);
      log.entered = new CountDownLatch(1);
      log.failure = fails ? new IOException("full") : null;
      List<FutureTask<Answer>> answers = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        FutureTask<Answer> task = new FutureTask<>(() -> take("x" + fails, View.json(1)));
        answers.add(task);
        threads.add(Thread.ofPlatform().start(task));
        if (i == 0) {
          log.entered.await();
        }
      }
      for (Thread thread : threads) {
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
      assertThatThrownBy(() -> take("x" + fails, View.json(2)))
          .isInstanceOf(RefusedException.class);
      assertThat(answers).noneMatch(FutureTask::isDone);
      log.gate.countDown();
      for (FutureTask<Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(fails ? 503 : 200);
      }
    }
    assertThat(taken()).isEqualTo(1);
  }

  /** A log in memory that waits and fails as told. */
  private static final class TroubledLog implements EventLog {
    private final EventLog log;
    private volatile @Nullable IOException failure;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch entered = new CountDownLatch(1);

    TroubledLog(EventLog log) {
      this.log = log;
    }

    @Override
    public Appended append(Entry entry, Duration patience)
        throws IOException, InterruptedException {
      entered.countDown();
      gate.await();
      IOException why = failure;
      if (why != null) {
        throw why;
      }
      return log.append(entry, patience);
    }

    @Override
    public KnownIds ids() {
      return log.ids();
    }

    @Override
    public void refuse() {
      log.refuse();
    }

    @Override
    public long first() {
      return log.first();
    }

    @Override
    public @Nullable Entry next(long maxWaitMillis) throws IOException, InterruptedException {
      return log.next(maxWaitMillis);
    }

    @Override
    public String position(long number) {
      return log.position(number);
    }

    @Override
    public void release(long number) {
      log.release(number);
    }

    @Override
    public void close() throws IOException {
      log.close();
    }
  }
}
