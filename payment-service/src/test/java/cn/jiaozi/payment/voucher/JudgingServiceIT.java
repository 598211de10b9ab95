package cn.jiaozi.payment.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PaymentEvent.LoadSettled;
import cn.jiaozi.contracts.PaymentEvent.PurseSuspected;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.payment.Offline;
import cn.jiaozi.payment.Offline.Chip;
import cn.jiaozi.payment.Offline.Till;
import cn.jiaozi.payment.OfflineServiceTest;
import cn.jiaozi.payment.Ring;
import cn.jiaozi.payment.purse.PurseService;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.voucher.Party;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import cn.jiaozi.sdk.voucher.Voucher;
import cn.jiaozi.testkit.Reannounce;
import cn.jiaozi.testkit.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Vouchers on their whole way: signed, uploaded, judged, asked of the ledger and ended by its answer.
class JudgingServiceIT extends OfflineServiceTest {
    private final Offline offline;
    private final PurseService purses;
    private final DatabaseClient database;
    private final WebTestClient http;
    private final MeterRegistry metrics;

    JudgingServiceIT(
            @Autowired WebTestClient http,
            @Autowired PurseService purses,
            @Autowired DatabaseClient database,
            @Autowired MeterRegistry metrics) {
        this.offline = new Offline(http);
        this.purses = purses;
        this.database = database;
        this.http = http;
        this.metrics = metrics;
    }

    @Test
    void paysHonestVouchersByOneEntry() {
        var till = offline.aTill();
        var chip = offline.aChip();

        var batch = offline.judged(
                till.token(), Offline.batch(till, chip.pay(till.holder(), 1_000), chip.pay(till.holder(), 2_000)));

        assertThat(Offline.verdicts(batch)).isEqualTo(Map.of("ACCEPTED", 2));
        assertThat(batch.at("acceptedFen")).isEqualTo(3_000);
        assertThat(offline.paidTo(till.wallet())).isEqualTo(3_000);
        assertThat(offline.reserveFen(chip)).isEqualTo(97_000);
        var told = settled(chip, 1).getFirst();
        assertThat(told.count()).isEqualTo(2);
        assertThat(told.amountFen()).isEqualTo(3_000);
        assertThat(told.receivableFen()).isZero();
        assertThat(told.payee().walletId()).isEqualTo(till.wallet());
        assertThat(told.seller()).isPresent();
    }

    @Test
    void paysOnceWhoeverUploadsAndHoweverOften() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var voucher = chip.pay(till.holder(), 1_000);

        var first = offline.judged(till.token(), Offline.batch(till, voucher, voucher));
        var ofPayer =
                offline.judged(holderOf(chip), batch(chip, List.of(till.holder().chain()), voucher));

