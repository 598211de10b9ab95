package cn.jiaozi.wallet.load;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.sdk.voucher.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Money in a reserve, which a chip was ordered to hold.
///
/// @param number    from 1, without gaps: a chip takes the next one and no other
/// @param taken     whether a later load or an unload has moved the remainder
/// @param releases  how often the ledger was asked to return all that is left of the reserve
/// @param releaseAt when it is to be asked again
public record Load(
        String purseId,
        int number,
        String walletId,
        long amountFen,
        Point start,
        Limits limits,
        Instant loadedAt,
        Optional<Closing> closing,
        boolean taken,
        int releases,
        Optional<Instant> releaseAt,
        Optional<Instant> releasedAt,
        long version) {
    public static final String NOUN = "load";
    static final String RELEASE = "release";

    static String businessId(String purseId, int number) {
        return NOUN + ":" + purseId + "/" + number;
    }

    String businessId() {
        return businessId(purseId, number);
    }

    String reserve() {
        return Addresses.reserve(walletId, purseId, number);
    }

    /// What the chip has given back and nobody has moved yet.
    long remainderFen() {
        return taken || releasedAt.isPresent()
                ? 0
                : closing.map(Closing::remainderFen).orElse(0L);
    }

    Load closed(Closing by) {
        return with(Optional.of(by), taken, releases, releaseAt, releasedAt, version + 1);
    }

    Load withRemainderTaken() {
        return with(closing, true, releases, releaseAt, releasedAt, version);
    }

    Load releasing() {
        return with(closing, taken, releases + 1, Optional.empty(), releasedAt, version);
    }

    /// What the ledger did about the return; the same for a repeat. An empty reserve is as good as a returned
    /// one.
    Load heardOfRelease(LedgerEvent event, Instant now, Duration again) {
        if (releasedAt.isPresent() || event.id().attempt() != releases) {
            return this;
        }
        return event instanceof LedgerEvent.Rejected rejected && rejected.reason() != Reason.INSUFFICIENT_FUNDS
                ? with(closing, taken, releases, Optional.of(now.plus(again)), releasedAt, version)
                : with(closing, taken, releases, Optional.empty(), Optional.of(now), version);
    }

    PurseFact.Load fact() {
        return new PurseFact.Load(
                purseId,
                number,
                reserve(),
                amountFen,
                start.counter(),
                start.head().hex(),
                LoadLimits.fact(limits),
                closing.map(by -> new PurseFact.Closing(
                        by.point().counter(), by.point().head().hex(), by.remainderFen(), by.at())),
                version);
    }

    private Load with(
            Optional<Closing> nowClosing,
            boolean nowTaken,
            int nowReleases,
            Optional<Instant> nowReleaseAt,
            Optional<Instant> nowReleasedAt,
            long nowVersion) {
        return new Load(
                purseId,
                number,
                walletId,
                amountFen,
                start,
                limits,
                loadedAt,
                nowClosing,
                nowTaken,
                nowReleases,
                nowReleaseAt,
                nowReleasedAt,
                nowVersion);
    }
}
