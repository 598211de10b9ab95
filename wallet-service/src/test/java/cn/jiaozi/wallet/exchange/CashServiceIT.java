package cn.jiaozi.wallet.exchange;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.entry;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.HoldEntry;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import cn.jiaozi.wallet.Chip;
import cn.jiaozi.wallet.CoreStub;
import cn.jiaozi.wallet.CoreStub.Fault;
import cn.jiaozi.wallet.WalletFixture;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Cash at counters and kiosks.
@ServiceTest
class CashServiceIT {
    private final WalletFixture http;
    private String cash = "";
    private String counter = "";

    CashServiceIT(@Autowired WebTestClient http) {
        this.http = new WalletFixture(http);
    }

    @BeforeEach
    void opens() {
        cash = anAccountNo();
        counter = aPlace("COUNTER", cash);
    }

    /// From the first banknote to the last, without a name and without a bank account.
    @Test
    void issuesLoadsUnloadsAndCashesOutAnAnonymousCard() {
        var walletId = anAnonymousWallet();
        var paidIn = succeeded(walletId, "EXCHANGE_IN", 30_000);
        var chip = Chip.issued(http, operator(), walletId);
        var load = chip.path() + "/loads/" + unique("load");
        http.put(operator(), load, Map.of("amountFen", 30_000)).expectStatus().isAccepted();
        WalletFixture.post(asked(PostEntry.class, "load:" + chip.purseId() + "/1"));
        http.ended(operator(), load, "LOADED");
        var unload = chip.path() + "/unloads/" + unique("unload");
        http.put(operator(), unload, Map.of("closing", chip.closing(1, 2, 18_000)))
                .expectStatus()
                .isAccepted();
        WalletFixture.post(asked(
                PostEntry.class,
                request -> request.id().equals(StepId.first("load:" + chip.purseId() + "/1", "unload"))));
        assertThat(http.ended(operator(), unload, "UNLOADED")).containsEntry("returnedFen", 18_000);
        var paidOut = succeeded(walletId, "REDEEM", 18_000);

        var wallet = Addresses.wallet(walletId);
        assertThat(paidIn.entry().legs())
                .containsExactly(new LegSpec(Addresses.coreClearing("0001"), wallet, 30_000, false));
        assertThat(paidOut.entry().legs())
                .containsExactly(new LegSpec(wallet, Addresses.coreClearing("0001"), 18_000, false));
    }

    @Test
    void answersAColleagueAndAnIdThatIsUsedAgain() {
        var walletId = anAnonymousWallet();
        var path = path(counter);
        var request = Map.of("walletId", walletId, "kind", "EXCHANGE_IN", "amountFen", 700);
        var begun = body(http.put(operator(), path, request).expectStatus().isAccepted());
        var colleague = TestTokens.of("colleague", "OPERATOR");

        assertThat(begun).containsEntry("clerk", "clerk").containsEntry("counterId", counter);
        assertThat(body(http.get(colleague, path)).get("businessId")).isEqualTo(begun.get("businessId"));
        assertThat(body(http.put(colleague, path, request).expectStatus().isAccepted()))
                .containsEntry("clerk", "clerk");
        conflicts(path, Map.of("walletId", walletId, "kind", "REDEEM", "amountFen", 700), "/kind");
        conflicts(path, Map.of("walletId", walletId, "kind", "EXCHANGE_IN", "amountFen", 701), "/amountFen");
        conflicts(path, Map.of("walletId", anAnonymousWallet(), "kind", "EXCHANGE_IN", "amountFen", 700), "/walletId");
        http.get(operator(), path.replace(counter, aPlace("COUNTER", anAccountNo())))
                .expectStatus()
                .isNotFound();
    }

    @Test
    void asksTheCoreAgainAboutALostAnswerAndBooksOnce() {
        CoreStub.SHARED.next(cash, Fault.LOST);

        var hold = succeeded(anAnonymousWallet(), "EXCHANGE_IN", 700);

        assertThat(CoreStub.SHARED.callsFor(hold.id().businessId().substring("exchange:".length())))
                .containsExactly("PUT", "GET");
    }

    @Test
    void givesTheHoldBackWhenTheCoreRefuses() {
        var walletId = anAnonymousWallet();
        CoreStub.SHARED.next(cash, Fault.ACCOUNT_FROZEN);
        var path = path(counter);

        var hold = held(path, walletId, "REDEEM", 700);
        var released = asked(LedgerRequest.VoidHold.class, hold.id().businessId());
        WalletFixture.answer(new LedgerEvent.Voided(released.id(), hold.id(), entry(hold.entry())));

        assertThat(http.ended(operator(), path, "FAILED")).containsEntry("reason", "BANK_ACCOUNT_FROZEN");
    }

