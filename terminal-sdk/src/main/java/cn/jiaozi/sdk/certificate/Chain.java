package cn.jiaozi.sdk.certificate;

/// A certificate with that of the operator who has issued it; what two devices show each other.
public record Chain(Certificate holder, Certificate operator) {}
