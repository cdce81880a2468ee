package io.streamflow.metrics;

import io.micrometer.core.instrument.Tags;
import io.streamflow.job.JobView;
import io.streamflow.job.PartitionView;
import io.streamflow.job.PartitionView.Standing;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** How far one partition of a source has come. */
final class PartitionMeters {
  private PartitionMeters() {}

  static void register(TaskMeters.Registrar gauge, Tags stepTags, String step, String partition) {
    Tags tags = stepTags.and("partition", partition);
    gauge.register(
        MeterNames.SOURCE_LAG,
        tags,
        of(
            step,
            partition,
            (_, known) -> known.lag().isPresent() ? (double) known.lag().getAsLong() : Double.NaN,
            Double.NaN));
    gauge.register(
        MeterNames.PARTITION_LAG,
        tags,
        of(
            step,
            partition,
            (job, known) ->
                known
                    .watermark()
                    .map(reached ->
                        TaskMeters.epochSeconds(job.taken()) - TaskMeters.epochSeconds(reached))
                    .orElse(Double.NaN),
            Double.NaN));
    gauge.register(
        MeterNames.PARTITION_SILENT,
        tags,
        of(step, partition, (_, known) -> known.silent().toMillis() / 1e3, Double.NaN));
    gauge.register(
        MeterNames.PARTITION_HOLDS,
        tags,
        of(step, partition, (_, known) -> known.standing() == Standing.ACTIVE ? 1.0 : 0.0, 0));
  }

  private interface Value {
    double of(JobView job, PartitionView partition);
  }

  private static ToDoubleFunction<JobView> of(
      String step, String partition, Value value, double otherwise) {
    return job -> {
      Optional<PartitionView> known =
          job.partitions().stream()
              .filter(one -> one.step().equals(step) && one.name().equals(partition))
              .findFirst();
      return known.isPresent() ? value.of(job, known.get()) : otherwise;
    };
  }
}
