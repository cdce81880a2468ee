package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** The codecs of the boxes of whole numbers, characters and truth values. */
final class WholeCodecs {
  private WholeCodecs() {}

  /** One byte, 0 or 1. */
  enum OfBoolean implements Codec<Boolean> {
    INSTANCE;

    @Override
    public void write(Boolean value, DataOutput out) throws IOException {
      out.writeBoolean(value);
    }

    @Override
    public Boolean read(DataInput in) throws IOException {
      return in.readBoolean();
    }

    @Override
    public String fingerprint() {
      return "boolean";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(Boolean value) {
      return Murmur3.ofInt(value ? 1 : 0);
    }
  }

  /** One byte. */
  enum OfByte implements Codec<Byte> {
    INSTANCE;

    @Override
    public void write(Byte value, DataOutput out) throws IOException {
      out.writeByte(value);
    }

    @Override
    public Byte read(DataInput in) throws IOException {
      return in.readByte();
    }

    @Override
    public String fingerprint() {
      return "byte";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(Byte value) {
      return Murmur3.ofInt(value);
    }
  }

  /** Two bytes, high byte first. */
  enum OfShort implements Codec<Short> {
    INSTANCE;

    @Override
    public void write(Short value, DataOutput out) throws IOException {
      out.writeShort(value);
    }

    @Override
    public Short read(DataInput in) throws IOException {
      return in.readShort();
    }

    @Override
    public String fingerprint() {
      return "short";
    }

    @Override
    public Optional<Codec<Short>> reading(String fingerprint) {
      return Widening.reading(fingerprint, this, Number::shortValue);
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(Short value) {
      return Murmur3.ofInt(value);
    }
  }

  /** Two bytes, high byte first. */
  enum OfCharacter implements Codec<Character> {
    INSTANCE;

    @Override
    public void write(Character value, DataOutput out) throws IOException {
      out.writeChar(value);
    }

    @Override
    public Character read(DataInput in) throws IOException {
      return in.readChar();
    }

    @Override
    public String fingerprint() {
      return "char";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(Character value) {
      return Murmur3.ofInt(value);
    }
  }

  /** Four bytes, high byte first. */
  enum OfInteger implements Codec<Integer> {
    INSTANCE;

    @Override
    public void write(Integer value, DataOutput out) throws IOException {
      out.writeInt(value);
    }

    @Override
    public Integer read(DataInput in) throws IOException {
      return in.readInt();
    }

    @Override
    public String fingerprint() {
      return "int";
    }

    @Override
    public Optional<Codec<Integer>> reading(String fingerprint) {
      return Widening.reading(fingerprint, this, Number::intValue);
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(Integer value) {
      return Murmur3.ofInt(value);
    }
  }

  /** Eight bytes, high byte first. */
  enum OfLong implements Codec<Long> {
    INSTANCE;

    @Override
    public void write(Long value, DataOutput out) throws IOException {
      out.writeLong(value);
    }

    @Override
    public Long read(DataInput in) throws IOException {
      return in.readLong();
    }

    @Override
    public String fingerprint() {
      return "long";
    }

    @Override
    public Optional<Codec<Long>> reading(String fingerprint) {
      return Widening.reading(fingerprint, this, Number::longValue);
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(Long value) {
      return Murmur3.ofLong(value);
    }
  }
}
