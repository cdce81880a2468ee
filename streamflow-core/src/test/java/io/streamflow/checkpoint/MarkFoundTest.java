package io.streamflow.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.spi.OutboxMark;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a target's mark tells, and how it is kept. */
class MarkFoundTest {
  private static final OutboxMark FIRST = OutboxMark.random(4);
  private static final OutboxMark SECOND = OutboxMark.random(5);
  private static final OutboxMark THIRD = OutboxMark.random(6);

  private static SinkOutbox outbox(Optional<OutboxMark> confirmed, OutboxMark... pending) {
    return new SinkOutbox(
        "out",
        confirmed,
        List.of(pending).stream().map(mark -> new PendingOutbox(mark, 1, 2, 3, -4)).toList());
  }

  private static MarkFound of(Optional<OutboxMark> found, SinkOutbox outbox) {
    return MarkFound.of(found, outbox, Optional.empty());
  }

  @Test
  void ourNewestMarkMeansThatNothingPendingIsThere() {
    assertThat(of(Optional.of(FIRST), outbox(Optional.of(FIRST), SECOND)))
        .isInstanceOf(MarkFound.NothingNew.class);
    assertThat(of(Optional.empty(), outbox(Optional.empty(), FIRST)))
        .as("a new job")
        .isInstanceOf(MarkFound.NothingNew.class);
  }

  @Test
  void aPendingMarkMeansThatItAndThoseBeforeAreThere() {
    SinkOutbox outbox = outbox(Optional.of(FIRST), SECOND, THIRD);
    assertThat(of(Optional.of(THIRD), outbox)).isEqualTo(new MarkFound.DeliveredUpTo(THIRD));
    assertThat(of(Optional.of(SECOND), outbox)).isEqualTo(new MarkFound.DeliveredUpTo(SECOND));
  }

  @Test
  void theSameEpochOfAnotherHistoryIsForeign() {
    SinkOutbox outbox = outbox(Optional.of(FIRST), SECOND);
    for (OutboxMark foreign : List.of(OutboxMark.random(4), OutboxMark.random(5))) {
      assertThat(of(Optional.of(foreign), outbox)).isInstanceOf(MarkFound.Refused.class);
      assertThat(MarkFound.of(Optional.of(foreign), outbox, Optional.of(foreign.toString())))
          .isInstanceOf(MarkFound.TakenOver.class);
      assertThat(MarkFound.of(Optional.of(foreign), outbox, Optional.of(THIRD.toString())))
          .as("another mark was named")
          .isInstanceOf(MarkFound.Refused.class);
    }
  }

  @Test
  void aMissingMarkIsAnErrorOnlyWhereItWouldHaveTold() {
    assertThat(of(Optional.empty(), outbox(Optional.of(FIRST))))
        .isEqualTo(new MarkFound.Forgotten(FIRST));
    SinkOutbox pending = outbox(Optional.of(FIRST), SECOND);
    assertThat(of(Optional.empty(), pending)).isInstanceOf(MarkFound.Refused.class);
    assertThat(MarkFound.of(Optional.empty(), pending, Optional.of(MarkFound.NO_MARK)))
        .isInstanceOf(MarkFound.TakenOver.class);
  }

  @Test
  void aMarkIsReadAgainFromItsText() {
    assertThat(OutboxMark.parse(FIRST.toString())).contains(FIRST);
    for (String other : List.of("", "none", "4", ":", "x:" + FIRST.id(), "-1:" + FIRST.id())) {
      assertThat(OutboxMark.parse(other)).as(other).isEmpty();
    }
  }

  @Test
  void aManifestKeepsOutboxes() throws IOException {
    List<SinkOutbox> outboxes =
        List.of(outbox(Optional.of(FIRST), SECOND, THIRD), outbox(Optional.empty()));
    Manifest manifest = Manifest.none(new StoredPlan(8, 0, List.of())).withOutboxes(outboxes);
    Manifest read = ManifestFormat.read(ManifestFormat.bytes(manifest));
    assertThat(read.outboxes()).isEqualTo(outboxes);
    assertThat(read.watermarks()).isEqualTo(Map.of());
  }
}
