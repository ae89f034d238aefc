package io.github.headgate;

import java.io.IOException;

/** What the lines of a response must be like, in the order in which they come. Used by one thread. */
interface WireLines {
    /** The most bytes that the next line may have, its end not counted. */
    int maxBytes();

    /** What a longer line is. */
    IOException tooLong();

    /** What a line is that has an end, or a character, which it must not have. */
    IOException malformed(String what);

    /**
     * Takes the next line.
     *
     * @param line without its end
     * @param isBare whether it ended with LF alone
     * @throws IOException if it breaks a rule
     */
    void accept(CharSequence line, boolean isBare) throws IOException;
}
