package io.streamflow.types;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A generic type whose variables have been replaced; equal to the JDK's own of the same parts.
 * Immutable.
 *
 * @param raw the class
 * @param owner the type that the class is nested in, if any
 * @param arguments what its variables stand for
 */
public record SubstitutedType(Type raw, @Nullable Type owner, List<Type> arguments)
    implements ParameterizedType {

  @Override
  public Type getRawType() {
    return raw;
  }

  @Override
  public @Nullable Type getOwnerType() {
    return owner;
  }

  @Override
  public Type[] getActualTypeArguments() {
    return arguments.toArray(Type[]::new);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ParameterizedType that
        && raw.equals(that.getRawType())
        && Objects.equals(owner, that.getOwnerType())
        && arguments.equals(List.of(that.getActualTypeArguments()));
  }

  @Override
  public int hashCode() {
    // As the JDK's own does.
    return Arrays.hashCode(getActualTypeArguments())
        ^ Objects.hashCode(owner)
        ^ Objects.hashCode(raw);
  }

  @Override
  public String toString() {
    return arguments.stream()
        .map(Type::getTypeName)
        .collect(Collectors.joining(", ", raw.getTypeName() + "<", ">"));
  }
}
