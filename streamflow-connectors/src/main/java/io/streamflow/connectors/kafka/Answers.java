package io.streamflow.connectors.kafka;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Waits for what Kafka answers, and words what it does not. Any thread; a wait can be interrupted.
 *
 * @param bootstrap who is asked
 * @param timeoutMillis how long the client tries
 */
record Answers(String bootstrap, String timeoutMillis) {

  /** A client for questions. */
  Admin connect(Map<String, Object> settings) throws IOException {
    try {
      return Admin.create(settings);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "cannot make a client of Kafka at " + bootstrap + ": " + reason.getMessage(), e);
    }
  }

  /**
   * The answer.
   *
   * @param what it tells, for the message
   * @throws UnknownTopicOrPartitionException when there is no such topic
   * @throws InvalidTopicException when there can be no such topic
   */
  <A> A await(KafkaFuture<A> future, String what) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case TimeoutException _ ->
            throw new IOException(
                "Kafka at %s has not answered within %s ms, when asked for %s: is it running, and is"
                        .formatted(bootstrap, timeoutMillis, what)
                    + " the address right? (default.api.timeout.ms bounds the wait)",
                e);
        case UnknownTopicOrPartitionException gone -> throw gone;
        case InvalidTopicException invalid -> throw invalid;
        case AuthorizationException _ ->
            throw new IOException(
                "%s at %s: the right DESCRIBE is missing; grant it to the user that the job connects as"
                    .formatted(what, bootstrap),
                e);
        case null, default ->
            throw new IOException(
                "Kafka at %s, when asked for %s: %s".formatted(bootstrap, what, e.getCause()), e);
      }
    }
  }
}
