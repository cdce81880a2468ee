package io.streamflow.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final Timers<String, String> timers = heap();

  private static <K, M> Timers<K, M> heap() {
    return new Timers<>(new HeapBackend(), "step", "event-time");
  }

  private List<String> fire(long now) {
    List<String> fired = new ArrayList<>();
    for (var due = timers.poll(now); due != null; due = timers.poll(now)) {
      fired.add(due.key() + ":" + due.message() + "@" + due.time());
    }
    return fired;
  }

  @Test
  void timersFireInOrderOfTimeThenOfSetting() {
    timers.set("a", "x", 20);
    timers.set("b", "x", 10);
    timers.set("a", "y", 10);
    assertThat(timers.next()).isEqualTo(10);
    assertThat(fire(9)).isEmpty();
    assertThat(fire(20)).containsExactly("b:x@10", "a:y@10", "a:x@20");
    assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void settingATimerAgainMovesIt() {
    timers.set("a", "x", 10);
    timers.set("a", "x", 30);
    assertThat(fire(20)).isEmpty();
    timers.set("a", "x", 5);
    assertThat(fire(20)).containsExactly("a:x@5");
    assertThat(fire(100)).isEmpty();
  }

  @Test
  void cancellingTakesBackOneOrAllOfAKey() {
    timers.set("a", "x", 10);
    timers.set("a", "y", 10);
    timers.set("b", "x", 10);
    timers.cancel("a", "x");
    timers.cancel("a", "unknown");
    timers.cancel("unknown", "x");
    timers.cancelAll("b");
    timers.cancelAll("unknown");
    assertThat(fire(10)).containsExactly("a:y@10");
  }

  @Test
  void anyOrderOfCallsGivesWhatAListGives() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Timers<Integer, Integer> tested = heap();
      List<Timers.Timer<Integer, Integer>> model = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int key = random.nextInt(3);
        int message = random.nextInt(3);
        long time = random.nextInt(40) - 20L;
        switch (random.nextInt(6)) {
          case 0 -> {
            tested.cancel(key, message);
            model.removeIf(t -> t.key() == key && t.message() == message);
          }
          case 1 -> {
            tested.cancelAll(key);
            model.removeIf(t -> t.key() == key);
          }
          case 2 -> {
            var due =
                model.stream()
                    .filter(t -> t.time() <= time)
                    .min(Comparator.comparingLong(Timers.Timer::time))
                    .orElse(null);
            assertThat(tested.poll(time)).as("seed %d, call %d", seed, i).isEqualTo(due);
            model.remove(due);
          }
          default -> {
            tested.set(key, message, time);
            model.removeIf(t -> t.key() == key && t.message() == message);
            model.add(new Timers.Timer<>(time, key, message));
          }
        }
        long next = model.stream().mapToLong(Timers.Timer::time).min().orElse(Long.MAX_VALUE);
        assertThat(tested.next()).as("seed %d, call %d", seed, i).isEqualTo(next);
      }
    }
  }
}
