package cn.jiaozi.payment.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.payment.Offline;
import cn.jiaozi.payment.Offline.Chip;
import cn.jiaozi.payment.Offline.Till;
import cn.jiaozi.payment.OfflineServiceTest;
import cn.jiaozi.payment.Ring;
import cn.jiaozi.sdk.evidence.Evidence;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import cn.jiaozi.testkit.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

/// What the bank hands out against a purse that has spent twice.
class EvidenceServiceIT extends OfflineServiceTest {
    private static final String AUDITOR = TestTokens.of("auditor", "AUDITOR");

    private final WebTestClient http;
    private final Offline offline;

    EvidenceServiceIT(@Autowired WebTestClient http) {
        this.http = http;
        this.offline = new Offline(http);
    }

    @Test
    void provesADoubleSpendFromEitherHalf() {
        var one = offline.aTill();
        var other = offline.aTill();
        var chip = offline.aChip();
        var clone = chip.cloned();
        var first = chip.pay(one.holder(), 1_000);
        var second = clone.pay(other.holder(), 2_000);

        offline.judged(one.token(), batch(one, chip, first));
        assertThat(evidence(first).status()).isEqualTo(409);
        assertThat(evidence(first).at("reason")).isEqualTo("EVIDENCE_MISSING");
        offline.judged(other.token(), batch(other, chip, second));

        assertProves(first, second);
        assertProves(second, first);
    }

    @Test
    void provesItWithHalvesThatWereNotPaid() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var clone = chip.cloned();
        var first = new Voucher(chip.pay(till.holder(), 1_000).debit(), Optional.empty());
        clone.list = 0;
        var paid = clone.cloned().pay(till.holder(), 2_000);
        var second = clone.pay(till.holder(), 3_000);

        assertThat(Offline.verdicts(offline.judged(till.token(), batch(till, chip, first))))
                .isEqualTo(Map.of("ACK_INVALID", 1));
        assertThat(Offline.verdicts(offline.judged(till.token(), batch(till, chip, paid, second))))
                .isEqualTo(Map.of("ACCEPTED", 1, "DOUBLE_SPEND", 1));

        assertProves(first, paid);
        assertProves(second, first);
    }

    @Test
    void neverCountsWhatThePurseHasNotSigned() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var clone = chip.cloned();
        var genuine = chip.pay(till.holder(), 1_000);
        var debit = clone.debit(till.holder(), 2_000);
        var forged = Voucher.acknowledgedBy(till.holder().key(), new Signed<>(debit, Octets.of(new byte[64])));

        offline.judged(till.token(), batch(till, chip, forged, genuine));

        assertThat(evidence(forged).status()).isEqualTo(404);
        assertThat(evidence(genuine).status()).isEqualTo(409);
    }

    @Test
    void needsTheCertificateOfThePurse() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var clone = chip.cloned();
        var first = chip.pay(till.holder(), 1_000);

        offline.judged(till.token(), Offline.batch(till, first, clone.pay(till.holder(), 2_000)));

        assertThat(evidence(first).status()).isEqualTo(409);
        assertThat(String.valueOf(evidence(first).at("detail"))).contains("certificate");
    }

    @Test
    void isForTheBanksStaffAlone() {
        var till = offline.aTill();
        var path = "/v1/vouchers/" + "0".repeat(64) + "/evidence";

        assertThat(offline.get(till.token(), path).status()).isEqualTo(403);
        assertThat(offline.get(TestTokens.of("somebody", "CUSTOMER"), path).status())
                .isEqualTo(403);
        assertThat(offline.get(TestTokens.of("clerk", "OPERATOR"), path).status())
                .isEqualTo(404);
        assertThat(offline.get(AUDITOR, "/v1/vouchers/0A/evidence").status()).isEqualTo(400);
    }

    private void assertProves(Voucher first, Voucher second) {
        var json = http.get()
                .uri("/v1/vouchers/" + first.hash() + "/evidence")
                .header(HttpHeaders.AUTHORIZATION, AUDITOR)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith("application/json")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        var evidence = Evidence.parse(String.valueOf(json));
        assertThat(evidence.flaw(Offline.ROOT.certificate())).isEmpty();
        assertThat(evidence.first().hash()).isEqualTo(first.hash());
        assertThat(evidence.second().hash()).isEqualTo(second.hash());
    }

    private Ring.Answer evidence(Voucher voucher) {
        return offline.get(AUDITOR, "/v1/vouchers/" + voucher.hash() + "/evidence");
    }

    /// One that brings the chip's certificate along.
    private static Batch batch(Till till, Chip chip, Voucher... vouchers) {
        return Offline.batch(
                till.holder(),
                List.of(chip.holder.chain()),
                Stream.of(vouchers).map(voucher -> Octets.of(voucher.encoded())).toList());
    }
}
