package cn.jiaozi.e2e.offline;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.e2e.Holders.Holder;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Signed;
import java.util.Base64;
import java.util.Map;

/// A purse whose chip does as it is told and forgets nothing; it signs and checks nothing, so that a benchmark
/// can make many vouchers, and a test wrong ones.
public final class OfflinePurse {
    private final SigningKey key;
    private final Chain chain;
    private final LoadOrder load;
    private int counter;
    private Hash head;
    private long balanceFen;

    private OfflinePurse(SigningKey key, Chain chain, LoadOrder load) {
        this.key = key;
        this.chain = chain;
        this.load = load;
        this.counter = load.counter();
        this.head = load.head();
        this.balanceFen = load.amountFen();
    }

    /// Issued to the wallet's owner, and loaded.
    public static OfflinePurse loaded(Api api, Holder owner, String id, long amountFen) {
        var key = SigningKey.generate(Curve.SM2);
        var issued = made(api.put(
                owner.token(),
                "/v1/purse-issues/" + id,
                Map.of(
                        "walletId", owner.walletId(),
                        "carrier", "IC_CARD",
                        "certificateRequest", key.request(id))));
        var loaded = made(api.put(
                owner.token(),
                "/v1/purses/" + issued.text("purseId") + "/loads/" + id,
                Map.of("amountFen", amountFen)));
        var order = LoadOrder.readSigned(Base64.getDecoder().decode(loaded.text("order")));
        var chain =
                new Chain(Certificate.ofPem(issued.text("certificate")), Certificate.ofPem(issued.text("operator")));
        return new OfflinePurse(key, chain, order.content());
    }

    /// The same chip once more, as it was before it has paid anything.
    public OfflinePurse asLoaded() {
        return new OfflinePurse(key, chain, load);
    }

    public Chain chain() {
        return chain;
    }

    Signed<Debit> pay(PaymentRequest request) {
        counter++;
        balanceFen -= request.amountFen();
        var debit = new Debit(
                chain.holder().subject(),
                chain.holder().serial(),
                load.load(),
                counter,
                head,
                request.amountFen(),
                balanceFen,
                request.payee(),
                request.certificate(),
                request.nonce(),
                request.time(),
                request.revocations(),
                load.limits().policy(),
                false,
                false,
                0);
        head = debit.hash();
        return Signed.by(key, debit);
    }

    static Answer made(Answer answer) {
        if (answer.status() / 100 != 2 || answer.text("state").equals("FAILED")) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer;
    }
}
