package cn.jiaozi.merchant.outlet;

import cn.jiaozi.chassis.Act;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A merchant's store (门店), where its terminals stand.
///
/// @param openedBy empty of those that were opened before it was kept
record Outlet(
        String merchantNo,
        String storeNo,
        String actId,
        Content content,
        State state,
        Optional<String> openedBy,
        long version,
        Instant openedAt)
        implements Act {
    static final long FIRST_VERSION = 1;

    enum State {
        /// It names a wallet, and nobody else has agreed yet: nobody can pay there.
        PROPOSED,
        OPEN,
        REJECTED
    }

    /// What the merchant or an operator says about a store.
    ///
    /// @param walletId              a corporate sub-wallet (子钱包) of its own, which takes its money instead of the
    ///                              merchant's
    /// @param settlementAccountTail last four digits of the bank account that this wallet is paid out to
    record Content(
            @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,64}") String name,
            Optional<@Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,200}") String> address,
            Optional<@Pattern(regexp = "[0-9]{16}") String> walletId,
            Optional<@Pattern(regexp = "[0-9]{4}") String> settlementAccountTail) {
        /// JSON pointer to the first field that differs.
        Optional<String> difference(Content other) {
            if (!name.equals(other.name)) {
                return Optional.of("/name");
            }
            if (!address.equals(other.address)) {
                return Optional.of("/address");
            }
            if (!walletId.equals(other.walletId)) {
                return Optional.of("/walletId");
            }
            return settlementAccountTail.equals(other.settlementAccountTail)
                    ? Optional.empty()
                    : Optional.of("/settlementAccountTail");
        }
    }

    record View(
            String id,
            String merchantNo,
            String storeNo,
            String name,
            Optional<String> address,
            Optional<String> walletId,
            Optional<String> settlementAccountTail,
            State state,
            Instant openedAt) {}

    /// @param nextCursor empty on the last page
    record Page(List<View> stores, Optional<String> nextCursor) {
        /// @param oneMore a page and, where there is a next page, its first line
        static Page of(List<Outlet> oneMore, int limit) {
            var page = oneMore.subList(0, Math.min(limit, oneMore.size()));
            return new Page(
                    page.stream().map(Outlet::view).toList(),
                    oneMore.size() > limit ? Optional.of(page.getLast().storeNo()) : Optional.empty());
        }
    }

    @Override
    public String actKey() {
        return "store:" + merchantNo + "/" + storeNo;
    }

    @Override
    public boolean finished() {
        return true;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /// Of one that was proposed.
    Outlet decided(boolean approved) {
        return new Outlet(
                merchantNo,
                storeNo,
                actId,
                content,
                approved ? State.OPEN : State.REJECTED,
                openedBy,
                version,
                openedAt);
    }

    View view() {
        return new View(
                actId,
                merchantNo,
                storeNo,
                content.name(),
                content.address(),
                content.walletId(),
                content.settlementAccountTail(),
                state,
                openedAt);
    }
}
