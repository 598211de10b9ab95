package cn.jiaozi.wallet.bank;

import cn.jiaozi.contracts.Reason;

/// What the core says about the holder of an account.
public sealed interface Verification {
    record Matched() implements Verification {}

    record Mismatched(Reason reason) implements Verification {}

    record Unavailable(String why) implements Verification {}
}
