package io.github.headgate.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** What tells a file that was changed or replaced from the one that was read. */
record FileState(FileTime modified, long size, @Nullable Object key) {
    private static final FileState ABSENT = new FileState(FileTime.fromMillis(0), -1, null);

    boolean isAbsent() {
        return equals(ABSENT);
    }

    static FileState of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileState(now.lastModifiedTime(), now.size(), now.fileKey());
        } catch (IOException e) {
            return ABSENT;
        }
    }
}
