package cn.jiaozi.wallet.kyc;

import java.util.Optional;

/// What is known of the holder of a wallet, in clear. It is never logged, announced or stored outside schema `kyc`.
public record Identity(
        Optional<String> phone,
        Optional<String> name,
        Optional<String> idNo,
        Optional<String> creditCode,
        Optional<String> legalRepresentative,
        Optional<String> accountNo) {
    /// Nothing of an identity may slip into a log line.
    @Override
    public String toString() {
        return "Identity";
    }
}
