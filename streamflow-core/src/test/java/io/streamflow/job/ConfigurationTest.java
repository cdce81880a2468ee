package io.streamflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.StreamFlowException.InvalidPipeline;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options from properties and from the environment: whose value counts, and what is refused. */
class ConfigurationTest {
  private static final Pipeline PIPELINE =
      Stream.from(Sources.generate(10, i -> i)).to(Sinks.forEach(_ -> {}));

  private static JobOptions properties(JobOptions options, Map<String, String> properties) {
    return options.configured(Configuration.of(properties));
  }

  private static JobOptions environment(JobOptions options, Map<String, String> variables) {
    return options.configured(Configuration.environment(variables));
  }

  @Test
  void theCodeGivesDefaultsPropertiesOverrideThemAndTheEnvironmentBoth() {
    JobOptions code = JobOptions.defaults().parallelism(1).batchSize(1).channelCapacity(1);
    JobOptions options =
        environment(
            properties(
                code, Map.of("streamflow.batch-size", "2", "streamflow.channel-capacity", "2")),
            Map.of("STREAMFLOW_CHANNEL_CAPACITY", "3"));
    assertThat(options.parallelism()).isEqualTo(1);
    assertThat(options.batchSize()).isEqualTo(2);
    assertThat(options.channelCapacity()).isEqualTo(3);
    assertThat(options.problems()).isEmpty();
  }

  @Test
  void theLaterCallCountsWhateverItReads() {
    JobOptions options =
        properties(
            environment(JobOptions.defaults(), Map.of("STREAMFLOW_BATCH_SIZE", "3")),
            Map.of("streamflow.batch-size", "2"));
    assertThat(options.batchSize()).isEqualTo(2);
    assertThat(options.batchSize(7).batchSize()).isEqualTo(7);
  }

  @Test
  void theProcessesOwnEnvironmentIsReadInOneCall() {
    assertThat(JobOptions.defaults().fromEnvironment().toString())
        .isEqualTo(environment(JobOptions.defaults(), System.getenv()).toString());
  }

  @Test
  void anUnboundEnvironmentChangesNothing() {
    JobOptions options = JobOptions.durable(Path.of("state"));
    Map<String, String> others = Map.of("PATH", "/bin", "STREAM", "x", "MY_STREAMFLOW_NAME", "x");
    assertThat(environment(options, others)).hasToString(options.toString());
    assertThat(properties(options, Map.of("java.home", "/x", "streamflows.name", "x")))
        .hasToString(options.toString());
  }

  @Test
  void everyProblemOfEverySourceComesAtOnce() {
    JobOptions options =
        environment(
            properties(
                JobOptions.defaults().batchSize(0),
                Map.of(
                    "streamflow.checkpoint-interval", "10",
                    "streamflow.paralelism", "4",
                    "streamflow.restart", "5 1s")),
            Map.of(
                "STREAMFLOW_PARALLELISM", "0",
                "STREAMFLOW_THREADS", "green",
                "STREAMFLOW_NAME", " ",
                "STREAMFLOW_CHECKPOINTINTERVAL", "10s"));
    Pipeline unfit =
        Pipeline.of(
            PIPELINE,
            Stream.from(Sources.generate(1, i -> i))
                .map(i -> i)
                .parallelism(0)
                .named("none")
                .to(Sinks.forEach(_ -> {})));
    InvalidPipeline refused =
        catchThrowableOfType(InvalidPipeline.class, () -> unfit.start(options));
    assertThat(refused.problems())
        .contains(
            "property streamflow.checkpoint-interval=10 cannot be read as duration: give a whole"
                + " number with a unit, ns, us, ms, s, m, h or d, or ISO-8601 such as PT1M30S; for"
                + " example streamflow.checkpoint-interval=10s",
            "environment variable STREAMFLOW_PARALLELISM=0 must be at least 1; for example"
                + " STREAMFLOW_PARALLELISM=4",
            "environment variable STREAMFLOW_THREADS=green cannot be read as auto or virtual or"
                + " platform: it is none of them; for example STREAMFLOW_THREADS=platform",
            "environment variable STREAMFLOW_NAME is empty: leave it out, or give a value; for"
                + " example STREAMFLOW_NAME=orders",
            "JobOptions.batchSize must be at least 1, but is 0",
            "property streamflow.restart=5 1s needs a durable job: say"
                + " streamflow.state-directory=/var/lib/orders, or begin with"
                + " JobOptions.durable(directory)")
        .anySatisfy(p -> assertThat(p).contains("did you mean streamflow.parallelism?"))
        .anySatisfy(p -> assertThat(p).contains("did you mean STREAMFLOW_CHECKPOINT_INTERVAL?"))
        .anySatisfy(p -> assertThat(p).contains("'none'"))
        .hasSize(9);
  }

