package io.streamflow.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.SourceContext;
import io.streamflow.testing.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log itself: what is in it after every kind of end. */
class DiskLogTest {
  private static final Limits LIMITS = Limits.DEFAULT;

  @TempDir Path temp;
  private final ManualClock clock = ManualClock.at(Instant.ofEpochMilli(1_000_000));

  private Path directory() {
    return temp.resolve("log");
  }

  private DiskLog open(String from) throws IOException {
    return open(from, LIMITS, Disk.REAL);
  }

  private DiskLog open(String from, Limits limits, Disk disk) throws IOException {
    return DiskLog.open(
        SourceContext.NONE,
        directory(),
        from,
        new KnownIds(SourceContext.NONE, limits, clock),
        limits,
        disk);
  }

  private Entry entry(String id, String... events) {
    List<byte[]> bytes = new ArrayList<>();
    for (String event : events) {
      bytes.add(event.getBytes(UTF_8));
    }
    byte[] body = String.join(",", events).getBytes(UTF_8);
    return new Entry(0, clock.millis(), id, Digest.of(body), bytes);
  }

  private void append(DiskLog log, String id, String... events) throws Exception {
    assertThat(log.append(entry(id, events), Duration.ZERO)).isEqualTo(EventLog.Appended.SAFE);
  }

  private static List<String> rest(DiskLog log) throws Exception {
    List<String> events = new ArrayList<>();
    for (Entry entry = log.next(0); entry != null; entry = log.next(0)) {
      entry.events().forEach(event -> events.add(new String(event, UTF_8)));
    }
    return events;
  }

