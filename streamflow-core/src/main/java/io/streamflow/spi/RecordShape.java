package io.streamflow.spi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How to take a record apart and put it together again, whatever its visibility: through its
 * accessors and its canonical constructor. Any thread.
 */
final class RecordShape {
  private final MethodHandle[] typedAccessors;
  private final MethodHandle typedConstructor;
  private final MethodHandle[] accessors;
  private final MethodHandle constructor;
  private final boolean ownEquals;

  /**
   * Looks at a record class.
   *
   * @throws InaccessibleObjectException when the module of {@code type} does not let this one in
   */
  RecordShape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    typedAccessors = new MethodHandle[components.length];
    accessors = new MethodHandle[components.length];
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      for (int i = 0; i < components.length; i++) {
        // Setting it accessible, unlike a private lookup, needs neither "reads" nor, where class
        // and package are public, "opens".
        Method accessor = components[i].getAccessor();
        accessor.setAccessible(true);
        typedAccessors[i] = lookup.unreflect(accessor);
        accessors[i] = typedAccessors[i].asType(MethodType.methodType(Object.class, Object.class));
      }
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      typedConstructor = lookup.unreflectConstructor(canonical);
      constructor =
          typedConstructor
              .asType(MethodType.genericMethodType(types.length))
              .asSpreader(Object[].class, types.length);
      // The compiler makes the one that compares component by component final; a written one rarely
      // is, and then only its author knows which values are equal.
      ownEquals = !Modifier.isFinal(type.getMethod("equals", Object.class).getModifiers());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not a well-formed record: " + type.getName(), e);
    }
  }

  /** Whether the record says itself when two of its values are equal. */
  boolean hasOwnEquals() {
    return ownEquals;
  }

  /** The accessors, of the components' own types. */
  MethodHandle[] accessors() {
    return typedAccessors.clone();
  }

  /** The canonical constructor, of the components' own types. */
  MethodHandle constructor() {
    return typedConstructor;
  }

  /** The value of component number {@code index}. */
  @Nullable Object part(Object value, int index) {
    try {
      return (@Nullable Object) accessors[index].invokeExact(value);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** The record made of {@code parts}. */
  Object make(@Nullable Object[] parts) {
    try {
      return (Object) constructor.invokeExact(parts);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Neither an accessor nor a canonical constructor can declare a checked exception. */
  private static RuntimeException unchecked(Throwable e) {
    return switch (e) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      default -> new IllegalStateException(e);
    };
  }
}
