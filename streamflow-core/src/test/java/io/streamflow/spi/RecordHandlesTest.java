package io.streamflow.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Much used records are written and read by composed handles: the bytes must be the same. */
class RecordHandlesTest {
  /** More than it takes for handles to be composed. */
  private static final int MANY = 12_000;

  record Flat(long a, int b, short c, byte d, boolean e, char f, float g, double h) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Mixed(long number, @Nullable String name, @Nullable Flat flat, byte @Nullable [] bytes) {}

  record Nullables(
      @Nullable String a,
      @Nullable String b,
      @Nullable String c,
      @Nullable String d,
      @Nullable String e,
      @Nullable String f,
      @Nullable String g,
      @Nullable String h,
      @Nullable String i,
      int last) {}

  record Nothing() {}

  record Counting(long value) {
    static final AtomicInteger ASKED = new AtomicInteger();

    @Override
    public long value() {
      ASKED.incrementAndGet();
      return value;
    }
  }

  record Picky(int value) {
    Picky {
      if (value < 0) {
        throw new IllegalArgumentException("negative: " + value);
      }
    }
  }

  @Test
  void writesAndReadsWhatItDidBefore() throws IOException {
    Random random = new Random(1);
    same(Flat.class, _ -> flat(random));
    same(Nothing.class, _ -> new Nothing());
    same(
        Nullables.class,
        _ ->
            new Nullables(
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                random.nextInt()));
  }

  private static Flat flat(Random random) {
    return new Flat(
        random.nextLong(),
        random.nextInt(),
        (short) random.nextInt(),
        (byte) random.nextInt(),
        random.nextBoolean(),
        (char) random.nextInt(),
        random.nextFloat(),
        random.nextDouble());
  }

  private static @Nullable String text(Random random) {
    return random.nextBoolean() ? null : Integer.toString(random.nextInt());
  }

  /** The first values, before handles are composed, must give the bytes of the last, and back. */
  private static <R> void same(Class<R> type, Function<Integer, R> make) throws IOException {
    Codec<R> codec = Codecs.of(type);
    List<R> values = new ArrayList<>();
    List<byte[]> before = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      values.add(make.apply(i));
      before.add(bytes(codec, values.get(i)));
    }
    for (int i = 0; i < MANY; i++) {
      bytes(codec, values.get(i % values.size()));
    }
    for (int i = 0; i < values.size(); i++) {
      assertThat(bytes(codec, values.get(i))).isEqualTo(before.get(i));
      assertThat(codec.read(input(before.get(i)))).isEqualTo(values.get(i));
    }
  }

  @Test
  void nestsRecordsArraysAndNulls() throws IOException {
    Random random = new Random(2);
    Codec<Mixed> codec = Codecs.of(Mixed.class);
    for (int i = 0; i < MANY; i++) {
      byte[] content = new byte[random.nextInt(3)];
      Mixed value =
          new Mixed(
              i,
              text(random),
              random.nextBoolean() ? flat(random) : null,
              random.nextBoolean() ? content : null);
      Mixed read = codec.read(input(bytes(codec, value)));
      assertThat(read.number()).isEqualTo(i);
      assertThat(read.name()).isEqualTo(value.name());
      assertThat(read.flat()).isEqualTo(value.flat());
      assertThat(read.bytes()).isEqualTo(value.bytes());
    }
  }

  @Test
  void asksEachAccessorOnce() throws IOException {
    Codec<Counting> codec = Codecs.of(Counting.class);
    for (int i = 0; i < MANY; i++) {
      Counting value = new Counting(i);
      Counting.ASKED.set(0);
      bytes(codec, value);
      assertThat(Counting.ASKED).hasValue(1);
    }
  }

  @Test
  void passesOnWhatFails() throws IOException {
    Codec<Picky> codec = Codecs.of(Picky.class);
    for (int i = 0; i < MANY; i++) {
      bytes(codec, new Picky(i));
    }
    DataOutputStream full =
        new DataOutputStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("full");
              }
            });
    assertThatThrownBy(() -> codec.write(new Picky(1), full))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
    byte[] negative = {-1, -1, -1, -1};
    assertThatThrownBy(() -> codec.read(input(negative)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("negative: -1");
    assertThatThrownBy(() -> codec.read(input(Arrays.copyOf(negative, 3))))
        .isInstanceOf(EOFException.class);
  }

  private static <R> byte[] bytes(Codec<R> codec, R value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(value, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
