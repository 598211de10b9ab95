package cn.jiaozi.wallet.exchange;

import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.entry;
import static cn.jiaozi.wallet.WalletFixture.events;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.CaptureHold;
import cn.jiaozi.contracts.LedgerRequest.HoldEntry;
import cn.jiaozi.contracts.MerchantEvent.PayoutRequested;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.wallet.WalletFixture;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Plays merchant-service, and the ledger that finds less than the most.
public final class PayoutFixture {
    static final String MERCHANT = "002000100000018";
    static final long MOST_FEN = 999_999_999_999_999L;

    /// @param accountNo that is linked to the wallet
    public record Shop(String walletId, String accountNo) {
        String tail() {
            return accountNo.substring(accountNo.length() - 4);
        }
    }

    private PayoutFixture() {}

    public static Shop aShop(WalletFixture wallets) {
        var party = WalletFixture.unique("shop");
        var accountNo = WalletFixture.anAccountNo();
        return new Shop(wallets.aClassIiWallet(party, accountNo), accountNo);
    }

    static PayoutRequested request(Shop shop) {
        return request(shop.walletId(), shop.tail());
    }

    static PayoutRequested request(String walletId, String tail) {
        return new PayoutRequested(
                "payout:" + UUID.randomUUID(),
                MERCHANT,
                walletId,
                tail,
                5_000,
                100,
                MOST_FEN,
                Instant.parse("2026-11-23T18:00:00Z"));
    }

    static void ask(PayoutRequested... requests) {
        events().sendAll(Topics.MERCHANT, MERCHANT, List.of(requests));
    }

    static LedgerEvent.Held held(HoldEntry hold, long amountFen) {
        var spec = hold.entry().legs().getFirst();
        var whole = entry(hold.entry());
        return new LedgerEvent.Held(
                hold.id(),
                new LedgerEvent.Entry(
                        whole.height(),
                        whole.txType(),
                        whole.accountingDate(),
                        List.of(new LedgerEvent.Leg(spec.debit(), spec.credit(), amountFen)),
                        whole.requestedAt(),
                        whole.authorizedAt(),
                        whole.at()));
    }

    static void capture(HoldEntry hold, long amountFen) {
        var capture = asked(CaptureHold.class, hold.id().businessId());
        WalletFixture.answer(new LedgerEvent.Captured(
                capture.id(), hold.id(), held(hold, amountFen).entry()));
    }

    static <E extends WalletEvent> E told(Class<E> type, String businessId) {
        return events().await(Topics.WALLET, type, event -> event.businessId().equals(businessId));
    }

    /// Through to the bank account.
    ///
    /// @return the business id
    public static String paid(Shop shop, long amountFen) {
        var request = request(shop);
        ask(request);
        var hold = asked(HoldEntry.class, request.businessId());
        WalletFixture.answer(held(hold, amountFen));
        capture(hold, amountFen);
        return request.businessId();
    }
}
