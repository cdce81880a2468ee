package io.streamflow.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.function.Emitter;
import io.streamflow.function.MapFunction;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.time.EventTime;
import io.streamflow.window.WindowResult;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is known of the state of steps before a job starts. */
@SuppressWarnings("serial") // nothing here is serialized
class StateCodecsTest {
  record Word(String text, int length) {}

  static final class Opaque {}

  private static Stream<Word> words() {
    return Stream.from(Sources.generate(9, i -> new Word("w" + i, (int) i)));
  }

  private static StateCodecs.Found last(Stream<?> stream) {
    Pipeline pipeline = stream.to(Sinks.forEach(_ -> {}));
    List<PlanStep> stateful =
        CompiledPipelines.of(pipeline, JobOptions.defaults().parallelism(1)).plan().steps().stream()
            .filter(step -> step.node() instanceof Node.Keyed)
            .toList();
    return StateCodecs.of(stateful.getLast());
  }

  private static String accumulator(Stream<?> stream) {
    return last(stream) instanceof StateCodecs.Aggregated(_, var accumulator)
        ? accumulator.fingerprint()
        : last(stream).toString();
  }

  private static String lists(Stream<?> stream) {
    return accumulator(stream.keyBy(_ -> 1).aggregate("lists", Aggregators.toList()));
  }