  @Test
  void aValueThatIsNotUsedChangesNothing() {
    JobOptions options =
        environment(JobOptions.defaults().parallelism(3), Map.of("STREAMFLOW_PARALLELISM", "2000"));
    assertThat(options.parallelism()).isEqualTo(3);
    assertThat(options.problems())
        .containsExactly(
            "environment variable STREAMFLOW_PARALLELISM=2000 must be at most 1024; for example"
                + " STREAMFLOW_PARALLELISM=4");
  }

  @Test
  void whatIsReadTwiceIsToldOnce() {
    Map<String, String> wrong = Map.of("STREAMFLOW_PARALLELISM", "0");
    assertThat(environment(environment(JobOptions.defaults(), wrong), wrong).problems()).hasSize(1);
  }

  @Test
  void aContradictionNamesTheCodeWhereTheCodeHasTheLastWord() {
    JobOptions options =
        environment(JobOptions.defaults(), Map.of("STREAMFLOW_RESTART", "5 1s"))
            .restart(2, Duration.ofSeconds(1));
    assertThat(options.problems())
        .containsExactly(
            "JobOptions.restart needs a durable job: begin with JobOptions.durable(directory)");
    assertThat(environment(options, Map.of("STREAMFLOW_STATE_DIRECTORY", "state")).problems())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STREAMFLOW_SERVICE_HOST",
        "STREAMFLOW_SERVICE_PORT",
        "STREAMFLOW_SERVICE_PORT_HTTP",
        "STREAMFLOW_PORT",
        "STREAMFLOW_PORT_8080_TCP",
        "STREAMFLOW_PORT_8080_TCP_PROTO",
        "STREAMFLOW_PORT_8080_TCP_PORT",
        "STREAMFLOW_PORT_8080_TCP_ADDR",
        "STREAMFLOW_PORT_53_UDP_ADDR",
        "STREAMFLOW_METRICS_SERVICE_HOST",
        "STREAMFLOW_METRICS_SERVICE_PORT_WEB",
        "STREAMFLOW_METRICS_PORT",
        "STREAMFLOW_METRICS_PORT_9090_TCP_ADDR",
        "STREAMFLOW_ENV_JAVA_HOME"
      })
  void whatAnOrchestratorSaysOfAServiceOfThatNameStopsNoJob(String variable) {
    assertThat(environment(JobOptions.defaults(), Map.of(variable, "tcp://10.0.0.1")).problems())
        .isEmpty();
  }

  @Test
  void noOptionIsTakenForWhatAnOrchestratorSays() {
    for (JobOption<?> option : AllOptions.TABLE) {
      for (ConfigurationSource source : ConfigurationSource.values()) {
        assertThat(source.isOurs(source.key(option))).as(source.key(option)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STREAMFLOW_PARALELISM",
        "STREAMFLOW_Parallelism",
        "streamflow.parallelism",
        "streamflow_parallelism"
      })
  void aNameThatIsNearlyOneIsRefusedWithTheNearest(String variable) {
    assertThat(environment(JobOptions.defaults(), Map.of(variable, "4")).problems())
        .singleElement()
        .asString()
        .startsWith("environment variable " + variable + " is no option")
        .contains("did you mean STREAMFLOW_PARALLELISM?");
  }

  @Test
  void aNameThatIsFarFromAllIsRefusedWithAllAndWithoutItsValue() {
    assertThat(
            environment(JobOptions.defaults(), Map.of("STREAMFLOW_KAFKA_PASSWORD", "s3cret"))
                .problems())
        .singleElement()
        .asString()
        .contains("the options are STREAMFLOW_NAME, STREAMFLOW_PARALLELISM")
        .contains("another name")
        .doesNotContain("s3cret");
  }

  @Test
  void propertiesCountWithTheirDefaultsAndAsObjects() {
    Properties defaults = new Properties();
    defaults.setProperty("streamflow.parallelism", "2");
    Properties properties = new Properties(defaults);
    properties.put("streamflow.batch-size", 64);
    properties.put("other", 1);
    JobOptions options = JobOptions.defaults().configured(Configuration.of(properties));
    assertThat(options.parallelism()).isEqualTo(2);
    assertThat(options.batchSize()).isEqualTo(64);
    assertThat(options.problems()).isEmpty();
  }

  @Test
  void aConfigurationIsWhatItWasWhenItWasMade() {
    Map<String, String> variables = new HashMap<>(Map.of("STREAMFLOW_BATCH_SIZE", "5"));
    Configuration configuration = Configuration.environment(variables);
    variables.put("STREAMFLOW_BATCH_SIZE", "6");
    assertThat(JobOptions.defaults().configured(configuration).batchSize()).isEqualTo(5);
  }

  @Test
  void listsAndPairsAreAddedToAndFlagsCanBeTakenBack() {
    JobOptions code =
        JobOptions.durable(Path.of("state"))
            .allowDropped("a")
            .takeOver("s", "1:x")
            .exactlyOnce()
            .fusion(false);
    JobOptions options =
        environment(
            code,
            Map.of(
                "STREAMFLOW_ALLOW_DROPPED", "b",
                "STREAMFLOW_TAKE_OVER", "s=2:y,t=3:z",
                "STREAMFLOW_EXACTLY_ONCE", "false",
                "STREAMFLOW_FUSION", "true"));
    assertThat(options.allowDropped()).containsExactlyInAnyOrder("a", "b");
    assertThat(options.takeOver()).isEqualTo(Map.of("s", "2:y", "t", "3:z"));
    assertThat(options.isExactlyOnce()).isFalse();
    assertThat(options.fusion()).isTrue();
  }

  @Test
  void aJobThatIsConfiguredRuns() throws Exception {
    PIPELINE.run(environment(JobOptions.defaults(), Map.of("STREAMFLOW_PARALLELISM", "2")));
    JobOptions wrong = environment(JobOptions.defaults(), Map.of("STREAMFLOW_FUSION", "perhaps"));
    assertThatThrownBy(() -> PIPELINE.run(wrong))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageContaining("STREAMFLOW_FUSION=perhaps");
  }

  @Test
  void oneLineShowsWhatAppliesAndWhereItIsFrom() {
    assertThat(
            environment(
                    JobOptions.defaults().name("orders").parallelism(1),
                    Map.of("STREAMFLOW_PARALLELISM", "4", "STREAMFLOW_FLUSH_AFTER", "PT0.01S"))
                .batchSize(64))
        .hasToString(
            "name=orders, parallelism=4 (STREAMFLOW_PARALLELISM), batch-size=64,"
                + " channel-capacity=8, flush-after=10ms (STREAMFLOW_FLUSH_AFTER),"
                + " max-event-time-skew=1h, threads=auto, on-error=fail, fusion=true,"
                + " stop-on-shutdown=true, stop-timeout=30s");
    assertThat(
            properties(
                    JobOptions.durable(Path.of("state")).stateMemory(3 << 20),
                    Map.of("streamflow.restart", "3 1s"))
                .toString())
        .contains("state-directory=state, checkpoint-interval=10s, state-memory=3MiB,")
        .endsWith("state-max-size=1TiB, restart=3 1s (streamflow.restart)")
        .doesNotContain("exactly-once");
    assertThat(List.of(environment(JobOptions.defaults(), Map.of()).toString().split("\n")))
        .hasSize(1);
  }
}
