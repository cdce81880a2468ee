package io.streamflow.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a job can begin with what its state directory holds. Decided purely; the runtime acts.
 */
public sealed interface Recovery {

  /**
   * From the last checkpoint, or from the beginning of its sources where there is none.
   *
   * @param fit how state is stored
   */
  record GoOn(PlanFit.Fits fit) implements Recovery {}

  /**
   * Not at all.
   *
   * @param problems what does not fit, and the way out of each
   */
  record Refuse(List<String> problems) implements Recovery {}

  /**
   * Decides.
   *
   * @param last the last checkpoint, if there is one
   * @param steps what today's plan says of the steps that keep something
   * @param sinks the names of its sinks
   * @param outboxes the names of those among them that deliver from an outbox
   * @param keyGroups into how many groups keys are dealt today
   * @param mayBeDropped the names of stored steps that may be forgotten
   */
  static Recovery decide(
      Optional<Manifest> last,
      List<StepFacts> steps,
      Set<String> sinks,
      Set<String> outboxes,
      int keyGroups,
      Set<String> mayBeDropped) {
    StoredPlan stored =
        last.map(Manifest::plan).orElseGet(() -> new StoredPlan(keyGroups, 0, List.of()));
    if (stored.keyGroups() != keyGroups) {
      return new Refuse(
          List.of(
              "the state was stored with "
                  + stored.keyGroups()
                  + " key groups, and this version of StreamFlow has "
                  + keyGroups
                  + ": use the version that wrote it"));
    }
    Stream<String> undelivered =
        last.stream()
            .flatMap(manifest -> manifest.outboxes().stream())
            .filter(outbox -> outbox.hasRecords() && !outboxes.contains(outbox.sink()))
            .map(outbox ->
                "sink '"
                    + outbox.sink()
                    + "' has stored output that is not delivered yet, but the plan has no such"
                    + " sink with an outbox: run once more with it, and stop that run");
    Stream<String> uncommitted =
        last.stream()
            .flatMap(manifest -> manifest.outputs().stream())
            .map(PreparedOutput::sink)
            .filter(sink -> !sinks.contains(sink) && !mayBeDropped.contains(sink))
            .distinct()
            .map(sink ->
                "sink '"
                    + sink
                    + "' has prepared output that is not committed yet, but the plan has no such"
                    + " sink: run once more with it, or say JobOptions.allowDropped(\""
                    + sink
                    + "\") to lose that output");
    List<String> lost = Stream.concat(undelivered, uncommitted).toList();
    return switch (PlanFit.of(stored, steps, mayBeDropped)) {
      case PlanFit.Differs(var problems) ->
          new Refuse(Stream.concat(lost.stream(), problems.stream()).toList());
      case PlanFit.Fits fits -> lost.isEmpty() ? new GoOn(fits) : new Refuse(lost);
    };
  }
}
