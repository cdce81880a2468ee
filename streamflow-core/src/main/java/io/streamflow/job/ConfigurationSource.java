package io.streamflow.job;

import java.util.Locale;
import java.util.regex.Pattern;

/** Where texts come from, and how options are called there. */
enum ConfigurationSource {
  /** {@code streamflow.checkpoint-interval}. */
  PROPERTIES("property", "streamflow."),
  /** {@code STREAMFLOW_CHECKPOINT_INTERVAL}. */
  ENVIRONMENT("environment variable", "STREAMFLOW_");

  /** With and without capitals, dots and underscores: what may have been meant for us. */
  private static final Pattern OURS = Pattern.compile("(?i)streamflow[._].*");

  /**
   * What Kubernetes tells every container of the services of its namespace, here of one called
   * {@code streamflow} or {@code streamflow-...}, and Docker of linked containers. No option's name
   * ends so.
   */
  private static final Pattern SERVICE =
      Pattern.compile(
          "STREAMFLOW_(\\w+_)?"
              + "(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?"
              + "|ENV_\\w+)");

  private final String called;
  private final String prefix;

  ConfigurationSource(String called, String prefix) {
    this.called = called;
    this.prefix = prefix;
  }

  /** How an option is called here. */
  String key(JobOption<?> option) {
    return prefix
        + switch (this) {
          case PROPERTIES -> option.words();
          case ENVIRONMENT -> option.words().replace('-', '_').toUpperCase(Locale.ROOT);
        };
  }

  /** How a key is shown. */
  String shown(String key) {
    return called + " " + key;
  }

  /** What all names begin with. */
  String prefix() {
    return prefix;
  }

  /** Whether a key is an option, or should have been one. */
  boolean isOurs(String key) {
    return OURS.matcher(key).matches() && !(this == ENVIRONMENT && SERVICE.matcher(key).matches());
  }
}
