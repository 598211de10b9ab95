package cn.jiaozi.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/// Keeps servers within this JVM from filling the reader's screen. A level that somebody has chosen stays.
public final class LogLevels {
    private LogLevels() {}

    /// Warnings and errors alone, where no other level is set.
    public static void quiet() {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.WARN);
        }
    }

    /// One at a time: while SLF4J starts, other threads would get loggers without levels.
    public static synchronized void set(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger && logger.getLevel() == null) {
            logger.setLevel(level);
        }
    }
}
