package cn.jiaozi.chassis;

/// An act that was asked for.
///
/// @param existed whether it was asked for before, with the same content
public record Begun<T extends Act>(T act, boolean existed) {}