  private List<Path> segments() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory(), "events-*")) {
      files.forEach(found::add);
    }
    found.sort(null);
    return found;
  }

  @Test
  void whatWasAppendedIsReadInOrderNowAndLaterFromAnyPlace() throws Exception {
    String second;
    String middle;
    try (DiskLog log = open("")) {
      append(log, "", "a");
      append(log, "x", "b", "c", "d");
      append(log, "", "e");
      assertThat(rest(log)).containsExactly("a", "b", "c", "d", "e");
      second = log.position(1);
      middle = log.position(3);
    }
    try (DiskLog log = open("")) {
      append(log, "", "f");
      assertThat(rest(log)).containsExactly("a", "b", "c", "d", "e", "f");
      assertThat(log.ids().find("x"))
          .hasValueSatisfying(known -> {
            assertThat(known.events()).isEqualTo(3);
            assertThat(known.digest()).isEqualTo(Digest.of("b,c,d".getBytes(UTF_8)));
          });
    }
    try (DiskLog log = open(second)) {
      assertThat(rest(log)).containsExactly("b", "c", "d", "e", "f");
    }
    try (DiskLog log = open(middle)) { // the reader passes over what it has of the request
      assertThat(log.first()).isEqualTo(3);
      assertThat(rest(log)).containsExactly("b", "c", "d", "e", "f");
    }
  }

  @Test
  void aTailThatACrashCutIsRemovedWhereverItWasCut() throws Exception {
    try (DiskLog log = open("")) {
      append(log, "one", "first");
      append(log, "two", "second");
    }
    Path file = segments().getFirst();
    byte[] whole = Files.readAllBytes(file);
    int second = whole.length - (int) EntryFormat.size(entry("two", "second"));
    for (int length = second; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (DiskLog log = open("")) {
        assertThat(log.ids().find("one")).isPresent();
        assertThat(log.ids().find("two")).isEmpty();
        append(log, "three", "third");
        assertThat(rest(log)).containsExactly("first", "third");
      }
    }
    for (int length = 0; length < Segment.HEAD_BYTES; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (DiskLog log = open("")) {
        append(log, "three", "third");
        assertThat(rest(log)).containsExactly("third");
      }
      Files.delete(segments().getFirst());
    }
  }

  @Test
  void aDamagedByteBeforeWhatIsSafeIsNeverPassedOver() throws Exception {
    try (DiskLog log = open("")) {
      append(log, "one", "first");
      append(log, "two", "second");
      append(log, "three", "third");
    }
    Path file = segments().getFirst();
    byte[] whole = Files.readAllBytes(file);
    int last = whole.length - (int) EntryFormat.size(entry("three", "third"));
    for (int place = Segment.HEAD_BYTES; place < last; place++) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 0x55;
      Files.write(file, damaged);
      assertThatThrownBy(() -> open(""))
          .as("byte %d", place)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file + " is damaged at byte ")
          .hasMessageContaining("Bring the file back");
      assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    }
    for (int place = 0; place < Segment.HEAD_BYTES; place++) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 0x55;
      Files.write(file, damaged);
      if (place < 8 || place >= 16) { // any number may be that of a log
        assertThatThrownBy(() -> open("")).hasMessageContaining(file.toString());
      }
    }
  }

  @Test
  void aGroupOfWhichThePowerCutTookThePagesInTheMiddleIsATail() throws Exception {
    try (DiskLog log = open("")) {
      append(log, "one", "first");
    }
    Path file = segments().getFirst();
    long safe = Files.size(file);
    byte[] lost = EntryFormat.bytes(entry("two", "second").from(1), safe);
    byte[] there = EntryFormat.bytes(entry("three", "third").from(2), safe);
    Files.write(file, new byte[lost.length], StandardOpenOption.APPEND);
    Files.write(file, there, StandardOpenOption.APPEND);

    try (DiskLog log = open("")) {
      assertThat(rest(log)).containsExactly("first");
    }
    assertThat(Files.size(file)).isEqualTo(safe);
  }

  @Test
  void segmentsGoWhenTheyAreNeededNoMoreAndTheirIdsStay() throws Exception {
    Limits small = LIMITS.withBodyBytes(500).withPendingBytes(4_000);
    String position;
    try (DiskLog log = open("", small, Disk.REAL)) {
      for (int i = 0; i < 40; i++) {
        append(log, "id-" + i, "event " + i);
        rest(log);
      }
      int before = segments().size();
      assertThat(before).isGreaterThan(3);
      log.release(15);
      awaitFewerSegments(before);
      position = log.position(15);
    }
    try (DiskLog log = open(position, small, Disk.REAL)) {
      for (int i = 0; i < 40; i++) {
        assertThat(log.ids().find("id-" + i)).as("id-%d", i).isPresent();
      }
      assertThat(rest(log)).hasSizeBetween(25, 35).endsWith("event 39");
    }
    Path first = segments().get(1);
    Files.move(first, temp.resolve("away"));
    assertThatThrownBy(() -> open(position, small, Disk.REAL))
        .hasMessageContaining("lacks the events from");
  }

  private void awaitFewerSegments(int before) throws Exception {
    while (segments().size() >= before) {
      Thread.sleep(1);
    }
  }

  @Test
  void thereIsRoomAgainWhenSegmentsGo() throws Exception {
    Limits small = LIMITS.withBodyBytes(500).withPendingBytes(4_000);
    try (DiskLog log = open("", small, Disk.REAL)) {
      long appended = 0;
      while (log.append(entry("", "event"), Duration.ZERO) == EventLog.Appended.SAFE) {
        appended++;
      }
      assertThat(log.append(entry("", "event"), Duration.ofMillis(20)))
          .isEqualTo(EventLog.Appended.FULL);
      rest(log);
      log.release(appended);
      assertThat(log.append(entry("", "event"), Duration.ofMinutes(1)))
          .isEqualTo(EventLog.Appended.SAFE);
    }
  }

  @Test
  void idsAreForgottenByNumberAndByTime() throws Exception {
    Limits few = LIMITS.withIds(3, Duration.ofSeconds(10));
    try (DiskLog log = open("", few, Disk.REAL)) {
      for (int i = 0; i < 4; i++) {
        append(log, "id-" + i, "event");
      }
      assertThat(log.ids().find("id-0")).isEmpty();
      assertThat(log.ids().find("id-1")).isPresent();
      clock.advance(Duration.ofSeconds(10));
      assertThat(log.ids().find("id-1")).isPresent();
      clock.advance(Duration.ofMillis(1));
      assertThat(log.ids().find("id-1")).isEmpty();
    }
    try (DiskLog log = open("", few, Disk.REAL)) {
      assertThat(log.ids().find("id-3")).isEmpty();
    }
  }

  @Test
  void itsParentMustBeThere() {
    Path nowhere = temp.resolve("no/log");
    assertThatThrownBy(() ->
            DiskLog.open(
                SourceContext.NONE,
                nowhere,
                "",
                new KnownIds(SourceContext.NONE, LIMITS, clock),
                LIMITS,
                Disk.REAL))
        .hasMessageContaining("the event log " + nowhere + " cannot be made");
  }

  @Test
  void aLogHasOneOwner() throws Exception {
    try (DiskLog log = open("")) {
      assertThatThrownBy(() -> open(""))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the event log " + directory() + " belongs to this process (pid ");
      append(log, "", "still works");
    }
    open("").close();
  }

  @Test
  void aPositionThatTheLogDoesNotHaveIsRefused() throws Exception {
    String ahead;
    try (DiskLog log = open("")) {
      append(log, "", "a");
      ahead = log.position(2);
    }
    assertThatThrownBy(() -> open(ahead))
        .hasMessageContaining("goes on with event 2, but the event log " + directory())
        .hasMessageContaining("has those from 0 to 0");
    Files.delete(segments().getFirst());
    assertThatThrownBy(() -> open(ahead)).hasMessageContaining("made with another event log");
  }

  @Test
  void aNewerVersionAndADamagedFileOfIdsAreRefused() throws Exception {
    open("").close();
    byte[] head = Files.readAllBytes(segments().getFirst());
    head[7] = 9;
    Files.write(segments().getFirst(), head);
    assertThatThrownBy(() -> open("")).hasMessageContaining("is of version 9");
    Files.write(directory().resolve("ids"), "garbage!".getBytes(UTF_8));
    assertThatThrownBy(() -> open(""))
        .hasMessageContaining(directory().resolve("ids") + " is damaged");
  }

  @Test
  void aFullDiskRefusesAndLeavesNothingOfTheRequest() throws Exception {
    AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);
    Disk full =
        new Disk() {
          @Override
          public void write(FileChannel file, ByteBuffer bytes) throws IOException {
            if (bytes.remaining() > room.get()) {
              Disk.REAL.write(file, bytes.slice(bytes.position(), room.get()));
              throw new IOException("No space left on device");
            }
            Disk.REAL.write(file, bytes);
          }

          @Override
          public void force(FileChannel file) throws IOException {
            Disk.REAL.force(file);
          }
        };
    try (DiskLog log = open("", LIMITS, full)) {
      append(log, "one", "first");
      room.set(10);
      assertThatThrownBy(() -> append(log, "two", "second"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left on device");
      assertThat(log.ids().find("two")).isEmpty();
      room.set(Integer.MAX_VALUE);
      append(log, "two", "again");
      assertThat(rest(log)).containsExactly("first", "again");
    }
    try (DiskLog log = open("")) {
      assertThat(rest(log)).containsExactly("first", "again");
    }
  }

  @Test
  void aForceThatFailsEndsTheLog() throws Exception {
    AtomicInteger good = new AtomicInteger(2); // the head, and the first request
    Disk dying =
        new Disk() {
          @Override
          public void write(FileChannel file, ByteBuffer bytes) throws IOException {
            Disk.REAL.write(file, bytes);
          }

          @Override
          public void force(FileChannel file) throws IOException {
            if (good.getAndDecrement() <= 0) {
              throw new IOException("Input/output error");
            }
          }
        };
    try (DiskLog log = open("", LIMITS, dying)) {
      append(log, "one", "first");
      assertThatThrownBy(() -> append(log, "two", "second"))
          .hasMessageContaining("Input/output error");
      assertThatThrownBy(() -> append(log, "three", "third"))
          .hasMessageContaining("Input/output error");
      assertThatThrownBy(() -> log.next(0)).hasMessageContaining("Input/output error");
    }
  }

  @Test
  void manyWritersShareAForce() throws Exception {
    int writers = 64;
    int each = 50;
    AtomicInteger forces = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    Disk counting =
        new Disk() {
          @Override
          public void write(FileChannel file, ByteBuffer bytes) throws IOException {
            Disk.REAL.write(file, bytes);
          }

          @Override
          public void force(FileChannel file) throws IOException {
            forces.incrementAndGet();
            Disk.REAL.force(file);
          }
        };
    try (DiskLog log = open("", LIMITS, counting)) {
      List<Thread> threads = new ArrayList<>();
      List<Throwable> failures = new CopyOnWriteArrayList<>();
      for (int w = 0; w < writers; w++) {
        int writer = w;
        threads.add(
            Thread.startVirtualThread(() -> {
              try {
                gate.await();
                for (int i = 0; i < each; i++) {
                  append(log, writer + "-" + i, writer + "-" + i);
                }
              } catch (Throwable e) {
                failures.add(e);
              }
            }));
      }
      gate.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(rest(log)).hasSize(writers * each).doesNotHaveDuplicates();
    }
    System.out.println(writers * each + " requests, " + forces + " forces");
    assertThat(forces.get()).isLessThan(writers * each / 2);
  }

  @Test
  void survivesAnyCutOfItsLastSegment() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Limits small = LIMITS.withBodyBytes(2_000).withPendingBytes(1_000_000);
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      try (DiskLog log = open("", small, Disk.REAL)) {
        List<String> found = rest(log);
        assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(expected);
        for (int i = random.nextInt(20); i >= 0; i--) {
          String event = round + "." + i + "x".repeat(random.nextInt(1_000));
          append(log, "", event);
          expected.add(event);
        }
      }
      Path last = segments().getLast();
      byte[] garbage = new byte[random.nextInt(300)];
      random.nextBytes(garbage);
      Files.write(last, garbage, StandardOpenOption.APPEND);
    }
  }
}
