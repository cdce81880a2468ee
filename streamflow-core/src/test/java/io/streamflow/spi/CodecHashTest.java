package io.streamflow.spi;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CodecHashTest {
  private static final int GROUPS = 1024;

  @Test
  void hashesNeverChange() {
    assertThat(CodecHashes.all())
        .containsExactly(
            "Boolean 1364076727",
            "Byte -2114883783",
            "Short 1718167128",
            "Character 163803048",
            "Integer 1364076727",
            "Long 885181228",
            "Float -1314213450",
            "Double -1664175438",
            "Double 1476737925",
            "String 2091752369",
            "String 477257890",
            "UUID -913358704",
            "BigInteger 1895832192",
            "BigDecimal -1508086110",
            "Instant -928475171",
            "Duration -640492474",
            "LocalDate -570201845",
            "LocalTime -2015514085",
            "LocalDateTime -1639508255",
            "OffsetDateTime 120775118",
            "Color 1923070498",
            "Empty 0",
            "Key -2032521513",
            "Boxes 1609737954",
            "Shape -1035815582",
            "list -167670547");
  }

  @Test
  void hashesAreTheSameInAnotherJvm() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Objects get their identity hashes by another rule there, enum constants too.
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2",
                "-cp",
                where(CodecHashes.class) + File.pathSeparator + where(Codec.class),
                CodecHashes.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines;
    try (var reader = child.inputReader()) {
      lines = reader.lines().toList();
    } finally {
      child.destroyForcibly();
    }

    assertThat(lines).isEqualTo(CodecHashes.all());
  }

  private static Path where(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void bytesAndStringsAreHashedByMurmur3() {
    Codec<byte[]> bytes = Codecs.of(byte[].class);

    // Published test vectors of MurmurHash3_x86_32 with seed 0.
    assertThat(bytes.stableHash(new byte[0])).isEqualTo(0);
    assertThat(bytes.stableHash("test".getBytes(UTF_8))).isEqualTo(0xba6bd213);
    assertThat(bytes.stableHash("Hello, world!".getBytes(UTF_8))).isEqualTo(0xc0363e43);
    assertThat(bytes.stableHash("The quick brown fox jumps over the lazy dog".getBytes(UTF_8)))
        .isEqualTo(0x2e4ff723);
    for (String text : List.of("", "a", "ab", "abc", "Zo\u00eb \u20ac")) {
      assertThat(Codecs.of(String.class).stableHash(text))
          .isEqualTo(bytes.stableHash(text.getBytes(UTF_16LE)));
    }
  }

  @Test
  void aCodecWithoutAHashOfItsOwnIsHashedByItsBytes() {
    Codec<String> codec =
        new Codec<>() {
          @Override
          public void write(String value, DataOutput out) throws IOException {
            out.write(value.getBytes(UTF_8));
          }

          @Override
          public String read(DataInput in) {
            throw new UnsupportedOperationException();
          }

          @Override
          public String fingerprint() {
            return "test";
          }

          @Override
          public boolean canonical() {
            return true;
          }
        };

    assertThat(codec.stableHash("test")).isEqualTo(0xba6bd213);
  }

  @Test
  void keysSpreadEvenlyOverTheGroups() {
    Codec<Long> longs = Codecs.of(Long.class);
    Codec<Integer> ints = Codecs.of(Integer.class);
    Codec<String> strings = Codecs.of(String.class);
    Codec<CodecSamples.Key> keys = Codecs.of(CodecSamples.Key.class);
    Codec<Instant> instants = Codecs.of(Instant.class);
    List<String> words = new ArrayList<>();
    for (char a = 'a'; a <= 'z'; a++) {
      for (char b = 'a'; b <= 'z'; b++) {
        for (char c = 'a'; c <= 'z'; c++) {
          words.add("" + a + b + c);
        }
      }
    }

    assertEven(
        "sequential longs", LongStream.range(0, 1 << 20).boxed().toList(), longs::stableHash);
    assertEven(
        "longs in steps of 1024",
        LongStream.range(0, 1 << 20).mapToObj(i -> i * 1024).toList(),
        longs::stableHash);
    assertEven(
        "longs above 32 bits",
        LongStream.range(0, 1 << 20).mapToObj(i -> i << 32).toList(),
        longs::stableHash);
    assertEven("sequential ints", IntStream.range(0, 1 << 20).boxed().toList(), ints::stableHash);
    assertEven("three letters", words, strings::stableHash);
    assertEven(
        "numbered strings",
        IntStream.range(0, 200_000).mapToObj(i -> "user-" + i).toList(),
        strings::stableHash);
    assertEven(
        "records",
        IntStream.range(0, 200_000)
            .mapToObj(i ->
                new CodecSamples.Key(
                    "/p" + i % 100,
                    i % 2 == 0 ? CodecSamples.Color.RED : CodecSamples.Color.BLUE,
                    i / 100))
            .toList(),
        keys::stableHash);
    assertEven(
        "whole minutes",
        IntStream.range(0, 200_000).mapToObj(i -> Instant.ofEpochSecond(i * 60L)).toList(),
        instants::stableHash);
  }

  /** Pearson's test, on the low bits and on the high ones: who takes the group may use either. */
  private static <T> void assertEven(String name, List<T> keys, ToIntFunction<T> hash) {
    assertEven(name + ", low bits", keys, hash, h -> h & (GROUPS - 1));
    assertEven(name + ", high bits", keys, hash, h -> h >>> 22);
  }

  private static <T> void assertEven(
      String name, List<T> keys, ToIntFunction<T> hash, IntUnaryOperator groupOf) {
    long[] counts = new long[GROUPS];
    keys.forEach(key -> counts[groupOf.applyAsInt(hash.applyAsInt(key))]++);
    double expected = keys.size() / (double) GROUPS;
    double deviation = 0;
    for (long count : counts) {
      deviation += (count - expected) * (count - expected) / expected;
    }
    // For chance, 1023 with a standard deviation of 45.
    assertThat(deviation).as(name).isLessThan(1023 + 5 * 45);
  }
}
