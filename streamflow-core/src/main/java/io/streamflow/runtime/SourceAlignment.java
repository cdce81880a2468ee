package io.streamflow.runtime;

import io.streamflow.operator.Timestamps;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps the source partitions whose items meet in one step from drifting apart in event time, which
 * would fill window state without bound. A partition that is too far ahead of the slowest is not
 * read for a while. Only partitions that are delivering count as slow: one that waits for data is
 * not behind. Holding back at the source, not in a channel, cannot lock up, whatever the plan's
 * shape: the slowest partition is always read.
 */
final class SourceAlignment {
  private final long maxSkewMillis;
  private final List<Member> members = new CopyOnWriteArrayList<>();

  SourceAlignment(long maxSkewMillis) {
    this.maxSkewMillis = maxSkewMillis;
  }

  /** One partition's part; set by the task that reads it, read by all. */
  static final class Member {
    private volatile long watermark = Timestamps.NONE;
    private volatile boolean delivering;

    /** How far the partition has come, and whether its last read gave anything. */
    void report(long reached, boolean isDelivering) {
      watermark = reached;
      delivering = isDelivering;
    }
  }

  /** Adds a partition; any thread. */
  Member join() {
    Member member = new Member();
    members.add(member);
    return member;
  }

  /** Whether {@code member} is to be left unread for now. */
  boolean isAhead(Member member) {
    long reached = member.watermark;
    if (reached == Timestamps.NONE || members.size() == 1) {
      return false;
    }
    for (Member other : members) {
      long slowest = other.watermark;
      if (other != member
          && other.delivering
          && slowest != Timestamps.NONE
          && reached - slowest > maxSkewMillis) {
        return true;
      }
    }
    return false;
  }
}
