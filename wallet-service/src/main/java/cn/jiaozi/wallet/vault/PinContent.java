package cn.jiaozi.wallet.vault;

import java.util.Optional;

/// What a block holds. It names its act, so that it cannot be sent again for another one.
record PinContent(String pin, String walletId, String id, Optional<String> paymentId) {
    boolean isFor(PinBlock.Act act) {
        return act.equals(new PinBlock.Act(walletId, id, paymentId));
    }

    /// A PIN must not slip into a log line.
    @Override
    public String toString() {
        return "PinContent";
    }
}
