/** Reading settings strictly: typed values from flat text, and one message that names everything that is wrong. */
@NullMarked
package io.github.headgate.settings;

import org.jspecify.annotations.NullMarked;
