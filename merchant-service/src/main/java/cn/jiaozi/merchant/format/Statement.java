package cn.jiaozi.merchant.format;

import java.time.Instant;
import java.time.LocalDate;

/// Whose statement of which day a message of ISO 20022 is.
///
/// @param owner    the merchant's number, and its store's after a dash
/// @param operator keeps the wallet
/// @param closedAt when the ledger had closed the day: the same however often the message is written
public record Statement(
        String owner, String walletId, String operator, LocalDate day, Instant closedAt, Balances balances) {}
