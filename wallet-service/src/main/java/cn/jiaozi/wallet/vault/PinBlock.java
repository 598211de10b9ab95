package cn.jiaozi.wallet.vault;

import java.util.Optional;

/// A PIN on its way from an app.
///
/// @param jwe compact JWE (RFC 7516) to [PinVault#key], ECDH-ES with A256GCM, of the JSON of [PinContent]
/// @param act what it must be made for
public record PinBlock(String jwe, Act act) {
    /// @param id        of the setting or the verification, as its caller chose it
    /// @param paymentId what a verification is for; none for a setting
    public record Act(String walletId, String id, Optional<String> paymentId) {}

    @Override
    public String toString() {
        return "PinBlock for " + act;
    }
}
