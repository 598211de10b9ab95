package cn.jiaozi.chassis;

import java.util.Optional;

/// A fact on its way to a topic.
///
/// @param key   records with the same key keep their order
/// @param event a record of the contracts; it is the wire format
/// @param wakes the key of the act that this fact ends, for callers who wait at other instances
public record Announcement(String topic, String key, Object event, Optional<String> wakes) {
    public Announcement(String topic, String key, Object event) {
        this(topic, key, event, Optional.empty());
    }

    /// An event whose text its service has written already, by [Json].
    public record Written(String json) {}

    String body() {
        return event instanceof Written(var json) ? json : Json.write(event);
    }
}
