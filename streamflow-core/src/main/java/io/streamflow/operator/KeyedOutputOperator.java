package io.streamflow.operator;

import io.streamflow.function.KeyFunction;
import io.streamflow.spi.Codec;
import io.streamflow.state.KeyGroups;

/** Takes items out of the stage, each to the subtask that owns its key's group. */
final class KeyedOutputOperator extends Operator implements ErrorPolicy.Attempt {
  private final KeyFunction<Object, Object> keyOf;
  private final Codec<Object> codec;
  private final ErrorPolicy errors;
  private final int output;

  KeyedOutputOperator(
      KeyFunction<Object, Object> keyOf, Codec<Object> codec, ErrorPolicy errors, int output) {
    this.keyOf = keyOf;
    this.codec = codec;
    this.errors = errors;
    this.output = output;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new KeyedOutputOperator(with.at(0), with.at(1), with.at(2), with.at(3));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
  }

  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    return groupOf(item);
  }

  private int groupOf(Object item) throws Exception {
    return KeyGroups.of(codec.stableHash(Keys.checked(keyOf.keyOf(item))));
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    int group;
    try {
      group = groupOf(value);
    } catch (Throwable thrown) {
      Object recovered = errors.recover(this, value, timestamp, context, thrown);
      if (ErrorPolicy.isDropped(recovered)) {
        return;
      }
      group = (Integer) recovered;
    }
    Output to = context.outputs[output];
    to.push(value, timestamp, KeyGroups.owner(group, to.targets()));
  }
}
