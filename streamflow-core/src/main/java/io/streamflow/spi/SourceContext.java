package io.streamflow.spi;

import java.io.Serializable;

/**
 * Which step of which job a source is read for, so that its threads and log lines can say so.
 *
 * @param job the job's name
 * @param step the source's step name
 */
public record SourceContext(String job, String step) implements Serializable {
  /** Of a source that no job reads, as in a test of its own. */
  public static final SourceContext NONE = new SourceContext("none", "none");

  /** What a thread of the source should be called: job, step, and what it does there. */
  public String thread(String work) {
    return job + "/" + step + "/" + work;
  }

  /** As log lines begin: {@code job 'orders', step 'clicks'}. */
  @Override
  public String toString() {
    return "job '" + job + "', step '" + step + "'";
  }
}
