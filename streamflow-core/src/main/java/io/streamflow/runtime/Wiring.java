package io.streamflow.runtime;

import io.streamflow.compile.Edge;
import io.streamflow.compile.Exchange;
import io.streamflow.compile.ExecutionPlan;
import io.streamflow.compile.Stage;
import io.streamflow.plan.PlanStep;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The channels between the tasks of a job. Used by the thread that builds the tasks. */
final class Wiring {

  /**
   * A channel into a subtask.
   *
   * @param from the step whose items come
   * @param entry where they enter the stage
   * @param fromStage the stage it comes from
   * @param sender the subtask it comes from, or {@link #SAME_SUBTASK}
   */
  record Arrival(PlanStep from, PlanStep entry, int fromStage, int sender) {
    /** Each subtask's channel comes from the subtask of its own number. */
    static final int SAME_SUBTASK = -1;
  }

  /** The inputs of each task, by stage and subtask. */
  private final Map<Integer, List<Inputs>> inputs = new HashMap<>();

  /** The channels of each edge: by sending subtask, then by receiving one. */
  private final Map<Integer, List<List<Channel>>> channels = new HashMap<>();

  /** The channels into each subtask of a stage, in their order. */
  private final Map<Integer, List<Arrival>> arrivals = new HashMap<>();

  /** The subtasks of each stage that no source partition leads to. */
  private final Map<Integer, BitSet> dry = new HashMap<>();

  /** For all edges of a plan, with so many batches per channel. */
  Wiring(ExecutionPlan plan, int channelCapacity) {
    for (Stage stage : plan.stages()) {
      List<Inputs> ofStage = new ArrayList<>();
      for (int subtask = 0; subtask < stage.parallelism(); subtask++) {
        ofStage.add(new Inputs(channelCapacity));
      }
      inputs.put(stage.id(), ofStage);
      arrivals.put(stage.id(), new ArrayList<>());
      dry.put(stage.id(), new BitSet());
    }
    for (Edge edge : plan.edges()) {
      connect(edge, plan);
    }
  }

  private void connect(Edge edge, ExecutionPlan plan) {
    int senders = plan.stages().get(edge.fromStage()).parallelism();
    List<Inputs> receivers = get(inputs, edge.toStage());
    List<List<Channel>> ofEdge = new ArrayList<>();
    boolean forward = edge.exchange() instanceof Exchange.Forward;
    for (int sender = 0; sender < senders; sender++) {
      List<Channel> ofSender = new ArrayList<>();
      if (forward) {
        ofSender.add(receivers.get(sender).open());
      } else {
        receivers.forEach(receiver -> ofSender.add(receiver.open()));
      }
      ofEdge.add(ofSender);
      if (sender == 0 || !forward) {
        get(arrivals, edge.toStage())
            .add(
                new Arrival(
                    edge.from(),
                    edge.to(),
                    edge.fromStage(),
                    forward ? Arrival.SAME_SUBTASK : sender));
      }
    }
    channels.put(edge.index(), ofEdge);
  }

  /** Where the items of a subtask arrive. */
  Inputs inputs(Stage stage, int subtask) {
    return get(inputs, stage.id()).get(subtask);
  }

  /** The channels through which a subtask sends over an edge. */
  List<Channel> leaving(Edge edge, int subtask) {
    return get(channels, edge.index()).get(subtask);
  }

  /** The channels into each subtask of a stage, in their order; none into a stage of sources. */
  List<Arrival> arriving(Stage stage) {
    return get(arrivals, stage.id());
  }

  /** Notes that no item will ever come to a subtask, if so. */
  void dry(Stage stage, int subtask, boolean isDry) {
    get(dry, stage.id()).set(subtask, isDry);
  }

  /** How many subtasks of a stage get any items; at least one. */
  int working(Stage stage) {
    return Math.max(1, stage.parallelism() - get(dry, stage.id()).cardinality());
  }

  /** The channels into a subtask through which no item will ever come. */
  BitSet silent(Stage stage, int subtask) {
    List<Arrival> arriving = arriving(stage);
    BitSet silent = new BitSet();
    for (int i = 0; i < arriving.size(); i++) {
      Arrival arrival = arriving.get(i);
      int sender = arrival.sender() == Arrival.SAME_SUBTASK ? subtask : arrival.sender();
      silent.set(i, get(dry, arrival.fromStage()).get(sender));
    }
    return silent;
  }

  private static <T> T get(Map<Integer, T> map, int key) {
    return Objects.requireNonNull(map.get(key));
  }
}
