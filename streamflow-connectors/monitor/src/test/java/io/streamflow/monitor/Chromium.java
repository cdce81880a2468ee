package io.streamflow.monitor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser without a window. Tests that need one are skipped where none is installed. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final String PROPERTY = "monitor.chromium";

  private final Process process;
  private final Path profile;
  private final URI uri;

  private Chromium(Process process, Path profile, URI uri) {
    this.process = process;
    this.profile = profile;
    this.uri = uri;
  }

  static Chromium start() throws Exception {
    Optional<Path> found = find();
    assumeTrue(
        found.isPresent(),
        "no browser: install the package 'chromium', or name one by -D"
            + PROPERTY
            + "=/path/to/it");
    Path profile = Files.createTempDirectory("streamflow-monitor-chromium");
    List<String> command = new ArrayList<>();
    command.add(found.get().toString());
    command.addAll(
        List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output.log").toFile())
            .start();
    return new Chromium(process, profile, port(process, profile));
  }

  private static Optional<Path> find() {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static URI port(Process process, Path profile) throws Exception {
    Path file = profile.resolve("DevToolsActivePort");
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < until && process.isAlive()) {
      if (Files.exists(file) && !Files.readAllLines(file).isEmpty()) {
        return URI.create("http://127.0.0.1:" + Files.readAllLines(file).getFirst());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new IOException(
        "the browser did not start: " + Files.readString(profile.resolve("output.log")));
  }

  DevTools open() throws Exception {
    return DevTools.open(uri);
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
