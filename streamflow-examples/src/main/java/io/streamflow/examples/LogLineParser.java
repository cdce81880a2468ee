package io.streamflow.examples;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Reads one line of combined format from left to right:
 *
 * <pre>
 * client ident user [17/May/2015:10:05:03 +0000] "GET /x?y HTTP/1.1" 200 512 "referer" "agent"
 * </pre>
 *
 * A quote within quotes is written {@code \"}. Further fields after the agent are left alone.
 */
final class LogLineParser {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private final String line;
  private int at;

  LogLineParser(String line) {
    this.line = line;
  }

  LogLine parse() {
    if (line.indexOf('\r') >= 0) {
      throw new NotALogLineException("it has a line break in it");
    }
    String client = word();
    word(); // ident
    user();
    Instant time = time();
    expect(' ');
    String request = quoted();
    expect(' ');
    int status = digits(3);
    expect(' ');
    bytes();
    expect(' ');
    quoted(); // referer
    expect(' ');
    quoted(); // agent
    if (at < line.length()) {
      expect(' ');
    }
    int afterMethod = request.indexOf(' ');
    String method = afterMethod < 0 ? request : request.substring(0, afterMethod);
    return new LogLine(client, time, method, page(request, afterMethod), status, line);
  }

  /** The target of a request, less the protocol behind it and the query string. */
  private static String page(String request, int afterMethod) {
    if (afterMethod < 0) {
      return "";
    }
    int beforeProtocol = request.lastIndexOf(' ');
    boolean hasProtocol =
        beforeProtocol > afterMethod && request.startsWith("HTTP/", beforeProtocol + 1);
    int end = hasProtocol ? beforeProtocol : request.length();
    int query = request.indexOf('?', afterMethod);
    return request.substring(afterMethod + 1, query < 0 ? end : Math.min(query, end));
  }

  private String word() {
    int end = line.indexOf(' ', at);
    if (end <= at) {
      throw expected("a word");
    }
    String word = line.substring(at, end);
    at = end + 1;
    return word;
  }

  /** The user's name, which may have blanks in it. */
  private void user() {
    int end = line.indexOf(" [", at);
    if (end <= at) {
      throw expected("a user and a time in brackets");
    }
    at = end + 2;
  }

  private Instant time() {
    int day = digits(2);
    expect('/');
    int month = month();
    expect('/');
    int year = digits(4);
    expect(':');
    int hour = digits(2);
    expect(':');
    int minute = digits(2);
    expect(':');
    int second = digits(2);
    expect(' ');
    int offset = offsetSeconds();
    expect(']');
    if (hour > 23 || minute > 59 || second > 59) {
      throw expected("a time of day before column " + at);
    }
    try {
      long days = LocalDate.of(year, month, day).toEpochDay();
      return Instant.ofEpochSecond(days * 86_400 + hour * 3_600L + minute * 60L + second - offset);
    } catch (DateTimeException noSuchDay) {
      throw new NotALogLineException(String.valueOf(noSuchDay.getMessage()));
    }
  }

  private int month() {
    int month = at + 3 <= line.length() ? MONTHS.indexOf(line.substring(at, at + 3)) : -1;
    if (month < 0 || month % 3 != 0) {
      throw expected("a month such as May");
    }
    at += 3;
    return month / 3 + 1;
  }

  private int offsetSeconds() {
    boolean west = at < line.length() && line.charAt(at) == '-';
    expect(west ? '-' : '+');
    int hours = digits(2);
    int minutes = digits(2);
    int seconds = hours * 3_600 + minutes * 60;
    return west ? -seconds : seconds;
  }

  private void bytes() {
    int start = at;
    if (at < line.length() && line.charAt(at) == '-') {
      at++;
      return;
    }
    while (at < line.length() && isDigit(line.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw expected("a number of bytes, or -");
    }
  }

  private String quoted() {
    expect('"');
    int start = at;
    while (at < line.length() && line.charAt(at) != '"') {
      at += line.charAt(at) == '\\' ? 2 : 1;
    }
    int end = at;
    expect('"');
    return line.substring(start, end);
  }

  private int digits(int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      if (at >= line.length() || !isDigit(line.charAt(at))) {
        throw expected("a digit");
      }
      number = number * 10 + line.charAt(at) - '0';
      at++;
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void expect(char c) {
    if (at >= line.length() || line.charAt(at) != c) {
      throw expected("'" + c + "'");
    }
    at++;
  }

  private NotALogLineException expected(String what) {
    int column = Math.min(at, line.length()) + 1;
    return new NotALogLineException("expected " + what + " at column " + column);
  }
}
