package cn.jiaozi.ledger.account;

import java.util.Optional;

/// An account with the group that it counts in.
public record Member(Account account, Optional<CapGroup> group) {}
