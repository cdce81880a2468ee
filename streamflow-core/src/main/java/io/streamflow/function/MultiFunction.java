package io.streamflow.function;

import java.io.Serializable;

/** Functions of two to eight values; most often the constructor of a record: {@code Stats::new}. */
public final class MultiFunction {

  private MultiFunction() {}

  /**
   * A function of two values.
   *
   * @param <T1> the first value
   * @param <T2> the second value
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Of2<T1, T2, R> extends Serializable {
    /** The result for the values. */
    R apply(T1 first, T2 second) throws Exception;
  }

  /**
   * A function of three values.
   *
   * @param <T1> the first value
   * @param <T2> the second value
   * @param <T3> the third value
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Of3<T1, T2, T3, R> extends Serializable {
    /** The result for the values. */
    R apply(T1 first, T2 second, T3 third) throws Exception;
  }

  /**
   * A function of four values.
   *
   * @param <T1> the first value
   * @param <T2> the second value
   * @param <T3> the third value
   * @param <T4> the fourth value
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Of4<T1, T2, T3, T4, R> extends Serializable {
    /** The result for the values. */
    R apply(T1 first, T2 second, T3 third, T4 fourth) throws Exception;
  }

  /**
   * A function of five values.
   *
   * @param <T1> the first value
   * @param <T2> the second value
   * @param <T3> the third value
   * @param <T4> the fourth value
   * @param <T5> the fifth value
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Of5<T1, T2, T3, T4, T5, R> extends Serializable {
    /** The result for the values. */
    R apply(T1 first, T2 second, T3 third, T4 fourth, T5 fifth) throws Exception;
  }

  /**
   * A function of six values.
   *
   * @param <T1> the first value
   * @param <T2> the second value
   * @param <T3> the third value
   * @param <T4> the fourth value
   * @param <T5> the fifth value
   * @param <T6> the sixth value
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Of6<T1, T2, T3, T4, T5, T6, R> extends Serializable {
    /** The result for the values. */
    R apply(T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth) throws Exception;
  }

  /**
   * A function of seven values.
   *
   * @param <T1> the first value
   * @param <T2> the second value
   * @param <T3> the third value
   * @param <T4> the fourth value
   * @param <T5> the fifth value
   * @param <T6> the sixth value
   * @param <T7> the seventh value
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Of7<T1, T2, T3, T4, T5, T6, T7, R> extends Serializable {
    /** The result for the values. */
    R apply(T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh)
        throws Exception;
  }

  /**
   * A function of eight values.
   *
   * @param <T1> the first value
   * @param <T2> the second value
   * @param <T3> the third value
   * @param <T4> the fourth value
   * @param <T5> the fifth value
   * @param <T6> the sixth value
   * @param <T7> the seventh value
   * @param <T8> the eighth value
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Of8<T1, T2, T3, T4, T5, T6, T7, T8, R> extends Serializable {
    /** The result for the values. */
    R apply(T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh, T8 eighth)
        throws Exception;
  }
}
