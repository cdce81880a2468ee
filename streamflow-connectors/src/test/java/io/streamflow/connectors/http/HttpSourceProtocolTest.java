package io.streamflow.connectors.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients are told, over real sockets. */
class HttpSourceProtocolTest {
  private Ingest ingest;

  @BeforeEach
  void start() throws Exception {
    ingest = Ingest.start(source -> source.maxBodyBytes(100_000));
  }

  @AfterEach
  void stop() {
    ingest.close();
  }

  @Test
  void takesAnObjectAnArrayAndLinesInTheOrderPosted() throws Exception {
    assertThat(ingest.post(View.json(1)).body()).isEqualTo("{\"accepted\":1}");
    assertThat(ingest.post(" [" + View.json(2) + ",\n " + View.json(3) + "] ").body())
        .isEqualTo("{\"accepted\":2}");
    assertThat(ingest.post(View.json(4) + "\n\n" + View.json(5) + "\r\n").body())
        .isEqualTo("{\"accepted\":2}");
    assertThat(
            ingest
                .post(View.json(6) + "\n" + View.json(7), "Content-Type", "application/x-ndjson")
                .body())
        .isEqualTo("{\"accepted\":2}");
    assertThat(ingest.post("\ufeff" + View.json(8)).statusCode()).isEqualTo(200);
    assertThat(ingest.post(View.json(9).replace(",", ",\n")).statusCode()).isEqualTo(200);
    assertThat(ingest.post("[]").body()).isEqualTo("{\"accepted\":0}");

    assertThat(ingest.awaitNumbers(9)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void answersAreJson() throws Exception {
    HttpResponse<String> answer = ingest.post(View.json(1));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void chunkedBodiesWithoutALengthAreTaken() throws Exception {
    String chunked =
        "POST /events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    String body = View.json(1);
    String half = body.substring(0, 10);
    String rest = body.substring(10);
    String chunks =
        "%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n".formatted(half.length(), half, rest.length(), rest);

    assertThat(raw(chunked + chunks)).startsWith("HTTP/1.1 200 ").endsWith("{\"accepted\":1}");
    assertThat(ingest.awaitNumbers(1)).containsExactly(1L);
  }

  @Test
  void aBodyThatIsCutWhereTheClientHungUpIsNotTaken() throws Exception {
    String line = View.json(1) + "\n";
    for (String head :
        List.of(
            "Content-Length: " + 2 * line.length() + "\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n%x\r\n".formatted(2 * line.length()),
            "Transfer-Encoding: chunked\r\n\r\n%x\r\n".formatted(line.length()))) {
      try (Socket socket = new Socket(ingest.uri.getHost(), ingest.uri.getPort())) {
        String request = "POST /events HTTP/1.1\r\nHost: x\r\n" + head + line;
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        socket.shutdownOutput();
        assertThat(socket.getInputStream().readAllBytes()).as(head).isEmpty();
      }
    }
    assertNothingWasTaken();
  }

  private String raw(String request) throws Exception {
    return ingest.raw(request.getBytes(ISO_8859_1));
  }

  /** The documents are told apart by ';'. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                     | the body is empty",
        "`  ;  `                | the body is empty",
        "{\"n\":                | the body is not JSON (line 1, column 6)",
        "OK;{\"n\":             | event 2 of 2: cannot read View (line 2, column 6)",
        "OK;;{\"n\":true};OK    | event 2 of 3: cannot read View at n (line 3, column 6)",
        "[OK,;OK,;{\"n\":true}] | event 3 of 3: cannot read View at n (line 3, column 6)",
        "[OK,{\"n\":true}]      | event 2 of 2: cannot read View at n (line 1, column 58)",
        "[OK,null]              | event 2 of 2: cannot read View: the document is null (line 1, column 53)",
        "[OK                    | the body is not JSON (line 1, column",
        "[OK]OK                 | line 1: more follows after the end of the array",
        "[OK] x                 | the body is not JSON (line 1, column",
        "OK OK                  | event 1 of 1: cannot read View",
        "OK x                   | event 1 of 1: cannot read View",
        "{}                     | event 1 of 1: cannot read View at n (line 1",
        "7                      | event 1 of 1: cannot read View (line 1, column 1)",
        "\"text\"               | event 1 of 1: cannot read View (line 1, column 1)",
        "{\"n\":1,\"time\":\"noon\"} | event 1 of 1: cannot read View at time (line 1, column",
      })
  void saysWhatIsWrongWithABodyAndAtWhichLine(String body, String why) throws Exception {
    String sent = body.replace("OK", View.json(1)).replace(";", "\n");

    HttpResponse<String> answer = ingest.post(sent);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body().replace("\\\"", "\"")).contains(why);
    assertNothingWasTaken();
  }

  /** A refused body leaves nothing behind, also of its good part. */
  private void assertNothingWasTaken() throws Exception {
    assertThat(ingest.post(View.json(99)).statusCode()).isEqualTo(200);
    assertThat(ingest.stop()).containsExactly(99L);
  }

  @Test
  void linesOfANewlineDelimitedBodyStandAlone() throws Exception {
    HttpResponse<String> answer =
        ingest.post(
            View.json(1) + "\n{\"n\":2,\n" + View.json(3), "Content-Type", "application/x-ndjson");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("event 2 of 3: cannot read View", "(line 2, column");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws Exception {
    byte[] invalid = View.json(1).replace("\"c\"", "\"\u00e9\"").getBytes(ISO_8859_1);
    byte[] utf16 = View.json(1).getBytes(UTF_16LE);
    for (byte[] body : List.of(invalid, utf16, new byte[] {'\n', (byte) 0xc3})) {
      HttpResponse<String> answer =
          Ingest.send(
              ingest.request("/events").POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("the body is not UTF-8");
    }
    assertNothingWasTaken();
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    String deep = "[".repeat(45_000) + "]".repeat(45_000);
    assertThat(ingest.post(deep).statusCode()).isEqualTo(400);
    assertThat(ingest.post("{\"x\":" + deep + "}").statusCode()).isEqualTo(400);
    assertThat(ingest.post("{\"x\":" + deep + "}\n{}").statusCode()).isEqualTo(400);
    assertNothingWasTaken();
  }

  @ParameterizedTest
  @ValueSource(ints = {100_001, 300_000, 5_000_000})
  void aBodyThatIsTooLargeIsRefused(int bytes) throws Exception {
    String body = View.json(1) + " ".repeat(bytes - View.json(1).length());

    HttpResponse<String> answer = ingest.post(body);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("larger than 100000 bytes");
    HttpResponse<String> chunked =
        Ingest.send(
            ingest
                .request("/events")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(UTF_8))))
                .build());
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertNothingWasTaken();
  }

  @Test
  void aBodyOfTheLargestSizeIsTaken() throws Exception {
    String body = View.json(1) + " ".repeat(100_000 - View.json(1).length());
    assertThat(ingest.post(body).statusCode()).isEqualTo(200);
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    for (String path : List.of("/", "/events/", "/events/1", "/event", "/healthy")) {
      HttpRequest request =
          ingest.request(path).POST(HttpRequest.BodyPublishers.ofString(View.json(1))).build();
      assertThat(Ingest.send(request).statusCode()).as(path).isEqualTo(404);
    }
    for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")) {
      HttpResponse<String> answer =
          Ingest.send(
              ingest
                  .request("/events")
                  .method(method, HttpRequest.BodyPublishers.noBody())
                  .build());
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }
    assertThat(Ingest.send(ingest.json("", "X", "y")).statusCode()).isEqualTo(400);
    assertNothingWasTaken();
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 200",
    "Application/JSON; charset=UTF-8, 200",
    "application/x-ndjson, 200",
    "application/jsonl; charset=\"utf-8\", 200",
    "application/json; charset=iso-8859-1, 415",
    "application/x-www-form-urlencoded, 415",
    "text/plain, 415",
    "application/xml, 415",
  })
  void theTypeOfTheBodyIsLookedAt(String type, int status) throws Exception {
    assertThat(ingest.post(View.json(1), "Content-Type", type).statusCode()).isEqualTo(status);
  }

  @Test
  void compressedBodiesAreRefused() throws Exception {
    HttpResponse<String> answer = ingest.post("x", "Content-Encoding", "gzip");
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("Content-Encoding gzip");
    assertThat(ingest.post(View.json(1), "Content-Encoding", "identity").statusCode())
        .isEqualTo(200);
  }

  @Test
  void tellsThatItIsUp() throws Exception {
    HttpResponse<String> answer = Ingest.send(ingest.request("/health").GET().build());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"up\"}");
    assertThat(Ingest.send(ingest.request("/health").DELETE().build()).statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "POST /ev ents HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      })
  void whatIsNotHttpIsRefused(String request) throws Exception {
    assertThat(raw(request)).containsPattern("^HTTP/1.1 40[04] |^$");
    assertNothingWasTaken();
  }

  @Test
  void aConnectionMayServeManyRequests() throws Exception {
    String body = View.json(1);
    String request =
        "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    String last = request.replace("Host: x", "Host: x\r\nConnection: close");

    assertThat(raw(request + request + last).split("\\{\"accepted\":1\\}", -1)).hasSize(4);
  }
}
