package cn.jiaozi.chassis;

/// A record that could not be handled, as it stands on the dead-letter topic.
///
/// @param inbox the function that was to handle it
/// @param cause what was wrong
/// @param body  the record as it came, read as UTF-8; of a long one the beginning
public record DeadLetter(String inbox, String cause, String body) {
    private static final int LONGEST = 65_536;

    static DeadLetter of(String inbox, Throwable cause, String body) {
        return new DeadLetter(inbox, bounded(cause.toString()), bounded(body));
    }

    /// A dead letter must never fail itself: PostgreSQL's text takes no NUL, and Kafka no record above a mebibyte.
    private static String bounded(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST)).replace('\0', '\uFFFD');
    }
}
