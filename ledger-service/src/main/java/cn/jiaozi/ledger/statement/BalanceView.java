package cn.jiaozi.ledger.statement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// What was posted on an account up to a moment.
///
/// @param height         everything up to this entry is in it, and nothing after
/// @param accountingDate of that entry; empty where there is none
record BalanceView(String address, Instant at, long balanceFen, long height, Optional<LocalDate> accountingDate) {}
