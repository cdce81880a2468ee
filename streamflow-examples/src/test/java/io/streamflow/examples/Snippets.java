package io.streamflow.examples;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The Java snippets of a page. */
final class Snippets {
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** What snippets leave out. */
  static final String IMPORTS =
      """
      import io.micrometer.core.instrument.MeterRegistry;
      import io.micrometer.core.instrument.Metrics;
      import io.streamflow.*;
      import io.streamflow.aggregate.*;
      import io.streamflow.connectors.file.*;
      import io.streamflow.connectors.http.*;
      import io.streamflow.connectors.json.*;
      import io.streamflow.connectors.kafka.*;
      import io.streamflow.connectors.minikv.*;
      import io.streamflow.function.*;
      import io.streamflow.job.*;
      import io.streamflow.local.*;
      import io.streamflow.monitor.*;
      import io.streamflow.spi.*;
      import io.streamflow.testing.*;
      import io.streamflow.time.*;
      import io.streamflow.window.*;
      import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
      import static java.nio.file.StandardOpenOption.*;
      import java.io.*;
      import java.nio.charset.StandardCharsets;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import org.junit.jupiter.api.*;
      import org.junit.jupiter.api.io.TempDir;

      """;

  private Snippets() {}

  /** Those of a page, or of a part of one. */
  static List<String> of(String page) {
    return SNIPPET.matcher(page).results().map(found -> found.group(1)).toList();
  }

  /** Compiles a whole file into a directory; what is wrong with it. */
  static List<String> compile(String source, Path output) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaFileObject unit =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    ToolProvider.getSystemJavaCompiler()
        .getTask(
            null,
            null,
            diagnostics,
            List.of(
                "-d",
                output.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none"),
            null,
            List.of(unit))
        .call();
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
        .toList();
  }
}
