package cn.jiaozi.wallet.vault;

import reactor.core.publisher.Mono;

/// Where a hardware security module (加密机) goes. It may be slow or away, so it is never called within a transaction.
public interface PinVault {
    /// What apps encrypt PINs to.
    PinKey key();

    /// A new PIN: six digits, and none that anybody would guess first.
    Mono<Sealing> seal(PinBlock block);

    /// @param kept what sealing the PIN of this wallet gave
    Mono<Verdict> verify(PinBlock block, String kept);

    sealed interface Sealing {
        /// @param kept to be kept beside the wallet; of no use for any other one
        record Sealed(String kept) implements Sealing {
            @Override
            public String toString() {
                return "Sealed";
            }
        }

        /// @param why what is wrong with the block or the PIN, for its sender
        record Refused(String why) implements Sealing {}
    }

    enum Verdict {
        RIGHT,
        WRONG,
        /// It cannot be opened, or was made for another act; whether the PIN is right is not said.
        UNREADABLE
    }
}
