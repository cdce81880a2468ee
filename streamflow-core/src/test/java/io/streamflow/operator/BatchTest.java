package io.streamflow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {

  private static List<String> shown(Batch batch) {
    List<String> all = new ArrayList<>();
    int mark = 0;
    for (int i = 0; i <= batch.count(); i++) {
      for (; mark < batch.markCount() && batch.markPosition(mark) == i; mark++) {
        all.add("mark " + batch.watermark(mark));
      }
      if (i < batch.count()) {
        all.add(batch.value(i) + "@" + batch.timestamp(i));
      }
    }
    assertThat(mark).as("every mark has a place").isEqualTo(batch.markCount());
    return all;
  }

  @Test
  void aMarkStaysBetweenTheItemsItPassedBetween() {
    Batch batch = new Batch(4);
    batch.mark(1L);
    batch.add("a", 5);
    batch.mark(5L);
    batch.add("b", 7);
    batch.add("c", 6);
    batch.mark(7L);
    assertThat(shown(batch)).containsExactly("mark 1", "a@5", "mark 5", "b@7", "c@6", "mark 7");
  }

  @Test
  void ofMarksAtOnePlaceTheLastCounts() {
    Batch batch = new Batch(2);
    batch.mark(1L);
    batch.mark(2L);
    batch.add("a", 5);
    batch.mark(3L);
    batch.mark(4L);
    assertThat(shown(batch)).containsExactly("mark 2", "a@5", "mark 4");
  }

  @Test
  void thereIsRoomForAMarkAtEveryPlace() {
    Batch batch = new Batch(100);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      batch.mark((long) i);
      batch.add("v", i);
      expected.add("mark " + i);
      expected.add("v@" + i);
    }
    batch.mark(100L);
    expected.add("mark 100");
    assertThat(shown(batch)).isEqualTo(expected);
    assertThat(batch.isFull()).isTrue();
  }

  @Test
  void aMarkAloneIsWorthSending() {
    Batch batch = new Batch(2);
    assertThat(batch.isEmpty()).isTrue();
    batch.mark(2L);
    assertThat(batch.isEmpty()).as("a mark alone is worth sending").isFalse();
    assertThat(shown(batch)).containsExactly("mark 2");
  }
}
