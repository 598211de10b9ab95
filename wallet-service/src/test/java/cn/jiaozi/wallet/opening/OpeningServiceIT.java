package cn.jiaozi.wallet.opening;

import static cn.jiaozi.wallet.WalletFixture.aClassIiRequest;
import static cn.jiaozi.wallet.WalletFixture.aPhone;
import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.anIdNo;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.wallet.CoreStub;
import cn.jiaozi.wallet.CoreStub.Fault;
import cn.jiaozi.wallet.WalletFixture;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class OpeningServiceIT {
    private final DatabaseClient sql;
    private final WalletFixture wallets;

    OpeningServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.wallets = new WalletFixture(http);
        this.sql = sql;
    }

    @Test
    void opensAClassIvWalletWithAccountAndCap() {
        var bob = unique("bob");
        var wallet = wallets.aClassIvWallet(bob);

        var account = WalletFixture.asked(LedgerRequest.OpenAccounts.class, "wallet:" + wallet)
                .accounts()
                .getFirst();
        assertThat(account.owner()).contains(bob);
        assertThat(account.floorFen()).contains(0L);
        assertThat(account.group()).contains("wallet:" + wallet);
        var cap = WalletFixture.asked(LedgerRequest.SetCap.class, "wallet:" + wallet);
        assertThat(cap.capFen()).contains(1_000_000L);
        var view = WalletFixture.body(wallets.get(customer(bob), "/v1/wallets/" + wallet));
        assertThat(view.get("phone")).asString().matches("139\\*{4}[0-9]{4}");
        assertThat(view).doesNotContainKey("linkedAccount");
        wallets.get(customer("mallory"), "/v1/wallets/" + wallet).expectStatus().isForbidden();
    }

    @Test
    void setsNoCapForACorporateWalletOfTheMerchantsParty() {
        var shop = unique("shop");
        var wallet = wallets.aCorporateWallet(shop);

        assertThat(wallet).startsWith("0023");
        assertThat(WalletFixture.asked(LedgerRequest.SetCap.class, "wallet:" + wallet)
                        .capFen())
                .isEqualTo(Optional.empty());
        wallets.get(customer(shop), "/v1/wallets/" + wallet).expectStatus().isOk();
    }

    @Test
    void answersARepeatTheSameAndOtherContentWithTheField() {
        var alice = customer(unique("alice"));
        var path = "/v1/wallet-openings/" + unique("open");
        var request = new HashMap<>(aClassIiRequest(anIdNo(), anAccountNo()));
        wallets.put(alice, path, request).expectStatus().isAccepted();
        wallets.put(alice, path, request).expectStatus().isAccepted();

        for (var field : Map.of(
                        "phone", aPhone(),
                        "name", "李四",
                        "idNo", anIdNo(),
                        "bankAccount", Map.of("accountNo", anAccountNo()))
                .entrySet()) {
            var other = new HashMap<>(request);
            other.put(field.getKey(), field.getValue());
            wallets.put(alice, path, other)
                    .expectStatus()
                    .isEqualTo(409)
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .value(pointer -> assertThat(pointer.toString()).startsWith("/" + field.getKey()));
        }
        // The same id of somebody else is another opening.
        wallets.put(customer(unique("bob")), path, aClassIiRequest(anIdNo(), anAccountNo()))
                .expectStatus()
                .isAccepted();
    }

    @Test
    void opensOneClassIvWalletPerPhoneAlsoInARace() throws InterruptedException {
        var phone = aPhone();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = callers.invokeAll(IntStream.range(0, 8)
                    .<Callable<String>>mapToObj(_ -> () -> {
                        var response = wallets.put(
                                customer(unique("racer")),
                                "/v1/wallet-openings/" + unique("open"),
                                Map.of("walletClass", "CLASS_IV", "phone", phone));
                        var body = WalletFixture.body(response);
                        return body.get("state") + " " + body.get("reason");
                    })
                    .toList());
            assertThat(outcomes.stream().map(Future::resultNow))
                    .containsOnlyOnce("OPENING null")
                    .containsOnly("OPENING null", "REJECTED WALLET_EXISTS");
        }
    }

    @Test
    void opensOnceWhenTheSameOpeningIsAskedForManyTimesAtOnce() throws InterruptedException {
        var alice = customer(unique("alice"));
        var path = "/v1/wallet-openings/" + unique("open");
        var request = Map.of("walletClass", "CLASS_IV", "phone", aPhone());
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = callers.invokeAll(IntStream.range(0, 8)
                    .<Callable<Object>>mapToObj(_ -> () -> WalletFixture.body(wallets.put(alice, path, request)))
                    .toList());
            assertThat(answers.stream().map(Future::resultNow).distinct()).hasSize(1);
        }
    }

    @Test
    void givesTheClaimBackWhenTheBankDoesNotKnowThePerson() {
        var idNo = anIdNo();
        var alice = customer(unique("alice"));
        var account = anAccountNo();
        CoreStub.SHARED.next(account, Fault.NAME_MISMATCH);
        var first = "/v1/wallet-openings/" + unique("open");
        wallets.put(alice, first, aClassIiRequest(idNo, account));
        var rejected = wallets.ended(alice, first, "REJECTED");
        assertThat(rejected.get("reason")).isEqualTo("NAME_MISMATCH");
        assertThat(rejected).doesNotContainKey("walletId");

        var second = unique("open");
        wallets.put(alice, "/v1/wallet-openings/" + second, aClassIiRequest(idNo, anAccountNo()))
                .expectStatus()
                .isAccepted();
        wallets.opened(alice, second);

        wallets.put(alice, "/v1/wallet-openings/" + unique("open"), aClassIiRequest(idNo, anAccountNo()))
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("WALLET_EXISTS");
    }

    @Test
    void waitsForABankThatIsAway() {
        var account = anAccountNo();
        CoreStub.SHARED.next(account, Fault.UNAVAILABLE, Fault.UNAVAILABLE);

        assertThat(wallets.aClassIiWallet(unique("alice"), account)).startsWith("0020");
    }

    @ParameterizedTest
    @CsvSource({"19900307, 0, OPENING", "19900307, 1, REJECTED", "20250101, 0, REJECTED"})
    void rejectsAWrongIdentityNumberAndTheYoung(String birthday, int wrong, String state) {
        var idNo = anIdNo(birthday);
        var check = "10X98765432";
        var changed = idNo.substring(0, 17) + check.charAt((check.indexOf(idNo.charAt(17)) + wrong) % 11);

        var response = wallets.put(
                customer(unique("alice")),
                "/v1/wallet-openings/" + unique("open"),
                aClassIiRequest(changed, anAccountNo()));

        assertThat(WalletFixture.body(response).get("state")).isEqualTo(state);
    }

    @Test
    void writesNoIdentityOutsideItsSchema() {
        var idNo = anIdNo();
        var account = anAccountNo();
        var alice = unique("alice");
        var request = aClassIiRequest(idNo, account);
        var opening = unique("open");
        wallets.put(customer(alice), "/v1/wallet-openings/" + opening, request);
        wallets.opened(customer(alice), opening);
        var secrets = List.of(idNo, account, "张三", String.valueOf(request.get("phone")));

        var tables = Objects.requireNonNull(sql.sql("""
                select schemaname || '.' || tablename as name from pg_tables
                where schemaname not in ('pg_catalog', 'information_schema')
                """)
                .map(row -> Objects.requireNonNull(row.get("name", String.class)))
                .all()
                .collectList()
                .block());
        assertThat(tables).contains("kyc.identity", "public.wallet", "public.outbox", "public.asked");
        for (var table : tables) {
            var text =
                    String.valueOf(sql.sql("select coalesce(string_agg(t::text, ' '), '') as text from " + table + " t")
                            .map(row -> Objects.requireNonNull(row.get("text", String.class)))
                            .one()
                            .block());
            for (var secret : secrets) {
                assertThat(text.contains(secret)).as(table).isFalse();
                assertThat(text.contains(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8))))
                        .as(table)
                        .isFalse();
            }
        }
    }

    @Test
    void letsCustomersOpenTheirOwnAndOperatorsCorporateWallets() {
        var path = "/v1/wallet-openings/" + unique("open");

        wallets.put(operator(), path, Map.of("walletClass", "CLASS_IV", "phone", aPhone()))
                .expectStatus()
                .isForbidden();
        wallets.put(customer("alice"), path, WalletFixture.aCorporateRequest("shop"))
                .expectStatus()
                .isForbidden();
    }
}
