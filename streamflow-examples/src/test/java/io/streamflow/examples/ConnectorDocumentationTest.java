package io.streamflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The source and the sink that docs/connectors.md shows are short, and keep the contract. */
class ConnectorDocumentationTest {
  static final String SECTION = "## A connector of your own";
  private static final int MOST_LINES = 40;

  @TempDir Path directory;

  /** The last part of the page. */
  private static String section() throws IOException {
    String page = Files.readString(Path.of("../docs/connectors.md"));
    return page.substring(page.indexOf(SECTION));
  }

  /** The tests that a factory of the page's test class makes. */
  private List<DynamicTest> tests(String code, String factory) throws Exception {
    Path classes = Files.createTempDirectory(directory, "classes");
    assertThat(Snippets.compile(Snippets.IMPORTS + code, classes)).isEmpty();
    URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
    Constructor<?> constructor = loader.loadClass("ConnectorsTest").getDeclaredConstructor();
    constructor.setAccessible(true);
    Object test = constructor.newInstance();
    Field place = test.getClass().getDeclaredField("directory");
    place.setAccessible(true);
    place.set(test, Files.createTempDirectory(directory, factory));
    Method made = test.getClass().getDeclaredMethod(factory);
    made.setAccessible(true);
    List<DynamicTest> tests = new ArrayList<>();
    for (Object one : (List<?>) made.invoke(test)) {
      tests.add((DynamicTest) one);
    }
    assertThat(tests).hasSizeGreaterThan(15);
    return tests;
  }

  @Test
  void sourceAndSinkAreShort() throws IOException {
    List<String> snippets = Snippets.of(section());
    assertThat(snippets).hasSize(3);
    assertThat(snippets.subList(0, 2))
        .allSatisfy(code -> assertThat(code.lines()).hasSizeLessThan(MOST_LINES));
  }

  @TestFactory
  List<DynamicTest> theSourceConforms() throws Exception {
    return tests(String.join("\n", Snippets.of(section())), "sensorLogs");
  }

  @TestFactory
  List<DynamicTest> theSinkConforms() throws Exception {
    return tests(String.join("\n", Snippets.of(section())), "mailbox");
  }

  @Test
  void aFailureIsToldAsThePageShowsIt() throws Throwable {
    String code = String.join("\n", Snippets.of(section()));
    String wrong = code.replace("Offset.of(read)", "Offset.of(read + 1)");
    assertThat(wrong).isNotEqualTo(code);
    AssertionError told = null;
    for (DynamicTest test : tests(wrong, "sensorLogs")) {
      if (test.getDisplayName().equals("an offset resumes with the next item")) {
        try {
          test.getExecutable().execute();
        } catch (AssertionError e) {
          told = e;
        }
      }
    }
    assertThat(told).isNotNull();
    assertThat(section()).contains("```\n" + told.getMessage() + "\n```");
  }
}