    @Test
    void callsNobodyWhenTheWalletMayNotHoldThatMuch() {
        var walletId = anAnonymousWallet();
        var path = path(counter);
        var begun = body(
                http.put(operator(), path, Map.of("walletId", walletId, "kind", "EXCHANGE_IN", "amountFen", 100_001)));
        var exchange = String.valueOf(begun.get("businessId"));
        WalletFixture.reject(asked(HoldEntry.class, exchange).id(), Reason.BALANCE_CAP_EXCEEDED);

        assertThat(http.ended(operator(), path, "FAILED")).containsEntry("reason", "BALANCE_CAP_EXCEEDED");
        assertThat(CoreStub.SHARED.callsFor(exchange.substring("exchange:".length())))
                .isEmpty();
    }

    @Test
    void refusesWhatTheCounterOrTheWalletDoesNotAllow() {
        var named = http.aClassIvWallet(unique("bob"));
        var kiosk = aPlace("KIOSK", cash);

        refused(kiosk, named, "REDEEM", "WALLET_TYPE_INVALID");
        http.put(operator(), "/v1/counters/" + kiosk + "/closure", Map.of("reason", "moved"))
                .expectStatus()
                .isCreated();
        refused(kiosk, anAnonymousWallet(), "EXCHANGE_IN", "COUNTER_CLOSED");
    }

    @Test
    void endsWhatHasBegunWhenTheCounterCloses() {
        var path = path(counter);
        var hold = held(path, anAnonymousWallet(), "EXCHANGE_IN", 700);
        http.put(operator(), "/v1/counters/" + counter + "/closure", Map.of("reason", "moved"))
                .expectStatus()
                .isCreated();

        captured(hold);

        http.ended(operator(), path, "SUCCEEDED");
    }

    @Test
    void namesWhatIsNotThereAndIsForStaffAlone() {
        var walletId = http.aClassIiWallet(unique("alice"), anAccountNo());
        Map<String, Object> request = Map.of("walletId", walletId, "kind", "EXCHANGE_IN", "amountFen", 1);

        isNotThere(path(unique("nowhere")), request, "counterId");
        isNotThere(
                path(counter),
                Map.of("walletId", "0020000000000014", "kind", "EXCHANGE_IN", "amountFen", 1),
                "/walletId");
        http.put(customer("alice"), path(counter), request).expectStatus().isForbidden();
        http.get(customer("alice"), path(counter)).expectStatus().isForbidden();
    }

    private HoldEntry succeeded(String walletId, String kind, long amountFen) {
        var path = path(counter);
        var hold = held(path, walletId, kind, amountFen);
        captured(hold);
        assertThat(http.ended(operator(), path, "SUCCEEDED").get("bankRef"))
                .asString()
                .startsWith("B-");
        return hold;
    }

    private HoldEntry held(String path, String walletId, String kind, long amountFen) {
        var begun = http.put(operator(), path, Map.of("walletId", walletId, "kind", kind, "amountFen", amountFen));
        begun.expectStatus().isAccepted();
        var hold = asked(HoldEntry.class, String.valueOf(body(begun).get("businessId")));
        WalletFixture.hold(hold);
        return hold;
    }

    private static void captured(HoldEntry hold) {
        var capture = asked(LedgerRequest.CaptureHold.class, hold.id().businessId());
        WalletFixture.answer(new LedgerEvent.Captured(capture.id(), hold.id(), entry(hold.entry())));
    }

    private void refused(String place, String walletId, String kind, String reason) {
        var path = path(place);
        var request = Map.of("walletId", walletId, "kind", kind, "amountFen", 1);
        var view = body(http.put(operator(), path, request).expectStatus().isCreated());
        assertThat(view).containsEntry("state", "FAILED").containsEntry("reason", reason);
        assertThat(body(http.put(operator(), path, request).expectStatus().isOk()))
                .isEqualTo(view);
    }

    private void isNotThere(String path, Map<String, Object> request, String pointer) {
        http.put(operator(), path, request)
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }

    private void conflicts(String path, Map<String, Object> request, String pointer) {
        http.put(operator(), path, request)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }

    private String aPlace(String kind, String accountNo) {
        var id = unique("place");
        http.put(operator(), "/v1/counters/" + id, Map.of("kind", kind, "accountNo", accountNo))
                .expectStatus()
                .isCreated();
        return id;
    }

    private String anAnonymousWallet() {
        var id = unique("open");
        http.put(operator(), "/v1/wallet-openings/" + id, Map.of("walletClass", "HW_ANON"));
        return http.opened(operator(), id);
    }

    private static String path(String place) {
        return "/v1/counters/" + place + "/exchanges/" + unique("cash");
    }
}
