package cn.jiaozi.merchant.terminal;

/// What the audit says of terminals.
public enum TerminalAct {
    BOUND,
    CODE_ISSUED,
    CODE_WRONG,
    /// The last of the wrong tries.
    CODE_LOCKED,
    ACTIVATED,
    DEACTIVATED,
    CERTIFIED,
    SUSPENDED,
    /// Taken back by an operator.
    REACTIVATED
}
