package cn.jiaozi.chassis;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A fact on its way to a topic.
///
/// @param key   records with the same key keep their order; has no control characters, nor has `wakes`
/// @param event a record of the contracts; it is the wire format
/// @param wakes the key of the act that this fact ends, for callers who wait at other instances
public record Announcement(String topic, String key, Object event, Optional<String> wakes) {
    private static final int PARTS = 4;

    public Announcement {
        if (hasControl(key) || wakes.filter(Announcement::hasControl).isPresent()) {
            throw new IllegalArgumentException("A key has a control character");
        }
    }

    public Announcement(String topic, String key, Object event) {
        this(topic, key, event, Optional.empty());
    }

    /// An event whose text its service has written already, by [Json].
    public record Written(String json) {}

    /// As one line of the outbox; JSON has no tabs and no line breaks.
    String line() {
        return String.join("\t", topic, key, wakes.orElse(""), json());
    }

    /// What a line of the outbox says.
    static Announcement of(String line) {
        var parts = line.split("\t", PARTS);
        return new Announcement(
                parts[0],
                parts[1],
                new Written(parts[3]),
                parts[2].isEmpty() ? Optional.empty() : Optional.of(parts[2]));
    }

    ProducerRecord<String, String> toRecord() {
        var fact = new ProducerRecord<>(topic, key, json());
        wakes.ifPresent(waiting -> fact.headers().add(Echo.WAKES, waiting.getBytes(StandardCharsets.UTF_8)));
        return fact;
    }

    private String json() {
        return event instanceof Written(var json) ? json : Json.write(event);
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
