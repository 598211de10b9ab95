package cn.jiaozi.payment.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PaymentEvent.PurseSuspected;
import cn.jiaozi.contracts.PaymentEvent.TerminalSuspected;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.payment.Offline;
import cn.jiaozi.payment.Offline.Chip;
import cn.jiaozi.payment.Offline.Till;
import cn.jiaozi.payment.OfflineServiceTest;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Party;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import cn.jiaozi.testkit.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Who is told of as suspected, and who is not.
class SuspicionServiceIT extends OfflineServiceTest {
    private static final String AUDITOR = TestTokens.of("auditor", "AUDITOR");

    private final Offline offline;
    private final DatabaseClient database;

    SuspicionServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient database) {
        this.offline = new Offline(http);
        this.database = database;
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

    @Test
    void tellsOfATillThatBringsForgeriesAgainAndAgain() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var genuine = chip.pay(till.holder(), 1_000);
        var forgeries = List.of(forged(till, chip), forged(till, chip), forged(till, chip), forged(till, chip));

        offline.judged(till.token(), Offline.batch(till, forgeries.get(0), forgeries.get(1)));
        offline.judged(till.token(), Offline.batch(till, forgeries.get(0), forgeries.get(1)));
        assertThat(suspectedTills(till)).isZero();
        offline.judged(till.token(), Offline.batch(till, forgeries.get(2)));
        assertThat(suspectedTills(till)).isOne();
        var after = offline.judged(till.token(), Offline.batch(till, forgeries.get(3), genuine));

        var terminalId = Party.terminalId(till.holder().party());
        var told = offline.events()
                .await(
                        Topics.PAYMENT,
                        TerminalSuspected.class,
                        e -> e.terminalId().equals(terminalId));
        assertThat(told.verdicts()).isEqualTo(3);
        assertThat(Offline.verdicts(after)).isEqualTo(Map.of("FORGED", 1, "ACCEPTED", 1));
        assertThat(offline.paidTo(till.wallet())).isEqualTo(1_000);
        assertThat(isSuspected(chip)).isFalse();
    }

    @Test
    void countsNothingAgainstATillThatOthersHaveNamed() {
        var till = offline.aTill();
        var thief = offline.aTill();
        var chip = offline.aChip();
        var stolen = List.of(chip.pay(till.holder(), 1), chip.pay(till.holder(), 2), chip.pay(till.holder(), 3));
        var batch = Offline.batch(
                thief.holder(),
                List.of(till.holder().chain()),
                stolen.stream().map(each -> Octets.of(each.encoded())).toList());

        assertThat(Offline.verdicts(offline.judged(thief.token(), batch))).isEqualTo(Map.of("REPLAY_WRONG_PAYEE", 3));

        assertThat(suspectedTills(thief)).isOne();
        assertThat(suspectedTills(till)).isZero();
    }

    private static Voucher forged(Till till, Chip chip) {
        var debit = chip.cloned().debit(till.holder(), 2_000);
        return Voucher.acknowledgedBy(till.holder().key(), new Signed<>(debit, Octets.of(new byte[64])));
    }

    private long suspectedTills(Till till) {
        return database.sql("select count(*) from suspected_terminal where party = :party and suspected_at is not null")
                .bind("party", till.holder().party())
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElseThrow();
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
