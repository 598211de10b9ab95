package cn.jiaozi.contracts;

/// What a caller may be. The gateway passes it on in its internal token.
public enum Role {
    CUSTOMER,
    MERCHANT,
    OPERATOR,
    AUDITOR,
    /// A terminal of a merchant, known by its key alone.
    TERMINAL
}
