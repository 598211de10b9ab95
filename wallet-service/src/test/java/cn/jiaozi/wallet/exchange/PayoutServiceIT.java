package cn.jiaozi.wallet.exchange;

import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.exchange.PayoutFixture.ask;
import static cn.jiaozi.wallet.exchange.PayoutFixture.held;
import static cn.jiaozi.wallet.exchange.PayoutFixture.request;
import static cn.jiaozi.wallet.exchange.PayoutFixture.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.CaptureHold;
import cn.jiaozi.contracts.LedgerRequest.HoldEntry;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.LedgerRequest.VoidHold;
import cn.jiaozi.contracts.MerchantEvent.PayoutRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.PayoutMove;
import cn.jiaozi.contracts.WalletEvent.PayoutMoved;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.wallet.CoreStub;
import cn.jiaozi.wallet.CoreStub.Fault;
import cn.jiaozi.wallet.WalletFixture;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class PayoutServiceIT {
    private final WalletFixture wallets;
    private final DatabaseClient sql;

    PayoutServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.wallets = new WalletFixture(http);
        this.sql = sql;
    }

    /// However the core's answers are lost: one entry, one booking, of what the ledger has found.
    @ParameterizedTest
    @CsvSource({
        "NONE, PUT, SENT PAID",
        "LOST, PUT GET, SENT UNKNOWN PAID",
        "SWALLOWED, PUT GET PUT, SENT UNKNOWN PAID",
        "LOST UNAVAILABLE, PUT GET GET, SENT UNKNOWN PAID",
    })
    void paysWhatTheLedgerFinds(String faults, String calls, String moves) {
        var shop = PayoutFixture.aShop(wallets);
        CoreStub.SHARED.next(
                shop.accountNo(),
                List.of(faults.split(" ", -1)).stream().map(Fault::valueOf).toArray(Fault[]::new));
        var request = request(shop);

        ask(request, request);

        var hold = asked(HoldEntry.class, request.businessId());
        var leg = hold.entry().legs().getFirst();
        assertThat(hold.entry().txType()).isEqualTo(TxType.PAYOUT);
        assertThat(leg.debit()).isEqualTo(Addresses.wallet(shop.walletId()));
        assertThat(leg.upTo()).contains(new UpTo(5_000, 100));
        assertThat(leg.amountFen()).isEqualTo(PayoutFixture.MOST_FEN);
        WalletFixture.answer(held(hold, 700));
        WalletFixture.answer(held(hold, 700));
        PayoutFixture.capture(hold, 700);

        await().untilAsserted(() -> assertThat(row(request)).isEqualTo("SUCCEEDED 700"));
        assertThat(CoreStub.SHARED.callsFor(request.businessId().substring("payout:".length())))
                .containsExactly(calls.split(" ", -1));
        assertThat(moves(request)).isEqualTo(List.of(moves.split(" ", -1)));
        assertThat(events().seen(Topics.WALLET, PayoutMoved.class, move -> isOf(move, request))
                        .getLast()
                        .bankRef())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"ACCOUNT_FROZEN, BANK_ACCOUNT_FROZEN", "ACCOUNT_NOT_FOUND, BANK_ACCOUNT_NOT_FOUND"})
    void givesBackWhatTheCoreDoesNotTake(Fault fault, Reason reason) {
        var shop = PayoutFixture.aShop(wallets);
        CoreStub.SHARED.next(shop.accountNo(), fault);
        var request = request(shop);

        ask(request);
        var hold = asked(HoldEntry.class, request.businessId());
        WalletFixture.answer(held(hold, 700));
        var released = asked(VoidHold.class, request.businessId());
        WalletFixture.answer(
                new LedgerEvent.Voided(released.id(), hold.id(), held(hold, 700).entry()));

        await().untilAsserted(() -> assertThat(row(request)).isEqualTo("FAILED 700"));
        var failed = events().await(
                        Topics.WALLET,
                        PayoutMoved.class,
                        move -> isOf(move, request) && move.state() == PayoutMove.FAILED);
        assertThat(failed.reason()).contains(reason);
    }

    @Test
    void refusesOnceAndTellsARepeatTheSame() {
        var shop = PayoutFixture.aShop(wallets);
        var differs = request(shop.walletId(), shop.tail().equals("0000") ? "0001" : "0000");
        var unknown = request("0029999999999999", "0001");
        var anonymous = request(wallets.aClassIvWallet(WalletFixture.unique("bob")), "0001");
        var frozen = request(PayoutFixture.aShop(wallets).walletId(), "0001");
        wallets.put(
                        WalletFixture.operator(),
                        "/v1/wallets/" + frozen.walletId() + "/restrictions/" + WalletFixture.unique("freeze"),
                        Map.of("type", "NO_DEBIT", "authority", "COURT", "reasonCode", "X", "documentNo", "1"))
                .expectStatus()
                .isAccepted();

        ask(differs, unknown, anonymous, frozen);
        assertThat(told(WalletEvent.Refused.class, differs.businessId()).reason())
                .isEqualTo(Reason.SETTLEMENT_ACCOUNT_DIFFERS);
        assertThat(told(WalletEvent.Refused.class, unknown.businessId()).reason())
                .isEqualTo(Reason.WALLET_NOT_FOUND);
        assertThat(told(WalletEvent.Refused.class, anonymous.businessId()).reason())
                .isEqualTo(Reason.BANK_ACCOUNT_NOT_LINKED);
        assertThat(told(WalletEvent.Refused.class, frozen.businessId()).reason())
                .isEqualTo(Reason.WALLET_FROZEN);

        ask(differs, unknown, anonymous, frozen);
        for (var request : List.of(differs, unknown, anonymous, frozen)) {
            var twice = events().await(
                            Topics.WALLET,
                            WalletEvent.Refused.class,
                            event -> event.businessId().equals(request.businessId()),
                            2);
            assertThat(twice.getFirst()).isEqualTo(twice.getLast());
            assertThat(holds(request)).isEmpty();
        }
    }

    @Test
    void aRepeatHearsHowFarItIsAndTheLedgerIsAskedTheSameAgain() {
        var shop = PayoutFixture.aShop(wallets);
        var request = request(shop);
        ask(request);
        var hold = asked(HoldEntry.class, request.businessId());
        WalletFixture.answer(held(hold, 700));
        PayoutFixture.capture(hold, 700);
        await().untilAsserted(() -> assertThat(row(request)).isEqualTo("SUCCEEDED 700"));

        ask(request);

        var holds = events().await(Topics.LEDGER_REQUEST, HoldEntry.class, asked -> isOf(asked, request), 2);
        assertThat(holds.getFirst()).isEqualTo(holds.getLast());
        var captures = events().await(Topics.LEDGER_REQUEST, CaptureHold.class, asked -> isOf(asked, request), 2);
        assertThat(captures.getFirst()).isEqualTo(captures.getLast());
        events().await(
                        Topics.WALLET,
                        PayoutMoved.class,
                        move -> isOf(move, request) && move.state() == PayoutMove.PAID,
                        2);
        WalletFixture.answer(held(hold, 700));
        await().untilAsserted(() -> assertThat(row(request)).isEqualTo("SUCCEEDED 700"));
    }

    @ParameterizedTest
    @CsvSource({"walletId", "accountTail", "keepFen", "minimumFen", "atMostFen"})
    void otherContentIsAConflictAndNoOutcome(String field) {
        var shop = PayoutFixture.aShop(wallets);
        var request = request(shop);
        ask(request);
        var hold = asked(HoldEntry.class, request.businessId());

        ask(with(request, field));

        assertThat(told(WalletEvent.Conflicted.class, request.businessId()).field())
                .isEqualTo(field);
        assertThat(holds(request)).containsExactly(hold);
        assertThat(row(request)).isEqualTo("REQUESTED " + PayoutFixture.MOST_FEN);
    }

    @Test
    void endsWhenTheLedgerFindsTooLittle() {
        var request = request(PayoutFixture.aShop(wallets));
        ask(request);
        WalletFixture.reject(asked(HoldEntry.class, request.businessId()).id(), Reason.INSUFFICIENT_FUNDS);
        await().untilAsserted(() -> assertThat(row(request)).isEqualTo("FAILED " + PayoutFixture.MOST_FEN));
        assertThat(CoreStub.SHARED.callsFor(request.businessId().substring("payout:".length())))
                .isEmpty();

        ask(request);

        assertThat(told(WalletEvent.Refused.class, request.businessId()).reason())
                .isEqualTo(Reason.INSUFFICIENT_FUNDS);
    }

    @Test
    void oneWhoseIdentityCannotBeReadWaitsAndStopsNobody() {
        var broken = PayoutFixture.aShop(wallets);
        sql.sql("update kyc.identity set account_no = decode('00', 'hex') where wallet_id = :id")
                .bind("id", broken.walletId())
                .then()
                .block();
        var stuck = request(broken);
        var good = request(PayoutFixture.aShop(wallets));

        ask(stuck, good);

        asked(HoldEntry.class, good.businessId());
        assertThat(holds(stuck)).isEmpty();
        assertThat(events().seen(
                                Topics.WALLET,
                                WalletEvent.Refused.class,
                                event -> event.businessId().equals(stuck.businessId())))
                .isEmpty();
    }

    @Test
    void aHundredAtOnceAreAHundredEntries() {
        var shop = PayoutFixture.aShop(wallets);
        var requests = IntStream.range(0, 100).mapToObj(_ -> request(shop)).toArray(PayoutRequested[]::new);

        ask(requests);
        ask(requests);

        for (var request : requests) {
            assertThat(asked(HoldEntry.class, request.businessId()).entry().txType())
                    .isEqualTo(TxType.PAYOUT);
        }
    }

    private List<String> moves(PayoutRequested request) {
        return events().seen(Topics.WALLET, PayoutMoved.class, move -> isOf(move, request)).stream()
                .map(move -> move.state().name())
                .distinct()
                .toList();
    }

    private static List<HoldEntry> holds(PayoutRequested request) {
        return events().seen(Topics.LEDGER_REQUEST, HoldEntry.class, asked -> isOf(asked, request));
    }

    private static boolean isOf(WalletEvent event, PayoutRequested request) {
        return event.businessId().equals(request.businessId());
    }

    private static boolean isOf(LedgerRequest asked, PayoutRequested request) {
        return asked.id().businessId().equals(request.businessId());
    }

    private static PayoutRequested with(PayoutRequested request, String field) {
        return new PayoutRequested(
                request.businessId(),
                request.merchantNo(),
                field.equals("walletId") ? "0029999999999999" : request.walletId(),
                field.equals("accountTail") ? "x" : request.accountTail(),
                request.keepFen() + (field.equals("keepFen") ? 1 : 0),
                request.minimumFen() + (field.equals("minimumFen") ? 1 : 0),
                request.atMostFen() - (field.equals("atMostFen") ? 1 : 0),
                request.requestedAt());
    }

    private String row(PayoutRequested request) {
        return String.valueOf(sql.sql("select state || ' ' || amount_fen as row from exchange where business_id = :id")
                .bind("id", request.businessId())
                .mapValue(String.class)
                .one()
                .block());
    }
}
