package cn.jiaozi.chassis;

/// A record that could not be handled, as it stands on the dead-letter topic.
///
/// @param inbox the function that was to handle it
/// @param cause what was wrong
/// @param body  the record as it came, read as UTF-8
public record DeadLetter(String inbox, String cause, String body) {
    static DeadLetter of(String inbox, Throwable cause, String body) {
        // PostgreSQL's text takes no NUL, and a dead letter must never fail itself.
        return new DeadLetter(inbox, cause.toString(), body.replace('\0', '\uFFFD'));
    }
}
