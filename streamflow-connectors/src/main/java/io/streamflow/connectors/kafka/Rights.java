package io.streamflow.connectors.kafka;

import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** Words for rights that the user of a job lacks, and how they are granted. */
final class Rights {
  private Rights() {}

  static String topic(String name, String bootstrap, AclOperation missing) {
    return words("topic", "topic", name, bootstrap, missing);
  }

  static String group(String name, String bootstrap, AclOperation missing) {
    return words("group", "group", name, bootstrap, missing);
  }

  private static String transactionalId(String name, String bootstrap) {
    return words("transactional id", "transactional-id", name, bootstrap, AclOperation.WRITE);
  }

  private static String words(
      String kind, String option, String name, String bootstrap, AclOperation missing) {
    return ("%s '%s' at %s: the right %s is missing; grant it to the user that the job connects as,"
            + " as with kafka-acls --add --allow-principal User:... --operation %s --%s '%s'")
        .formatted(
            kind,
            name,
            bootstrap,
            missing,
            missing.name().charAt(0) + missing.name().substring(1).toLowerCase(Locale.ROOT),
            option,
            name);
  }

  /**
   * What a sink lacks when its transactions are refused; empty when it lacks none.
   *
   * @param failure what a client threw; its causes count, too
   */
  static Optional<String> ofTransactions(
      Throwable failure, String bootstrap, String topic, String id) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      switch (at) {
        case TransactionalIdAuthorizationException _ -> {
          return Optional.of(transactionalId(id, bootstrap));
        }
        case GroupAuthorizationException _ -> {
          return Optional.of(
              group(id, bootstrap, AclOperation.READ) + "; the sink keeps its mark there");
        }
        case TopicAuthorizationException _ -> {
          return Optional.of(
              topic(topic, bootstrap, AclOperation.WRITE)
                  + "; READ is needed, too, for the sink's mark");
        }
        case AuthorizationException e -> {
          return Optional.of("topic '%s' at %s: %s".formatted(topic, bootstrap, e));
        }
        default -> {}
      }
    }
    return Optional.empty();
  }
}
