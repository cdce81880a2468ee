package io.streamflow.connectors.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest {
  @Test
  void theWorkOfALaneIsDoneInOrderAndLanesAtOnce() throws Exception {
    List<List<Integer>> done = new ArrayList<>();
    IntStream.range(0, 4).forEach(_ -> done.add(Collections.synchronizedList(new ArrayList<>())));
    CountDownLatch allAtOnce = new CountDownLatch(4);
    try (Lanes<Integer> lanes =
        new Lanes<>(
            "test",
            4,
            piece -> {
              if (piece < 4) {
                allAtOnce.countDown();
                allAtOnce.await();
              }
              done.get(piece % 4).add(piece);
            })) {
      for (int i = 0; i < 10_000; i++) {
        lanes.add(i - 5_000, i);
      }
      lanes.finish();
    }
    for (int lane = 0; lane < 4; lane++) {
      int rest = lane;
      assertThat(done.get(lane))
          .isEqualTo(IntStream.range(0, 10_000).filter(i -> i % 4 == rest).boxed().toList());
    }
  }

  @Test
  void theFirstFailureEndsAllAlsoThoseThatWait() {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    assertThatThrownBy(
            () -> {
              try (Lanes<Integer> lanes =
                  new Lanes<>(
                      "test",
                      2,
                      piece -> {
                        if (piece == 0) {
                          waiting.await();
                          throw new IOException("broken");
                        }
                        try {
                          waiting.countDown();
                          never.await();
                        } catch (InterruptedException e) {
                          interrupted.incrementAndGet();
                          throw e;
                        }
                      })) {
                lanes.add(0, 0);
                for (int i = 0; i < 1_000; i++) { // more than have room
                  lanes.add(1, 1);
                }
                lanes.finish();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
    assertThat(interrupted).hasValue(1);
  }

  @Test
  void closingInterruptsWhatIsUnderWayAndMayBeRepeated() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    Lanes<Integer> lanes =
        new Lanes<>(
            "test",
            3,
            _ -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                ended.incrementAndGet();
              }
            });
    lanes.add(1, 1);
    begun.await();
    lanes.close();
    lanes.close();
    assertThat(ended).hasValue(1);
  }

  @Test
  void whoWaitsCanBeInterrupted() throws Exception {
    try (Lanes<Integer> lanes = new Lanes<>("test", 1, _ -> new CountDownLatch(1).await())) {
      lanes.add(0, 0);
      Thread.currentThread().interrupt();
      assertThatThrownBy(lanes::finish).isInstanceOf(InterruptedException.class);
    }
  }
}
