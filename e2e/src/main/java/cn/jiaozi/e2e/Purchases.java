package cn.jiaozi.e2e;

import cn.jiaozi.e2e.Holders.Holder;
import cn.jiaozi.local.Running;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/// Payments with the network. Every other one is made by a phone, which scans the shop's QR code and signs with its
/// device's key beside its owner's token, and every other one by a till, which reads the code that a phone has just
/// fetched (a request of its own, within the time that is measured) and signs with its own key.
final class Purchases {
    private final Api api;
    private final String run;
    private final List<Holder> payers;
    private final List<Till> tills;
    private final AtomicLong acts = new AtomicLong();

    /// @param run names everybody of this run
    Purchases(Running suite, Api api, String run, int payers, int shops) {
        this.api = api;
        this.run = run;
        System.out.printf("Opening %d wallets with money and a device, and %d shops with a till%n", payers, shops);
        var holders = new Holders(suite, api, run);
        this.payers = Holders.together(payers, holders::payer);
        this.tills = Holders.together(shops, n -> holders.till(payers + n));
        tills.forEach(this::known);
    }

    Load atAll() {
        return at(tills);
    }

    Load atOne() {
        return at(tills.subList(0, 1));
    }

    private Load at(List<Till> places) {
        return new Load(acts, "SUCCEEDED", n -> {
            var payer = payers.get((int) (n % payers.size()));
            var till = places.get((int) (n / 2 % places.size()));
            return n % 2 == 0 ? byPhone(payer, till, n) : byTill(payer, till, n);
        });
    }

    private String byPhone(Holder payer, Till till, long n) {
        return api.put(
                        payer.token(),
                        "/v1/payments/" + run + "-" + n,
                        Map.of(
                                "kind",
                                "STORE",
                                "payerWalletId",
                                payer.walletId(),
                                "merchantNo",
                                till.merchantNo(),
                                "storeNo",
                                till.storeNo(),
                                "amountFen",
                                1))
                .outcome();
    }

    private String byTill(Holder payer, Till till, long n) {
        String id = run + "-" + n;
        var issued = api.put(payer.token(), "/v1/payment-codes/" + id, Map.of("walletId", payer.walletId()));
        return issued.text("state").equals("ISSUED")
                ? api.put(till.name(), "/v1/payments/" + id, Till.sale(issued.text("paymentCode"), id, 1))
                        .outcome()
                : issued.outcome();
    }

    /// A shop that was registered a moment ago is known to all services a moment later.
    private void known(Till till) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        byPhone(payers.getFirst(), till, acts.incrementAndGet()).equals("SUCCEEDED"));
    }
}
