package cn.jiaozi.merchant.onboarding;

import java.time.Instant;
import java.util.Optional;

/// Who has brought a merchant into its state, why and when.
///
/// @param by party of an operator
public record Ruling(String by, Optional<String> reason, Instant at) {}
