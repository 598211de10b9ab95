package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.ended;
import static cn.jiaozi.e2e.Town.id;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.element.SoftElement;
import cn.jiaozi.sdk.file.FileMemory;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.voucher.LoadOrder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An anonymous card for cash, across the whole suite: its bearer has no name, no bank account and no device.
class CounterIT {
    private static final long IN_THE_DRAWER = 100_000;

    private final Town town = Town.only();
    private final String cash = Papers.accountNo(Integer.parseInt(id("cash").replaceAll("\\D", "")));
    private final String counter = id("counter");

    @TempDir
    Path folder = Path.of("unset");

    @Test
    void issuesLoadsUnloadsAndCashesOutAnAnonymousCard() {
        town.core("PUT", "/core/v1/accounts/" + cash, Map.of("name", "柜面现金", "balanceFen", IN_THE_DRAWER));
        ended(
                town.api.put(town.clerk(), "/v1/counters/" + counter, Map.of("kind", "COUNTER", "accountNo", cash)),
                "OPEN");
        var opened =
                town.api.put(town.clerk(), "/v1/wallet-openings/" + id("opening"), Map.of("walletClass", "HW_ANON"));
        var walletId = ended(opened, "ACTIVE").text("walletId");

        ended(exchanged(walletId, "EXCHANGE_IN", 30_000), "SUCCEEDED");
        var chip = issued(walletId);
        load(chip, 20_000);
        assertThat(balance(walletId)).isEqualTo(10_000);
        assertThat(exchanged(walletId, "REDEEM", 10_001).text("reason")).isEqualTo("INSUFFICIENT_FUNDS");
        var unloaded = ended(
                town.api.put(town.clerk(), purse(chip) + "/unloads/" + id("unload"), Map.of("closing", closing(chip))),
                "UNLOADED");
        ended(exchanged(walletId, "REDEEM", 30_000), "SUCCEEDED");

        assertThat(unloaded.number("returnedFen")).isEqualTo(20_000);
        assertThat(balance(walletId)).isZero();
        assertThat(inTheDrawer()).isEqualTo(IN_THE_DRAWER);
        Awaitility.await()
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    @Test
    void leavesEverythingAsItWasWhereItRefuses() {
        town.core("PUT", "/core/v1/accounts/" + cash, Map.of("name", "柜面现金", "balanceFen", 500L));
        var place = "/v1/counters/" + counter;
        ended(town.api.put(town.clerk(), place, Map.of("kind", "KIOSK", "accountNo", cash)), "OPEN");
        var zhang = town.classIi("zhang", 1_000);

        assertThat(exchanged(zhang.walletId(), "EXCHANGE_IN", 501).text("reason"))
                .isEqualTo("BANK_INSUFFICIENT_FUNDS");
        assertThat(exchanged(zhang.walletId(), "EXCHANGE_IN", 50_000_000).text("reason"))
                .isEqualTo("BALANCE_CAP_EXCEEDED");
        assertThat(exchanged(zhang.walletId(), "REDEEM", 1).text("reason")).isEqualTo("WALLET_TYPE_INVALID");
        ended(town.api.put(town.clerk(), place + "/closure", Map.of("reason", "moved")), "CLOSED");
        assertThat(exchanged(zhang.walletId(), "EXCHANGE_IN", 1).text("reason")).isEqualTo("COUNTER_CLOSED");

        assertThat(town.balance(zhang)).isEqualTo(1_000);
        assertThat(inTheDrawer()).isEqualTo(500);
        Awaitility.await()
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    private Answer exchanged(String walletId, String kind, long amountFen) {
        return town.api.put(
                town.clerk(),
                "/v1/counters/" + counter + "/exchanges/" + id("cash"),
                Map.of("walletId", walletId, "kind", kind, "amountFen", amountFen));
    }

    private SoftElement issued(String walletId) {
        var key = SigningKey.generate(Curve.SM2);
        var issued = ended(
                town.api.put(
                        town.clerk(),
                        "/v1/purse-issues/" + id("purse"),
                        Map.of("walletId", walletId, "carrier", "IC_CARD", "certificateRequest", key.request("chip"))),
                "ACTIVE");
        var chip = new SoftElement(
                key, new Trust(Certificate.ofPem(issued.text("root"))), new FileMemory(folder), new SecureRandom());
        chip.personalise(chain(issued, "certificate"));
        return chip;
    }

    private void load(SoftElement chip, long amountFen) {
        var loaded = ended(
                town.api.put(town.clerk(), purse(chip) + "/loads/" + id("load"), Map.of("amountFen", amountFen)),
                "LOADED");
        chip.load(LoadOrder.readSigned(Base64.getDecoder().decode(loaded.text("order"))), chain(loaded, "signatory"));
    }

    private String closing(SoftElement chip) {
        var challenge = town.api.get(town.clerk(), purse(chip)).text("challenge");
        var closing = chip.close(Octets.of(Base64.getDecoder().decode(challenge)));
        return Base64.getEncoder().encodeToString(closing.encoded());
    }

    private static Chain chain(Answer answer, String holder) {
        return new Chain(Certificate.ofPem(answer.text(holder)), Certificate.ofPem(answer.text("operator")));
    }

    private static String purse(SoftElement chip) {
        return "/v1/purses/" + chip.display().purse();
    }

    private long balance(String walletId) {
        return town.api
                .get(town.clerk(), "/v1/accounts/wallet:" + walletId + ":available")
                .number("balanceFen");
    }

    private long inTheDrawer() {
        return town.core("GET", "/core/v1/accounts/" + cash, "")
                .path("balanceFen")
                .asLong();
    }
}
