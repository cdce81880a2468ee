package io.streamflow.monitor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One tab of a browser, driven over the DevTools protocol. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SECONDS = 30;

  private final HttpClient client;
  private final String tab;
  private final URI browser;
  private final StringBuilder text = new StringBuilder();
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private WebSocket socket;

  /** What the page has complained of. */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  /** The addresses it has asked for. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private DevTools(HttpClient client, URI browser, String tab) {
    this.client = client;
    this.browser = browser;
    this.tab = tab;
  }

  /** Opens a new tab. */
  static DevTools open(URI browser) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(browser.resolve("/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    JsonNode made =
        JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    DevTools page = new DevTools(client, browser, made.get("id").asString());
    page.socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(made.get("webSocketDebuggerUrl").asString()), page)
            .get(SECONDS, TimeUnit.SECONDS);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      page.call(domain + ".enable", Map.of());
    }
    return page;
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      JsonNode message = JSON.readTree(text.toString());
      text.setLength(0);
      take(message);
    }
    webSocket.request(1);
    return null;
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      answers.remove(message.get("id").asInt()).complete(message);
      return;
    }
    JsonNode params = message.get("params");
    switch (message.get("method").asString()) {
      case "Runtime.exceptionThrown" -> complaints.add(params.toString());
      case "Log.entryAdded" -> complaints.add(params.toString());
      case "Runtime.consoleAPICalled" -> complaints.add(params.toString());
      case "Network.requestWillBeSent" -> requests.add(params.get("request").get("url").asString());
      default -> {}
    }
  }

  /** Calls a method of the protocol, and waits for its result. */
  JsonNode call(String method, Map<String, ?> params) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    String command = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", params));
    socket.sendText(command, true).get(SECONDS, TimeUnit.SECONDS);
    JsonNode message = answer.get(SECONDS, TimeUnit.SECONDS);
    if (message.has("error")) {
      throw new IOException(method + ": " + message.get("error"));
    }
    return message.get("result");
  }

  /** Goes to a page and waits until all of it is there: before that it has no elements to ask. */
  void go(URI uri) throws Exception {
    call("Page.navigate", Map.of("url", uri.toString()));
    await("document.readyState === 'complete'");
  }

  /** The value of an expression: text, a number, a boolean, or what JSON has of it. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.get("exceptionDetails"));
    }
    JsonNode value = result.get("result").get("value");
    return value == null ? JSON.nullNode() : value;
  }

  String text(String expression) throws Exception {
    return evaluate(expression).asString().replace('\u00a0', ' ');
  }

  /** Waits until an expression is true. */
  void await(String condition) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!evaluate("Boolean(" + condition + ")").asBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError(
            "never true: "
                + condition
                + "\nthe page: "
                + text("document.body.innerText")
                + "\nits complaints: "
                + complaints);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Presses and releases a key. */
  void press(String key) throws Exception {
    String typed = key.equals("Enter") ? "\r" : "";
    int code =
        Map.of(
                "Enter",
                13,
                "Escape",
                27,
                "Tab",
                9,
                "ArrowLeft",
                37,
                "ArrowUp",
                38,
                "ArrowRight",
                39,
                "ArrowDown",
                40)
            .get(key);
    for (String type : List.of(typed.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              key,
              "code",
              key,
              "text",
              type.equals("keyUp") ? "" : typed,
              "windowsVirtualKeyCode",
              code));
    }
  }

  /** Clicks into the middle of an element. */
  void click(String selector) throws Exception {
    JsonNode place =
        evaluate(
            "(() => { const e = document.querySelector('"
                + selector
                + "');"
                + "e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + "return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              place.get("x").asDouble(),
              "y",
              place.get("y").asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Takes the mouse away from everything. */
  void leave() throws Exception {
    call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", 0, "y", 0));
  }

  void size(int width, int height) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  void dark(boolean dark) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Keeps a picture of the whole page. */
  void screenshot(Path file) throws Exception {
    JsonNode shot =
        call(
            "Page.captureScreenshot",
            Map.of("format", "png", "captureBeyondViewport", true, "clip", whole()));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(shot.get("data").asString()));
  }

  private Map<String, ?> whole() throws Exception {
    JsonNode size = evaluate("({w: innerWidth, h: document.documentElement.scrollHeight})");
    return Map.of(
        "x",
        0,
        "y",
        0,
        "width",
        size.get("w").asInt(),
        "height",
        size.get("h").asInt(),
        "scale",
        1);
  }

  @Override
  public void close() {
    socket.abort();
    HttpRequest request = HttpRequest.newBuilder(browser.resolve("/json/close/" + tab)).build();
    client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .join();
    client.shutdownNow();
  }
}