  private static String problem(Stream<?> stream) {
    StateCodecs.Found found = last(stream);
    assertThat(found).isInstanceOf(StateCodecs.Missing.class);
    List<String> problems = ((StateCodecs.Missing) found).problems();
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  private static final String WORD = "{text:string?,length:int}";

  @Test
  void itemsAreThoseOfTheStepThatMadeThem() {
    assertThat(lists(words())).isEqualTo("list<" + WORD + ">");
    assertThat(lists(words().filter(_ -> true).peek(_ -> {}).limitRate(9, 9)))
        .isEqualTo("list<" + WORD + ">");
    assertThat(lists(words().withEventTimeMillis(Word::length, EventTime.ascending())))
        .isEqualTo("list<" + WORD + ">");
    assertThat(lists(words().map(Word::length))).isEqualTo("list<int>");
    assertThat(lists(words().map(word -> word.text()))).isEqualTo("list<string>");
    assertThat(lists(words().merge(words()))).isEqualTo("list<" + WORD + ">");
    assertThat(lists(words().flatMap(StateCodecsTest::letters))).isEqualTo("list<string>");
    assertThat(lists(words().<Word>flatMap(StateCodecsTest::emit))).isEqualTo("list<" + WORD + ">");
    assertThat(accumulator(words().keyBy(Word::text).reduce("longest", (a, _) -> a)))
        .isEqualTo("reducing<" + WORD + ">");
  }

  private static List<String> letters(Word word) {
    return List.of(word.text().split(""));
  }

  private static void emit(Word word, Emitter<Word> out) {
    out.emit(word);
  }

  @Test
  void resultsOfStatefulStepsAreItemsOfTheNext() {
    var windows =
        words()
            .withEventTimeMillis(Word::length, EventTime.ascending())
            .keyBy(Word::text)
            .window(Windows.tumbling(Duration.ofSeconds(1)));
    assertThat(lists(windows.aggregate("n", Aggregators.count())))
        .isEqualTo(
            "list<{key:string?,window:{startMillis:long,endMillis:long}?,value:long?,pane:enum?}>");
    assertThat(lists(windows.aggregate("n", Aggregators.count()).late()))
        .isEqualTo("list<" + WORD + ">");
    assertThat(lists(words().keyBy(Word::text).aggregate("n", Aggregators.first())))
        .isEqualTo("list<{key:string?,value:" + WORD + "?}>");
    assertThat(lists(words().keyBy(Word::text).reduce("r", (a, _) -> a)))
        .isEqualTo("list<" + WORD + ">");
    assertThat(lists(words().keyBy(Word::text).process("p", new Remember())))
        .isEqualTo("list<string>");
  }

  @Test
  void allItemsTogetherHaveAKeyToo() {
    StateCodecs.Found found =
        last(words().window(Windows.count(2)).aggregate("all", Aggregators.count()));
    assertThat(found).isInstanceOf(StateCodecs.Aggregated.class);
    assertThat(((StateCodecs.Aggregated) found).key().fingerprint()).isEqualTo("enum");
  }

  @Test
  void aCodecCanBeGivenWhereItemsAreOfUnknownType() {
    assertThat(lists(words().map(word -> List.of(word.text())).withCodec(texts())))
        .isEqualTo("list<list<string>>");
    assertThat(
            lists(
                words()
                    .map(StateCodecsTest.<Word>same())
                    .withCodec(Codecs.of(Word.class))
                    .filter(_ -> true)))
        .isEqualTo("list<" + WORD + ">");
    assertThat(lists(words().filter(_ -> true).withCodec(Codecs.of(Word.class)).merge(words())))
        .isEqualTo("list<" + WORD + ">");
    Codec<WindowResult<String, Word>> given = results();
    assertThat(
            lists(
                words()
                    .keyBy(Word::text)
                    .window(Windows.count(2))
                    .aggregate("first", Aggregators.<Word>first())
                    .withCodec(given)
                    .named("still typed")))
        .isEqualTo("list<" + given.fingerprint() + ">");
  }

  private static Codec<List<String>> texts() {
    return Codecs.list(Codecs.of(String.class));
  }

  record Results(WindowResult<String, Word> only) {}

  @SuppressWarnings("unchecked")
  private static Codec<WindowResult<String, Word>> results() {
    return (Codec<WindowResult<String, Word>>)
        Codecs.of(Results.class.getRecordComponents()[0].getGenericType());
  }

  private static <V> MapFunction<V, V> same() {
    return value -> value;
  }

  @Test
  void itemsWithoutCodecAreRefusedByTheStepThatKeepsThem() {
    assertThat(
            problem(
                words()
                    .map(StateCodecsTest.<Word>same())
                    .named("unknown")
                    .filter(_ -> true)
                    .keyBy(_ -> 1)
                    .aggregate("lists", Aggregators.toList())))
        .isEqualTo(
            "aggregate 'lists': it keeps items of map 'unknown', whose type cannot be told: add"
                + " .withCodec(Codecs.of(MyItem.class)) after that step");
    assertThat(
            problem(
                words()
                    .map(_ -> new Opaque())
                    .named("opaque")
                    .keyBy(_ -> 1)
                    .aggregate("lists", Aggregators.toList())))
        .startsWith(
            "aggregate 'lists': it keeps items of map 'opaque': add .withCodec(...) after that"
                + " step; no codec for "
                + Opaque.class.getName());
    assertThat(
            problem(
                words()
                    .map(word -> (Object) word)
                    .merge(words())
                    .keyBy(_ -> 1)
                    .aggregate("lists", Aggregators.toList())))
        .contains("merge 'merge-1', whose type cannot be told");
    assertThat(
            accumulator(
                words()
                    .map(_ -> new Opaque())
                    .keyBy(_ -> 1)
                    .aggregate("counts", Aggregators.count())))
        .isEqualTo("count");
  }

  @Test
  void keysMustBeToldByTheirBytes() {
    assertThat(problem(words().keyBy(_ -> new Opaque()).aggregate("n", Aggregators.count())))
        .contains("keyBy 'keyBy-1'", Opaque.class.getName(), "keyBy(..., codec)");
    assertThat(
            problem(
                words()
                    .keyBy(word -> Set.of(word.text()), Codecs.set(Codecs.of(String.class)))
                    .aggregate("n", Aggregators.count())))
        .contains("does not give equal bytes for equal keys");
  }

  /** Keeps the last text. */
  static final class Remember implements ProcessFunction<String, Word, Word, Integer, String> {
    @Override
    public Word initial(String key) {
      return new Word("", 0);
    }

    @Override
    public Word onItem(
        Word item, Word state, ProcessContext<String, Word, Integer, String> context) {
      return item;
    }
  }

  /** Has no timers, and a state of any kind. */
  static class Any<S, M> implements ProcessFunction<String, Word, S, M, String> {
    @Override
    public S initial(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public S onItem(Word item, S state, ProcessContext<String, S, M, String> context) {
      return state;
    }
  }

  static final class NoTimers extends Any<Word, Void> {}

  static final class Changeable extends Any<HashMap<String, Integer>, Map<String, Integer>> {}

  static final class OpaqueState extends Any<Opaque, Integer> {}

  private static StateCodecs.Found process(ProcessFunction<String, Word, ?, ?, String> function) {
    return last(words().keyBy(Word::text).process("p", function));
  }

  @Test
  void theClassOfAProcessFunctionTellsItsTypes() {
    assertThat(process(new Remember()))
        .isInstanceOfSatisfying(
            StateCodecs.Processed.class,
            found -> {
              assertThat(found.key().fingerprint()).isEqualTo("string");
              assertThat(found.state().fingerprint()).isEqualTo(WORD);
              assertThat(found.timers().fingerprint()).isEqualTo("int");
            });
    assertThat(process(new NoTimers()))
        .isInstanceOfSatisfying(
            StateCodecs.Processed.class,
            found -> assertThat(found.timers().fingerprint()).isEqualTo("nothing"));
  }

  @Test
  void aProcessFunctionThatDoesNotTellIsRefused() {
    assertThat(Objects.toString(process(new Any<Word, Integer>())))
        .contains("process 'p': its states are of a type that cannot be told from its function")
        .contains("its timers are of a type")
        .contains("process(name, function, state, timers)");
    assertThat(Objects.toString(process(new OpaqueState())))
        .contains("its states are of " + Opaque.class.getName() + ", which has no codec");
    assertThat(Objects.toString(process(new Changeable())))
        .contains("the codec of its timers, map<string,int>, does not give equal bytes");
    assertThat(
            last(
                words()
                    .keyBy(Word::text)
                    .process(
                        "p",
                        new Any<Word, Integer>(),
                        Codecs.of(Word.class),
                        Codecs.of(Integer.class))))
        .isInstanceOf(StateCodecs.Processed.class);
  }
}
