package cn.jiaozi.chassis;

/// A fact on its way to a topic.
///
/// @param key   records with the same key keep their order
/// @param event a record of the contracts; it is the wire format
public record Announcement(String topic, String key, Object event) {}
