package io.streamflow.operator;

import io.streamflow.function.IndexFunction;
import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes operators from their templates, either plain or each with a class of its own.
 *
 * <p>The JIT's type profile belongs to the bytecode, not to the instance, so operator classes that
 * several steps share become megamorphic as soon as one JVM runs a few pipelines. A hidden class
 * defined from the template's own bytes has a profile of its own, and final fields that the JIT
 * trusts as constants. Hidden classes are unloaded with their pipeline.
 */
abstract sealed class Templates {
  private static final MethodType MAKE = MethodType.methodType(Operator.class, Arguments.class);

  private Templates() {}

  /** Plain operators, or specialised ones. */
  static Templates of(boolean specialised) {
    return specialised ? new Hidden() : new Plain();
  }

  /** An instance of {@code template}, made with these {@link Arguments}. */
  abstract Operator make(Class<? extends Operator> template, Object... arguments);

  /** The loop over {@code head}, behind a source that may make its items from their index. */
  abstract ChainLoop loop(Operator head, @Nullable IndexFunction<?> source);

  /**
   * The first argument of a kind with which a specialised operator was made, for a constant of its
   * class; null for a plain one.
   *
   * <p>Under the loop's constant head, fields would do. But the JIT compiles a step's {@code push}
   * for itself before it compiles the loop, and will not inline it there if that code is big. With
   * the rest of the chain, and the functions, as constants it is small.
   */
  static <T> @Nullable T constant(MethodHandles.Lookup template, Class<T> kind) {
    Object[] arguments;
    try {
      arguments = MethodHandles.classData(template, ConstantDescs.DEFAULT_NAME, Object[].class);
    } catch (IllegalAccessException cannotBe) {
      throw new IllegalStateException(cannotBe); // a class may read its own class data
    }
    if (arguments != null) {
      for (Object argument : arguments) {
        if (kind.isInstance(argument)) {
          return kind.cast(argument);
        }
      }
    }
    return null;
  }

  /** By the static method of the template, or of a copy of it. */
  private static Operator construct(
      MethodHandles.Lookup lookup, Class<?> type, Object... arguments) {
    try {
      return (Operator) lookup.findStatic(type, "make", MAKE).invokeExact(new Arguments(arguments));
    } catch (ReflectiveOperationException cannotBe) {
      throw new IllegalStateException(
          "template " + type + " has no static Operator make(Arguments)", cannotBe);
    } catch (Throwable thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  private static final class Plain extends Templates {
    @Override
    Operator make(Class<? extends Operator> template, Object... arguments) {
      return construct(MethodHandles.lookup(), template, arguments);
    }

    @Override
    ChainLoop loop(Operator head, @Nullable IndexFunction<?> source) {
      return new PlainLoop(head, source);
    }
  }

  private static final class Hidden extends Templates {
    private static final Map<Class<?>, byte[]> BYTES = new ConcurrentHashMap<>();

    /** Where hidden classes cannot be defined, such as in a native image, plain ones do. */
    private boolean available = true;

    @Override
    Operator make(Class<? extends Operator> template, Object... arguments) {
      if (available) {
        try {
          MethodHandles.Lookup copy = define(template, arguments);
          return construct(copy, copy.lookupClass(), arguments);
        } catch (IOException
            | IllegalAccessException
            | LinkageError
            | UnsupportedOperationException e) {
          fallBack(e);
        }
      }
      return construct(MethodHandles.lookup(), template, arguments);
    }

    private static MethodHandles.Lookup define(
        Class<? extends Operator> template, Object... arguments)
        throws IOException, IllegalAccessException {
      return MethodHandles.lookup()
          .defineHiddenClassWithClassData(bytes(template), arguments, true, ClassOption.NESTMATE);
    }

    @Override
    ChainLoop loop(Operator head, @Nullable IndexFunction<?> source) {
      if (available) {
        try {
          return (ChainLoop)
              MethodHandles.lookup()
                  .defineHiddenClassWithClassData(
                      bytes(ConstantLoop.class),
                      new ConstantLoop.Constants(head, source),
                      true,
                      ClassOption.NESTMATE)
                  .lookupClass()
                  .getDeclaredConstructor()
                  .newInstance();
        } catch (IOException
            | ReflectiveOperationException
            | LinkageError
            | UnsupportedOperationException e) {
          fallBack(e);
        }
      }
      return new PlainLoop(head, source);
    }

    private void fallBack(Throwable cause) {
      available = false;
      Logs.TEMPLATES.warn(
          "operators cannot be specialised here, so chains run slower: {}", cause.toString());
    }

    private static byte[] bytes(Class<?> template) throws IOException {
      byte[] known = BYTES.get(template);
      if (known != null) {
        return known;
      }
      String file =
          template.getName().substring(template.getName().lastIndexOf('.') + 1) + ".class";
      try (InputStream in = template.getResourceAsStream(file)) {
        if (in == null) {
          throw new IOException("no class file for " + template);
        }
        byte[] read = in.readAllBytes();
        BYTES.put(template, read);
        return read;
      }
    }
  }
}
