package io.streamflow.connectors.jackson;

import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Makes primitive record components required: a missing number would otherwise silently become
 * zero. What an annotation says goes first.
 */
public final class PrimitivesRequired extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  /** One for a mapper. */
  public PrimitivesRequired() {}

  @Override
  public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    Boolean annotated = super.hasRequiredMarker(config, member);
    boolean primitive = member instanceof AnnotatedParameter && member.getRawType().isPrimitive();
    return primitive ? Boolean.TRUE : annotated;
  }
}