        assertThat(Offline.verdicts(first)).isEqualTo(Map.of("ACCEPTED", 1, "DUPLICATE", 1));
        assertThat(Offline.verdicts(ofPayer)).isEqualTo(Map.of("DUPLICATE", 1));
        assertThat(ofPayer.at("acceptedFen")).isEqualTo(0);
        assertThat(offline.paidTo(till.wallet())).isEqualTo(1_000);
    }

    @Test
    void paysTheGenuineVoucherAfterSpoiledCopiesOfIt() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var thief = offline.aTill();
        var voucher = chip.pay(till.holder(), 1_000);
        var debit = voucher.debit().content();
        var notSigned = new Voucher(new Signed<>(debit, Octets.of(new byte[64])), voucher.acknowledgement());
        var notAcknowledged = new Voucher(voucher.debit(), Optional.empty());

        var spoiled = offline.judged(till.token(), Offline.batch(till, notSigned, notAcknowledged));
        var replayed =
                offline.judged(thief.token(), batch(thief, List.of(till.holder().chain()), voucher));
        var genuine = offline.judged(till.token(), Offline.batch(till, voucher));

        assertThat(Offline.verdicts(spoiled)).isEqualTo(Map.of("FORGED", 1, "ACK_INVALID", 1));
        assertThat(Offline.verdicts(replayed)).isEqualTo(Map.of("REPLAY_WRONG_PAYEE", 1));
        assertThat(Offline.verdicts(genuine)).isEqualTo(Map.of("ACCEPTED", 1));
        assertThat(offline.paidTo(till.wallet())).isEqualTo(1_000);
    }

    @Test
    void rejectsWhatNoOneOwes() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var unknown = Offline.anybody(CertificateRole.TERMINAL, "T000000099999999");
        var closed = offline.aTill();
        offline.events().send(Topics.TERMINAL_KEY, closed.fact().keyId(), inactive(closed.fact()));
        var revoked = offline.aChip();
        offline.tell(Offline.purse(revoked, p -> revoked(p, 1)));
        awaitRevoked(revoked, closed);
        var otherLoad =
                new Given.Change(chip.cloned().debit(till.holder(), 1)).load(9).debit();

        var batch = offline.judged(
                till.token(),
                Offline.batch(
                        till,
                        chip.cloned().pay(unknown, 1),
                        revoked.pay(till.holder(), 1),
                        chip.signed(otherLoad, till.holder()),
                        chip.cloned().pay(till.holder(), 100_001)));
        var late = offline.judged(
                closed.token(), Offline.batch(closed, chip.cloned().pay(closed.holder(), 1)));

        assertThat(Offline.verdicts(batch))
                .isEqualTo(Map.of("UNKNOWN_TERMINAL", 1, "REVOKED", 1, "UNKNOWN_LOAD", 1, "OVER_LIMIT", 1));
        assertThat(Offline.verdicts(late)).isEqualTo(Map.of("TERMINAL_REVOKED", 1));
        assertThat(offline.paidTo(till.wallet()) + offline.paidTo(closed.wallet()))
                .isZero();
    }

    @Test
    void paysInGoodFaithWhatAClonedChipHasSpentTwice() {
        var honest = offline.aTill();
        var betrayed = offline.aTill();
        var chip = offline.aChip();
        var clone = chip.cloned();

        offline.judged(honest.token(), Offline.batch(honest, chip.pay(honest.holder(), 1_000)));
        var second = offline.judged(
                betrayed.token(),
                Offline.batch(betrayed, clone.pay(betrayed.holder(), 2_000), clone.pay(betrayed.holder(), 3_000)));

        assertThat(Offline.verdicts(second)).isEqualTo(Map.of("DOUBLE_SPEND", 1, "FORK", 1));
        assertThat(offline.paidTo(betrayed.wallet())).isEqualTo(5_000);
        assertThat(offline.owedFen(chip)).isEqualTo(5_000);
        assertThat(offline.reserveFen(chip)).isEqualTo(99_000);
        assertThat(settled(chip, 2)).extracting(VouchersSettled::receivableFen).contains(0L, 5_000L);
        assertThat(suspected(chip)).isEqualTo("DOUBLE_SPEND");
        offline.judged(betrayed.token(), Offline.batch(betrayed, clone.pay(betrayed.holder(), 1)));
        assertThat(offline.events()
                        .seen(
                                Topics.PAYMENT,
                                PurseSuspected.class,
                                e -> e.purseId().equals(chip.purse())))
                .hasSize(1);
    }

    @Test
    void paysInGoodFaithWhatTheReserveDoesNotCover() {
        var till = offline.aTill();
        var chip = offline.aChip();
        offline.spend(chip, 99_000);

        var batch = offline.judged(
                till.token(), Offline.batch(till, chip.pay(till.holder(), 600), chip.pay(till.holder(), 700)));

        assertThat(Offline.verdicts(batch)).isEqualTo(Map.of("ACCEPTED", 1, "RESERVE_EXHAUSTED", 1));
        assertThat(offline.paidTo(till.wallet())).isEqualTo(1_300);
        assertThat(offline.reserveFen(chip)).isZero();
        assertThat(offline.owedFen(chip)).isEqualTo(300);
        assertThat(suspected(chip)).isEqualTo("RESERVE_EXHAUSTED");
    }

    @Test
    void asksOneByOneForWhatIsNotInGoodFaithAndNotThereForAll() {
        var till = offline.aTill();
        var chip = offline.aChip();
        offline.spend(chip, 99_000);
        chip.list = 0;

        var batch = offline.judged(
                till.token(), Offline.batch(till, chip.pay(till.holder(), 600), chip.pay(till.holder(), 700)));

        assertThat(Offline.verdicts(batch)).isEqualTo(Map.of("ACCEPTED", 1, "RESERVE_EXHAUSTED", 1));
        assertThat(offline.paidTo(till.wallet())).isEqualTo(600);
        assertThat(offline.reserveFen(chip)).isEqualTo(400);
        assertThat(offline.owedFen(chip)).isZero();
    }

    @Test
    void suspectsAChipThatPaysMoreThanItWasToldTo() {
        var till = offline.aTill();
        var chip = offline.aChip();

        var batch = offline.judged(till.token(), Offline.batch(till, chip.pay(till.holder(), 50_001)));

        assertThat(Offline.verdicts(batch)).isEqualTo(Map.of("OVER_LIMIT", 1));
        assertThat(offline.paidTo(till.wallet())).isEqualTo(50_001);
        assertThat(suspected(chip)).isEqualTo("OVER_LIMIT");
    }

    @Test
    void endsTheSameWhateverTheOrderOfAnHonestSet() {
        var reserves = new ArrayList<Long>();
        for (long seed = 0; seed < 3; seed++) {
            var chip = offline.aChip();
            var tills = List.of(offline.aTill(), offline.aTill());
            var vouchers = new ArrayList<>(IntStream.range(0, 8)
                    .mapToObj(i -> chip.pay(tills.get(i % 2).holder(), 100L * (i + 1)))
                    .toList());
            vouchers.addAll(vouchers.subList(0, 3));
            Collections.shuffle(vouchers, new Random(seed));
            var batches = vouchers.stream().map(voucher -> till(tills, voucher)).toList();
            var paths = IntStream.range(0, vouchers.size())
                    .mapToObj(
                            i -> offline.upload(batches.get(i).token(), Offline.batch(batches.get(i), vouchers.get(i))))
                    .toList();
            for (int i = 0; i < paths.size(); i++) {
                offline.awaitJudged(batches.get(i).token(), paths.get(i));
            }

            assertThat(offline.paidTo(tills.getFirst().wallet()))
                    .as("seed %d", seed)
                    .isEqualTo(1_600);
            assertThat(offline.paidTo(tills.getLast().wallet()))
                    .as("seed %d", seed)
                    .isEqualTo(2_000);
            assertThat(offline.owedFen(chip)).as("seed %d", seed).isZero();
            reserves.add(offline.reserveFen(chip));
        }
        assertThat(reserves).containsOnly(96_400L);
    }

    @Test
    void waitsForAPurseThatItHasNotHeardOf() {
        var till = offline.aTill();
        var chip = offline.aSilentChip();
        var path =
                offline.upload(till.token(), batch(till, List.of(chip.holder.chain()), chip.pay(till.holder(), 1_000)));
        assertThat(offline.get(till.token(), path).at("state")).isEqualTo("JUDGING");

        offline.introduce(chip);

        assertThat(Offline.verdicts(offline.awaitJudged(till.token(), path))).isEqualTo(Map.of("ACCEPTED", 1));
    }

    @Test
    void tellsAChipUpToWhereItNeedNotRemember() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var vouchers = List.of(chip.pay(till.holder(), 1), chip.pay(till.holder(), 2), chip.pay(till.holder(), 3));
        var statement = statement(chip);

        var gap = offline.judged(
                holderOf(chip),
                batch(chip, List.of(till.holder().chain()), vouchers.get(0), vouchers.get(2))
                        .with(statement));
        var all = offline.judged(
                holderOf(chip),
                batch(chip, List.of(till.holder().chain()), vouchers.get(1)).with(statement));

        assertThat(receipt(gap)).isEqualTo(new SyncReceipt(chip.purse(), 1, 1));
        assertThat(receipt(all)).isEqualTo(new SyncReceipt(chip.purse(), 1, 3));
    }

    @Test
    void hasAPaymentThatNobodyAcknowledged() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var first = chip.pay(till.holder(), 1);
        var torn = new Voucher(chip.pay(till.holder(), 2).debit(), Optional.empty());
        var last = chip.pay(till.holder(), 3);

        var batch = offline.judged(
                holderOf(chip),
                batch(chip, List.of(till.holder().chain()), first, torn, last).with(statement(chip)));

        assertThat(Offline.verdicts(batch)).isEqualTo(Map.of("ACCEPTED", 2, "ACK_INVALID", 1));
        assertThat(receipt(batch)).isEqualTo(new SyncReceipt(chip.purse(), 1, 3));
        assertThat(offline.get(TestTokens.of("auditor", "AUDITOR"), "/v1/voucher-timelines/" + chip.purse())
                        .at("gaps")
                        .toString())
                .contains("first=2", "last=2");
    }

    @Test
    void settlesAClosedLoadWhenItsLastVoucherHasBeenPaid() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var first = chip.pay(till.holder(), 1_000);
        var second = chip.pay(till.holder(), 2_000);
        offline.judged(till.token(), Offline.batch(till, first));
        offline.tell(Offline.load(chip, Optional.of(closing(chip)), 2));

        offline.judged(till.token(), Offline.batch(till, second));

        var settled = offline.events()
                .await(Topics.PAYMENT, LoadSettled.class, e -> e.purseId().equals(chip.purse()));
        assertThat(settled.load()).isEqualTo(1);
        var paid =
                settled(chip, 2).stream().mapToLong(VouchersSettled::amountFen).sum();
        assertThat(paid + offline.reserveFen(chip)).isEqualTo(100_000);
    }

    @Test
    void paysOrRejectsByTimesLimitsAndNonces() {
        var till = offline.aTill();
        var old = offline.aChip();
        old.time = old.time.minus(Duration.ofDays(31));
        var older = offline.aChip();
        older.time = older.time.minus(Duration.ofDays(102));
        var first = offline.aChip();
        first.nonce = Optional.of(Octets.of(new byte[16]));
        var other = offline.aChip();
        other.nonce = first.nonce;
        var broken = offline.aChip();
        var suspected = offline.aChip();
        offline.tell(Offline.purse(suspected, p -> revoked(p, 2)));
        awaitState(suspected, PurseState.REVOKED);

        var batch = offline.judged(
                till.token(),
                Offline.batch(
                        till,
                        old.pay(till.holder(), 1),
                        older.pay(till.holder(), 10),
                        first.pay(till.holder(), 100),
                        other.pay(till.holder(), 1_000),
                        broken.pay(till.holder(), 50_001),
                        suspected.pay(till.holder(), 10_000)));

        assertThat(Offline.verdicts(batch))
                .isEqualTo(Map.of(
                        "EXPIRED_LATE",
                        1,
                        "CERT_EXPIRED",
                        1,
                        "ACCEPTED",
                        1,
                        "REPLAY_NONCE",
                        1,
                        "OVER_LIMIT",
                        1,
                        "REVOKED",
                        1));
        assertThat(offline.paidTo(till.wallet())).isEqualTo(60_102);
        assertThat(batch.at("acceptedFen")).isEqualTo(60_102);
    }

    @Test
    void givesUpAVoucherThatNeverComes() {
        var till = offline.aTill();
        var chip = offline.aChip();
        chip.pay(till.holder(), 1_000);
        offline.judged(till.token(), Offline.batch(till, chip.pay(till.holder(), 2_000)));
        offline.tell(Offline.load(chip, Optional.of(closing(chip)), 2));
        assertThat(offline.events()
                        .seen(
                                Topics.PAYMENT,
                                LoadSettled.class,
                                e -> e.purseId().equals(chip.purse())))
                .isEmpty();

        openedEarlier(chip, 34);
        Awaitility.await()
                .untilAsserted(() -> assertThat(metrics.get("jiaozi.voucher.gaps.oldest.seconds")
                                .gauge()
                                .value())
                        .isGreaterThanOrEqualTo(34 * 86_400));
        openedEarlier(chip, 2);

        offline.events()
                .await(Topics.PAYMENT, LoadSettled.class, e -> e.purseId().equals(chip.purse()));
    }

    @Test
    void tellsAgainWhatItHasTold() {
        var till = offline.aTill();
        var chip = offline.aChip();
        offline.judged(till.token(), Offline.batch(till, chip.pay(till.holder(), 1_000)));
        var told = settled(chip, 1).getFirst();

        Reannounce.everything(http);

        assertThat(settled(chip, 2)).containsOnly(told);
    }

    @Test
    void reportsEachVoucherOfABatchAndTheCourseOfItsPurse() {
        var till = offline.aTill();
        var chip = offline.aChip();
        var lost = chip.pay(till.holder(), 1_000);
        var paid = chip.pay(till.holder(), 2_000);
        var path = offline.upload(
                till.token(),
                Offline.batch(till.holder(), List.of(), List.of(Octets.of(paid.encoded()), Octets.of(new byte[] {1}))));
        offline.awaitJudged(till.token(), path);

        var first = offline.get(till.token(), path + "/vouchers?limit=1");
        assertThat(first.at("vouchers").toString())
                .contains("voucherId=" + paid.hash(), "effect=PAID", "flags=[COUNTER_GAP]", "amountFen=2000");
        assertThat(first.at("cursor")).isEqualTo(0);
        var last = offline.get(till.token(), path + "/vouchers?limit=1&cursor=0");
        assertThat(last.at("vouchers").toString()).contains("verdict=MALFORMED", "effect=NONE", "bearer=PAYEE");
        assertThat(offline.file(till.token(), path + "/vouchers").lines())
                .containsExactly(
                        "index,voucherId,verdict,flags,amountFen,effect,receivableFen,bearer",
                        "0," + paid.hash() + ",ACCEPTED,COUNTER_GAP,2000,PAID,0,NONE",
                        "1,,MALFORMED,,,NONE,,PAYEE");
        assertThat(offline.get(offline.aTill().token(), path + "/vouchers").status())
                .isEqualTo(404);
        var auditor = TestTokens.of("auditor", "AUDITOR");
        var timeline = offline.get(auditor, "/v1/voucher-timelines/" + chip.purse());
        assertThat(timeline.at("lastCounter")).isEqualTo(2);
        assertThat(timeline.at("gaps").toString()).contains("first=1", "last=1");
        assertThat(timeline.at("vouchers").toString()).contains("counter=2", "settled=true");
        assertThat(timeline.at("vouchers").toString())
                .doesNotContain(lost.hash().hex());
        assertThat(offline.get(auditor, "/v1/voucher-timelines/P00000000000000Z")
                        .status())
                .isEqualTo(404);
        assertThat(offline.get(auditor, "/v1/voucher-days/" + Ring.DAY)
                        .at("settled")
                        .toString())
                .contains("entries=");
        assertThat(offline.get(auditor, "/v1/voucher-days/2026-02-30").status()).isEqualTo(400);
        assertThat(offline.get(till.token(), "/v1/voucher-days/" + Ring.DAY).status())
                .isEqualTo(403);
    }

    private List<VouchersSettled> settled(Chip chip, int count) {
        return offline.events()
                .await(Topics.PAYMENT, VouchersSettled.class, e -> e.purseId().equals(chip.purse()), count);
    }

    private String suspected(Chip chip) {
        return offline.events()
                .await(Topics.PAYMENT, PurseSuspected.class, e -> e.purseId().equals(chip.purse()))
                .verdict();
    }

    private static Signed<Statement> statement(Chip chip) {
        var statement = new Statement(
                false,
                chip.purse(),
                chip.holder.chain().holder().serial(),
                1,
                chip.counter(),
                chip.head(),
                chip.balanceFen(),
                Octets.of(new byte[16]));
        return Signed.by(chip.holder.key(), statement);
    }

    private static SyncReceipt receipt(Ring.Answer batch) {
        var sync = (Map<?, ?>) batch.at("sync");
        var signed = SyncReceipt.readSigned(Base64.getDecoder().decode(String.valueOf(sync.get("receipt"))));
        assertThat(signed.isSignedBy(Offline.SIGNATORY.key().verifying())).isTrue();
        return signed.content();
    }

    private static Till till(List<Till> tills, Voucher voucher) {
        return tills.stream()
                .filter(till ->
                        till.holder().party().equals(voucher.debit().content().payee()))
                .findFirst()
                .orElseThrow();
    }

    private static PurseFact.Closing closing(Chip chip) {
        return new PurseFact.Closing(
                chip.counter(),
                chip.head().hex(),
                chip.balanceFen(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String holderOf(Chip chip) {
        return TestTokens.of("person-" + chip.purse(), "CUSTOMER");
    }

    private static Batch batch(Chip chip, List<Chain> chains, Voucher... vouchers) {
        return Offline.batch(chip.holder, chains, encoded(vouchers));
    }

    private static Batch batch(Till till, List<Chain> chains, Voucher... vouchers) {
        return Offline.batch(till.holder(), chains, encoded(vouchers));
    }

    private static List<Octets> encoded(Voucher... vouchers) {
        return Stream.of(vouchers).map(voucher -> Octets.of(voucher.encoded())).toList();
    }

    private static SignerKey inactive(SignerKey key) {
        return new SignerKey(key.keyId(), key.publicKey(), key.party(), key.terminal(), false, 2);
    }

    private static PurseFact.Purse revoked(PurseFact.Purse purse, int list) {
        return new PurseFact.Purse(
                purse.purseId(),
                purse.wallet(),
                purse.party(),
                purse.branchCode(),
                PurseState.REVOKED,
                purse.certificates(),
                Optional.of(list),
                Optional.empty(),
                2);
    }

    private void openedEarlier(Chip chip, int days) {
        database.sql("""
                update counter_gap set opened_at = opened_at - make_interval(days => :days) where purse_id = :purse
                """).bind("days", days).bind("purse", chip.purse()).then().block();
    }

    private void awaitRevoked(Chip chip, Till till) {
        var terminalId = Party.terminalId(till.holder().party());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> purses.purse(chip.purse()).blockOptional().orElseThrow().stream()
                                .anyMatch(purse -> purse.state() == PurseState.REVOKED)
                        && purses.tills(Set.of(terminalId)).blockOptional().orElseThrow().find(terminalId).stream()
                                .anyMatch(known -> !known.active()));
    }

    private void awaitState(Chip chip, PurseState state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> purses.purse(chip.purse()).blockOptional().orElseThrow().stream()
                        .anyMatch(purse -> purse.state() == state));
    }
}
