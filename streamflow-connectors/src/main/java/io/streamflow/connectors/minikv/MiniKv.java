package io.streamflow.connectors.minikv;

import io.streamflow.function.MapFunction;

/** Values into a MiniKV store. */
public final class MiniKv {
  private MiniKv() {}

  /**
   * Sets the key of each item to its value; for the results of windows, and for {@link
   * io.streamflow.aggregate.KeyedValue}s. Of a key that has several windows, the last result
   * stands: give functions to tell them apart. An {@code Optional} that is empty deletes its key.
   *
   * @param gateway where the store is, such as {@code http://localhost:8000}
   * @throws IllegalArgumentException when that is no address of an HTTP server
   */
  public static MiniKvSink<Object> sink(String gateway) {
    return new MiniKvSink<>(Gateway.of(gateway), KeyAndValue::key, KeyAndValue::value);
  }

  /**
   * Sets keys to values.
   *
   * @param gateway where the store is, such as {@code http://localhost:8000}
   * @param key of an item; not empty
   * @param value of an item, whatever Jackson can write; an {@code Optional} that is empty deletes
   *     the key, one that is not stands for what is in it
   * @throws IllegalArgumentException when the gateway is no address of an HTTP server
   */
  public static <T> MiniKvSink<T> sink(
      String gateway, MapFunction<? super T, String> key, MapFunction<? super T, ?> value) {
    return new MiniKvSink<>(Gateway.of(gateway), key, value);
  }
}
