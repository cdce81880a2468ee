package io.streamflow.plan;

import java.util.List;

/** A node with its place in a plan. Compared by identity. */
public final class PlanStep {
  private final int id;
  private final String name;
  private final Node node;
  private final List<PlanStep> upstreams;

  PlanStep(int id, String name, Node node, List<PlanStep> upstreams) {
    this.id = id;
    this.name = name;
    this.node = node;
    this.upstreams = List.copyOf(upstreams);
  }

  /** The position in topological order, from 0. */
  public int id() {
    return id;
  }

  /** The user's name, or one made of the kind and a number; unique in the plan. */
  public String name() {
    return name;
  }

  /** What the step does. */
  public Node node() {
    return node;
  }

  /** The steps whose output this one takes. */
  public List<PlanStep> upstreams() {
    return upstreams;
  }

  @Override
  public String toString() {
    return node.step().kind() + " '" + name + "'";
  }
}
