package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.sdk.voucher.Limits;
import cn.jiaozi.sdk.voucher.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// A load or an unload that somebody asked for.
///
/// @param amountFen new money; zero of an unload
/// @param closing   the chip's statement as it was sent, in base64
/// @param movedFen  what the purse holds from now on, or what came back from it
/// @param order     to the chip, signed, in base64; the same for ever
record LoadAct(
        String party,
        LoadKind kind,
        String actId,
        String purseId,
        long amountFen,
        Optional<String> closing,
        LoadState state,
        Optional<Reason> reason,
        Optional<Asked> asked,
        Optional<Long> movedFen,
        Optional<String> order,
        Instant requestedAt,
        Optional<Instant> endedAt)
        implements Act {
    private static final Map<Reason, Reason> AS_HOLDERS_SAY = Map.of(
            Reason.DEBIT_FROZEN, Reason.WALLET_FROZEN,
            Reason.CREDIT_FROZEN, Reason.WALLET_FROZEN,
            Reason.ACCOUNT_QUARANTINED, Reason.WALLET_FROZEN);

    /// What the ledger was asked.
    ///
    /// @param number       of the load that begins, or of the one whose remainder goes back
    /// @param attempt      a rejected load leaves its number to the next
    /// @param start        where the chip is when it takes the order
    /// @param remainderFen of the load before, or of the one that goes back
    record Asked(int number, int attempt, Point start, long remainderFen, Limits limits) {}

    @Override
    public String actKey() {
        return kind.step() + "/" + party + "/" + actId;
    }

    @Override
    public boolean finished() {
        return state != LoadState.REQUESTED;
    }

    StepId step() {
        var mine = asked.orElseThrow();
        return new StepId(Load.businessId(purseId, mine.number()), kind.step(), mine.attempt());
    }

    LoadAct asking(Asked what) {
        return with(state, reason, Optional.of(what), movedFen, order, endedAt);
    }

    LoadAct failed(Reason why, Instant now) {
        return with(LoadState.FAILED, Optional.of(why), asked, movedFen, order, Optional.of(now));
    }

    LoadAct loaded(long nowMovedFen, String signedOrder, Instant now) {
        return with(
                LoadState.LOADED, reason, asked, Optional.of(nowMovedFen), Optional.of(signedOrder), Optional.of(now));
    }

    LoadAct unloaded(long nowMovedFen, Instant now) {
        return with(LoadState.UNLOADED, reason, asked, Optional.of(nowMovedFen), order, Optional.of(now));
    }

    LoadAct rejected(LedgerEvent.Rejected event, Instant now) {
        return failed(AS_HOLDERS_SAY.getOrDefault(event.reason(), event.reason()), now);
    }

    /// The first field in which another act with this id differs, as a JSON pointer. The same
    /// statement may be signed anew.
    Optional<String> difference(String otherPurse, long otherAmountFen, Optional<String> otherClosing) {
        if (!purseId.equals(otherPurse)) {
            return Optional.of("purseId");
        }
        if (amountFen != otherAmountFen) {
            return Optional.of("/amountFen");
        }
        return closing.map(LoadAct::said).equals(otherClosing.map(LoadAct::said))
                ? Optional.empty()
                : Optional.of("/closing");
    }

    private static Statement said(String closing) {
        return Statement.readSigned(Base64.getDecoder().decode(closing)).content();
    }

    private LoadAct with(
            LoadState nowState,
            Optional<Reason> nowReason,
            Optional<Asked> nowAsked,
            Optional<Long> nowMovedFen,
            Optional<String> nowOrder,
            Optional<Instant> nowEndedAt) {
        return new LoadAct(
                party,
                kind,
                actId,
                purseId,
                amountFen,
                closing,
                nowState,
                nowReason,
                nowAsked,
                nowMovedFen,
                nowOrder,
                requestedAt,
                nowEndedAt);
    }
}
