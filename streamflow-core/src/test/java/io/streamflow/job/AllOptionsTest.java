package io.streamflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of options has what JobOptions has, and what it prints can be read back. */
class AllOptionsTest {
  /** Changes options as a whole, or takes what no text can give. */
  private static final Set<String> NO_OPTIONS =
      Set.of("configured", "fromEnvironment", "clock", "metrics");

  private static final JobOptions NOT_DEFAULT =
      JobOptions.durable(Path.of("some/where"))
          .name("orders")
          .parallelism(7)
          .batchSize(33)
          .channelCapacity(5)
          .flushAfter(Duration.ofMillis(9))
          .maxEventTimeSkew(Duration.ofMinutes(11))
          .threads(ThreadKind.PLATFORM)
          .onError(OnError.retry(3, Duration.ofMillis(20)).then(OnError.skip()))
          .fusion(false)
          .stopOnShutdown(false)
          .stopTimeout(Duration.ofSeconds(77))
          .checkpointInterval(Duration.ofMillis(1500))
          .checkpointAfterBytes(12_345)
          .stateMemory(64 << 20)
          .stateLogMemory(48 << 20)
          .stateMaxSize(3L << 30)
          .restoreFrom(Path.of("else/where"))
          .allowDropped("a,b", "c")
          .takeOver("sink=1", "17:x")
          .restart(4, Duration.ofSeconds(2))
          .exactlyOnce();

  private static Set<String> setters() {
    return Arrays.stream(JobOptions.class.getMethods())
        .filter(method -> method.getReturnType() == JobOptions.class)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the accessors say, by their names. */
  private static Map<String, Object> values(JobOptions options) throws Exception {
    Map<String, Object> values = new TreeMap<>();
    for (Method method : JobOptions.class.getMethods()) {
      if (method.getParameterCount() == 0
          && method.getDeclaringClass() == JobOptions.class
          && !Modifier.isStatic(method.getModifiers())
          && method.getReturnType() != JobOptions.class
          && !Set.of("toString", "problems", "clock", "metrics").contains(method.getName())) {
        values.put(method.getName(), method.invoke(options));
      }
    }
    return values;
  }

  @Test
  void everySetterIsAnOption() {
    Set<String> named = new TreeSet<>(NO_OPTIONS);
    AllOptions.TABLE.forEach(option -> named.add(option.name()));
    assertThat(setters()).isEqualTo(named);
    assertThat(AllOptions.TABLE).extracting(JobOption::name).doesNotHaveDuplicates();
  }

  @Test
  void theOptionsOfThisTestDifferFromTheDefaultsInEach() throws Exception {
    Map<String, Object> defaults = values(JobOptions.defaults());
    assertThat(defaults).hasSameSizeAs(AllOptions.TABLE);
    assertThat(values(NOT_DEFAULT))
        .allSatisfy((name, value) -> assertThat(value).as(name).isNotEqualTo(defaults.get(name)));
    assertThat(NOT_DEFAULT.problems()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPrintedIsReadBack(ConfigurationSource source) throws Exception {
    Map<String, String> texts = new TreeMap<>();
    for (JobOption<?> option : AllOptions.TABLE) {
      texts.put(source.key(option), option.text(NOT_DEFAULT).orElseThrow());
    }
    JobOptions read =
        JobOptions.defaults()
            .configured(
                source == ConfigurationSource.PROPERTIES
                    ? Configuration.of(texts)
                    : Configuration.environment(texts));
    assertThat(read.problems()).isEmpty();
    assertThat(values(read)).isEqualTo(values(NOT_DEFAULT));
  }

  @Test
  void everyExampleIsRight() {
    for (JobOption<?> option : AllOptions.TABLE) {
      JobOptions read =
          JobOptions.durable(Path.of("state"))
              .configured(
                  Configuration.of(
                      Map.of(ConfigurationSource.PROPERTIES.key(option), option.example())));
      assertThat(read.problems()).as(option.name()).isEmpty();
    }
  }

  @Test
  void namesAreThoseOfTheSettersInTheWayOfTheSource() {
    JobOption<?> interval =
        AllOptions.TABLE.stream()
            .filter(option -> option.name().equals("checkpointInterval"))
            .findFirst()
            .orElseThrow();
    assertThat(ConfigurationSource.PROPERTIES.key(interval))
        .isEqualTo("streamflow.checkpoint-interval");
    assertThat(ConfigurationSource.ENVIRONMENT.key(interval))
        .isEqualTo("STREAMFLOW_CHECKPOINT_INTERVAL");
  }
}
