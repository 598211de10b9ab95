package cn.jiaozi.wallet;

import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.unique;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// A purse's chip, as far as the bank hears of it.
public final class Chip {
    private final WalletFixture http;
    private final String bearer;
    private final SigningKey key;
    private final String purseId;
    private final Certificate certificate;

    private Chip(WalletFixture http, String bearer, SigningKey key, Map<String, Object> issue) {
        this.http = http;
        this.bearer = bearer;
        this.key = key;
        this.purseId = String.valueOf(issue.get("purseId"));
        this.certificate = Certificate.ofPem(String.valueOf(issue.get("certificate")));
    }

    /// A chip whose purse has been issued.
    public static Chip issued(WalletFixture http, String bearer, String walletId) {
        var key = SigningKey.generate(Curve.SM2);
        var issue = http.put(bearer, "/v1/purse-issues/" + unique("issue"), request(walletId, key));
        issue.expectStatus().isCreated();
        return new Chip(http, bearer, key, body(issue));
    }

    public static Map<String, Object> request(String walletId, SigningKey key) {
        return Map.of("walletId", walletId, "carrier", "IC_CARD", "certificateRequest", key.request("chip"));
    }

    public String purseId() {
        return purseId;
    }

    public String path() {
        return "/v1/purses/" + purseId;
    }

    public Certificate certificate() {
        return certificate;
    }

    /// After so many debits.
    public static Hash head(int counter) {
        return counter == 0 ? Hash.ZERO : Hash.sm3(("debit " + counter).getBytes(StandardCharsets.UTF_8));
    }

    /// A closing statement in base64, over a challenge that is asked for first.
    public String closing(int load, int counter, long balanceFen) {
        return signed(true, load, counter, balanceFen, challenge());
    }

    public String signed(boolean closes, int load, int counter, long balanceFen, Octets challenge) {
        var statement = new Statement(
                closes, purseId, certificate.serial(), load, counter, head(counter), balanceFen, challenge);
        return Base64.getEncoder().encodeToString(Signed.by(key, statement).encoded());
    }

    public Octets challenge() {
        return Octets.of(Base64.getDecoder()
                .decode(String.valueOf(body(http.get(bearer, path())).get("challenge"))));
    }
}
