package io.streamflow.operator;

/**
 * A step that hands on at most one item for each that it takes, at once. Such steps can be called
 * one after the other instead of each by the one before: the JIT compiles a method that is often
 * called for itself too, and inlines it nowhere if that comes to much code, as it does where a step
 * contains all that follow. Then the item has to be an object, however short it lives.
 */
abstract class InlineOperator extends Operator {

  /** Whether an item goes on; asked before {@link #apply}. */
  boolean passes(Object value, long timestamp, TaskContext context) {
    return true;
  }

  /** What is handed on for an item that passes, or {@link ErrorPolicy#DROPPED}. */
  Object apply(Object value, long timestamp, TaskContext context) {
    return value;
  }

  /** Whether {@link #passes} sets {@link TaskContext#itemTime}. */
  boolean setsTime() {
    return false;
  }

  /** Who takes what is handed on. */
  abstract Operator next();
}
