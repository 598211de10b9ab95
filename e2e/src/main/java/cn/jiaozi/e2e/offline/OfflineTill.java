package cn.jiaozi.e2e.offline;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Till;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.client.ClientSettings;
import cn.jiaozi.sdk.client.JiaoziClient;
import cn.jiaozi.sdk.client.Reply;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.upload.Upload;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Voucher;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// A till with a certificate, which takes whatever a purse pays it and uploads it.
public final class OfflineTill implements AutoCloseable {
    private final SigningKey key;
    private final Chain chain;
    private final JiaoziClient client;

    private OfflineTill(SigningKey key, Chain chain, JiaoziClient client) {
        this.key = key;
        this.chain = chain;
        this.client = client;
    }

    public static OfflineTill certified(Api api, URI gateway, Till till, SigningKey key, String id) {
        var certified = OfflinePurse.made(
                api.put(till.name(), "/v1/terminals/" + till.terminalId() + "/certificates/" + id, Map.of()));
        var chain = new Chain(
                Certificate.ofPem(certified.text("certificate")), Certificate.ofPem(certified.text("operator")));
        return new OfflineTill(key, chain, new JiaoziClient(ClientSettings.of(gateway, key)));
    }

    /// @param list number of the revocation list that it has
    public Batch.Item take(OfflinePurse purse, long amountFen, int list) {
        var request = new PaymentRequest(
                chain.holder().subject(),
                chain.holder().serial(),
                amountFen,
                Octets.random(PaymentRequest.NONCE, ThreadLocalRandom.current()),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                list);
        return Batch.Item.of(Voucher.acknowledgedBy(key, purse.pay(request)), purse.chain());
    }

    public Batch batch(List<Batch.Item> items) {
        return Batch.of(key, chain, items, Instant.now());
    }

    public Chain chain() {
        return chain;
    }

    public Reply upload(String id, Batch batch) {
        return new Upload(client).send(id, batch);
    }

    Reply state(String id) {
        return client.get("/v1/voucher-batches/" + id);
    }

    @Override
    public void close() {
        client.close();
    }
}
