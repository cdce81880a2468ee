package io.streamflow.operator;

/**
 * What an operator is made with, in the order of its constructor's parameters. Every template has a
 * {@code static Operator make(Arguments)}, which calls that constructor: all have one form, so that
 * a new JVM needs not make method handles for each form of constructor, as it does for reflection.
 */
final class Arguments {
  private final Object[] all;

  Arguments(Object... all) {
    this.all = all;
  }

  /**
   * The value for a parameter.
   *
   * @param <T> the parameter's type, which the call is compiled for
   * @throws ClassCastException in the caller, when the value is of another type
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <T> T at(int index) {
    return (T) all[index];
  }
}
