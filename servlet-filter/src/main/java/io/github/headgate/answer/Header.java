package io.github.headgate.answer;

/**
 * One header field of an answer. Immutable.
 *
 * @param name as written on the wire
 * @param value visible ASCII and spaces only
 */
public record Header(String name, String value) {}
