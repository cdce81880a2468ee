package io.streamflow.testing;

/**
 * Makes something new at every call, for a {@link SourceConformance} or {@link SinkConformance}.
 *
 * @param <S> what it makes
 */
@FunctionalInterface
public interface Fresh<S> {

  /** Makes one. */
  S make() throws Exception;
}
