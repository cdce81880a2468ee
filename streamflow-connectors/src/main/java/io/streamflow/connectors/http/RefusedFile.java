package io.streamflow.connectors.http;

import io.streamflow.connectors.client.Answer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Items that a server has refused for good, one JSON object a line, each on the disk before its
 * delivery counts. An item that is here is not sent again, so it is either with the server or here,
 * once. Any thread.
 */
final class RefusedFile implements Closeable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final long maxBytes;
  private final FileChannel channel;
  private final Set<String> keys = new HashSet<>();
  private long size;

  private RefusedFile(Path file, long maxBytes, FileChannel channel) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.channel = channel;
  }

  /** Opens or makes the file, and cuts off what a crash has left half written. */
  static RefusedFile open(Path file, long maxBytes) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (!isLocked(channel)) {
        throw new IOException(file + " is in use: each sink needs a file of its own");
      }
      RefusedFile opened = new RefusedFile(file, maxBytes, channel);
      opened.readKeys();
      return opened;
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  /** Held until the channel is closed. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void readKeys() throws IOException {
    var in = new java.io.BufferedInputStream(Channels.newInputStream(channel)); // stays open
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.write(next);
        continue;
      }
      keys.add(key(line.toByteArray()));
      size += line.size() + 1;
      line.reset();
    }
    channel.truncate(size);
  }

  private String key(byte[] line) throws IOException {
    try {
      JsonNode key = JSON.readTree(line).get("key");
      if (key != null && key.isString()) {
        return key.stringValue();
      }
    } catch (JacksonException e) {
      throw new IOException(file + " has a line at byte " + size + " that is no JSON", e);
    }
    throw new IOException(file + " has a line at byte " + size + " that is none of this sink's");
  }

  /** Whether an item is here. */
  synchronized boolean has(String key) {
    return keys.contains(key);
  }

  /**
   * Adds an item, unless it is here.
   *
   * @throws IOException when there is no room for it
   */
  synchronized void add(String key, String request, Answer answer, byte[] body) throws IOException {
    if (keys.contains(key)) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("key", key);
    line.put("request", request);
    line.put("status", answer.status());
    line.put("answer", answer.text());
    putBody(body, line);
    byte[] json = JSON.writeValueAsBytes(line);
    if (size + json.length + 1 > maxBytes) {
      throw new IOException(
          file
              + " has no room for another refused item within its "
              + maxBytes
              + " bytes: move it away while the job is not running, and look at it");
    }
    ByteBuffer bytes = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    long at = size;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    channel.force(false);
    size = at;
    keys.add(key);
  }

  private static void putBody(byte[] body, Map<String, Object> line) {
    try {
      line.put(
          "body", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException e) {
      line.put("bodyBase64", Base64.getEncoder().encodeToString(body));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
