package cn.jiaozi.payment.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PaymentEvent.PurseSuspected;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.payment.Offline;
import cn.jiaozi.payment.Offline.Chip;
import cn.jiaozi.payment.OfflineServiceTest;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import cn.jiaozi.testkit.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Who is told of as suspected, and who is not.
class SuspicionServiceIT extends OfflineServiceTest {
    private static final String AUDITOR = TestTokens.of("auditor", "AUDITOR");

    private final Offline offline;

    SuspicionServiceIT(@Autowired WebTestClient http) {
        this.offline = new Offline(http);
    }

    @Test
    void findsACloneOfWhichOneHalfWasRejectedBefore() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var clone = chip.cloned();
        var half = new Voucher(clone.pay(till.holder(), 2_000).debit(), Optional.empty());

        var rejected = offline.judged(till.token(), Offline.batch(till, half));
        var paid = offline.judged(till.token(), Offline.batch(till, chip.pay(till.holder(), 1_000)));

        assertThat(Offline.verdicts(rejected)).isEqualTo(Map.of("ACK_INVALID", 1));
        assertThat(Offline.verdicts(paid)).isEqualTo(Map.of("ACCEPTED", 1));
        assertThat(isSuspected(chip)).isTrue();
        assertThat(suspicion(chip).verdict()).isEqualTo("DOUBLE_SPEND");
        assertThat(offline.reserveFen(chip)).isEqualTo(99_000);
    }

    @Test
    void findsACloneOfWhichOneHalfIsRejectedAfterwards() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var clone = chip.cloned();
        offline.judged(till.token(), Offline.batch(till, chip.pay(till.holder(), 1_000)));
        assertThat(isSuspected(chip)).isFalse();

        var half = new Voucher(clone.pay(till.holder(), 2_000).debit(), Optional.empty());
        offline.judged(till.token(), Offline.batch(till, half));

        assertThat(suspicion(chip).voucherId()).isEqualTo(half.hash().hex());
    }

    @Test
    void suspectsNobodyForWhatIsNotSignedOrShownAgain() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var genuine = chip.cloned().pay(till.holder(), 1_000);
        var debit = chip.debit(till.holder(), 2_000);
        var forged = Voucher.acknowledgedBy(till.holder().key(), new Signed<>(debit, Octets.of(new byte[64])));
        var withoutReply = new Voucher(genuine.debit(), Optional.empty());

        for (var voucher : List.of(forged, withoutReply, genuine, genuine, forged)) {
            offline.judged(till.token(), Offline.batch(till, voucher));
        }

        assertThat(offline.paidTo(till.wallet())).isEqualTo(1_000);
        assertThat(isSuspected(chip)).isFalse();
    }

    private PurseSuspected suspicion(Chip chip) {
        return offline.events()
                .await(Topics.PAYMENT, PurseSuspected.class, e -> e.purseId().equals(chip.purse()));
    }

    private boolean isSuspected(Chip chip) {
        var timeline = offline.get(AUDITOR, "/v1/voucher-timelines/" + chip.purse());
        assertThat(timeline.status()).isEqualTo(200);
        return timeline.body().get("suspectedAt") != null;
    }
}
