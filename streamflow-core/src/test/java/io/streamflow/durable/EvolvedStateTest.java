package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.StreamFlowException.InvalidPipeline;
import io.streamflow.testing.CollectingSink;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored values whose class has changed since: two classes here play the old one and the new. */
class EvolvedStateTest {

  /** How it was. */
  record Old(int count, String note, long sum) {}

  /** Wider, without the note, and with something new. */
  record New(long count, long sum, String last) {
    New {
      last = last == null ? "nothing" : last;
    }
  }

  /** The count has become a text. */
  record Wrong(String count) {}

  /** Keeps the old class. */
  static final class KeepsOld implements ProcessFunction<Long, Long, Old, Void, Old> {
    private static final long serialVersionUID = 1L;

    @Override
    public Old initial(Long key) {
      return new Old(0, "", 0);
    }

    @Override
    public Old onItem(Long item, Old state, ProcessContext<Long, Old, Void, Old> context) {
      Old next = new Old(state.count + 1, "note", state.sum + item);
      context.emit(next);
      return next;
    }
  }

  /** Keeps the new class. */
  static final class KeepsNew implements ProcessFunction<Long, Long, New, Void, New> {
    private static final long serialVersionUID = 1L;

    @Override
    public New initial(Long key) {
      return new New(0, 0, "new");
    }

    @Override
    public New onItem(Long item, New state, ProcessContext<Long, New, Void, New> context) {
      context.emit(state);
      return new New(state.count + 1, state.sum + item, "seen");
    }
  }

  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();
  private final CollectingSink<Object> out = new CollectingSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  private <S> Pipeline process(ProcessFunction<Long, Long, S, Void, S> function) {
    return Stream.from(numbers).keyBy(number -> number % 2).process("step", function).to(out);
  }

  @Test
  void componentsComeAndGoAndWiden() throws Exception {
    numbers.open(10);
    state.runUntil(10, process(new KeepsOld()), state.options());
    numbers.open(12);
    state.runUntil(2, process(new KeepsNew()), state.options());
    assertThat(out.committed())
        .contains(new New(5, 20, "nothing"), new New(5, 25, "nothing")); // as they were found
    numbers.open(14).shut();
    process(new KeepsNew()).run(state.options());
    assertThat(out.committed()).contains(new New(6, 30, "seen"), new New(6, 36, "seen"));
  }

  @Test
  void accumulatorsEvolveAsWell() throws Exception {
    numbers.open(10);
    state.runUntil(
        10,
        aggregate(
            Aggregator.<Long, Old, Old>of(
                () -> new Old(0, "", 0),
                (old, item) -> new Old(old.count + 1, "note", old.sum + item),
                (left, _) -> left,
                old -> old)),
        state.options());
    numbers.open(11).shut();
    aggregate(
            Aggregator.<Long, New, New>of(
                () -> new New(0, 0, "new"),
                (now, item) -> new New(now.count + 1, now.sum + item, now.last),
                (left, _) -> left,
                now -> now))
        .run(state.options());
    assertThat(out.committed().getLast().toString()).contains(new New(6, 30, "nothing").toString());
  }

  private Pipeline aggregate(Aggregator<Long, ?, ?> aggregator) {
    return Stream.from(numbers)
        .keyBy(number -> number % 2)
        .<Object>aggregate("sums", aggregator)
        .to(out);
  }

  @Test
  void whatCannotBeReadAnyMoreIsRefusedInWords() throws Exception {
    numbers.open(10);
    state.runUntil(10, process(new KeepsOld()), state.options());
    Pipeline wrong =
        process(
            new ProcessFunction<Long, Long, Wrong, Void, Wrong>() {
              private static final long serialVersionUID = 1L;

              @Override
              public Wrong initial(Long key) {
                return new Wrong("");
              }

              @Override
              public Wrong onItem(
                  Long item, Wrong wrong, ProcessContext<Long, Wrong, Void, Wrong> context) {
                return wrong;
              }
            });
    state
        .assertRefused(InvalidPipeline.class, wrong, state.options())
        .hasMessageContaining("(1 problem)")
        .hasMessageContaining("step 'step'")
        .hasMessageContaining("component count: was int and is string")
        .hasMessageContaining("allowDropped(\"step\")");
  }
}
