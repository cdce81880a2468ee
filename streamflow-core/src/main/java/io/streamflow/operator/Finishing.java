package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;

/** Asks an aggregator again for a result, without adding the item again. */
record Finishing(Aggregator<Object, Object, Object> aggregator, Object accumulator)
    implements ErrorPolicy.Attempt {

  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    Object result = aggregator.finish(accumulator);
    if (result == null) {
      throw ErrorPolicy.nullResult();
    }
    return result;
  }
}
