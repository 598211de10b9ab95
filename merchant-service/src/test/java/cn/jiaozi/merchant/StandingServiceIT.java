package cn.jiaozi.merchant;

import static cn.jiaozi.merchant.Callers.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Merchant;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.Reannounce;
import cn.jiaozi.testkit.ServiceTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Merchants that are suspended, taken back and closed.
@ServiceTest
class StandingServiceIT {
    private final EventsAwaited events = new EventsAwaited();
    private final WebTestClient http;
    private final Callers callers;
    private final DatabaseClient sql;

    StandingServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = http;
        this.callers = new Callers(http);
        this.sql = sql;
    }

    @Test
    void tellsOthersThatAMerchantIsSuspendedAndTakenBack() {
        var merchant = callers.aMerchant();
        callers.aStore(merchant);

        var first = act(merchant, "suspension", "carla");
        var second = act(merchant, "suspension", "dora");
        var alone = act(merchant, "reinstatement", "carla");
        var back = act(merchant, "reinstatement", "dora");
        var again = act(merchant, "reinstatement", "carla");

        assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
        assertThat(first.body())
                .containsEntry("state", "SUSPENDED")
                .containsEntry("stateBy", "carla")
                .containsEntry("stateReason", "suspension it is")
                .containsEntry("riskGrade", "B");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertProblem(alone, 403, "FOUR_EYES");
        assertThat(back.status()).isEqualTo(201);
        assertThat(back.body()).containsEntry("state", "ACTIVE").containsEntry("stateBy", "dora");
        assertThat(again.status()).isEqualTo(200);
        assertThat(announced(merchant.no(), 3))
                .extracting(Payee::version, Payee::active)
                .containsExactly(tuple(1, true), tuple(2, false), tuple(3, true));
        assertThat(announced(merchant.no() + "/000001", 1))
                .extracting(Payee::version, Payee::active)
                .containsExactly(tuple(1, true));
        assertThat(audit(merchant))
                .containsExactly(
                        "REINSTATED dora", "SUSPENDED carla", "OPENED clerk", "APPROVED reviewer", "APPLIED clerk");
    }

    @Test
    void announcesASuspendedMerchantAsItIsAndItsStoresAsTheyWere() {
        var merchant = callers.aMerchant();
        callers.aStore(merchant);
        act(merchant, "suspension", "carla");

        Reannounce.everything(http);

        events.await(
                Topics.MERCHANT_PAYEE,
                Payee.class,
                payee -> payee.key().equals(merchant.no()) && payee.version() == 2,
                2);
        events.await(Topics.MERCHANT_PAYEE, Payee.class, payee -> payee.key().equals(merchant.no() + "/000001"), 2);
        assertThat(announced(merchant.no(), 2))
                .extracting(Payee::version, Payee::active)
                .containsExactly(tuple(1, true), tuple(2, false));
        assertThat(announced(merchant.no() + "/000001", 1))
                .extracting(Payee::version, Payee::active)
                .containsExactly(tuple(1, true));
    }

    @Test
    void givesNothingNewToASuspendedMerchant() {
        var terminal = callers.aTerminal();
        var merchant = terminal.merchant();
        var path = "/v1/terminals/" + terminal.id();
        callers.activate(terminal, Curve.SM2);
        var bound = callers.aTerminal(merchant, terminal.storeNo(), serialNumber());
        var certificate = path + "/certificates/" + Callers.anId();
        var first = callers.put(certificate, Callers.CLERK, "OPERATOR", Map.of());
        act(merchant, "suspension", "carla");

        assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
        for (var refused : List.of(
                path + "/certificates/" + Callers.anId(),
                "/v1/terminals/" + bound.id() + "/activation-codes/" + Callers.anId())) {
            assertProblem(callers.put(refused, Callers.CLERK, "OPERATOR", Map.of()), 409, "MERCHANT_INACTIVE");
        }
        assertProblem(callers.bind(merchant, terminal.storeNo(), serialNumber()), 409, "MERCHANT_INACTIVE");
        assertProblem(
                callers.put(
                        path(merchant) + "/stores/" + Callers.anId(),
                        Callers.CLERK,
                        "OPERATOR",
                        Map.of("name", "East Gate")),
                409,
                "MERCHANT_INACTIVE");
        assertThat(callers.put(certificate, Callers.CLERK, "OPERATOR", Map.of()).body())
                .isEqualTo(first.body());
        assertThat(callers.get(path, merchant.party(), "MERCHANT").text("state"))
                .isEqualTo("ACTIVE");

        act(merchant, "reinstatement", "dora");
        assertThat(callers.put(path + "/certificates/" + Callers.anId(), Callers.CLERK, "OPERATOR", Map.of())
                        .status())
                .isEqualTo(201);
    }

    @Test
    void closesAMerchantOfWhomNothingIsOpenAndFreesItsCreditCode() {
        var body = callers.registration("Tea House");
        var applied = callers.register(Callers.anId(), body);
        var merchant = new Merchant(applied.text("merchantNo"), applied.text("party"), applied.text("walletId"));
        callers.approve(merchant);
        var store = callers.aStore(merchant);
        var one = callers.aTerminal(merchant, store, serialNumber());
        var two = callers.aTerminal(merchant, store, serialNumber());
        callers.deactivate(two, "gone");

        var open = act(merchant, "closing", "carla");
        callers.deactivate(one, "gone");
        var closed = act(merchant, "closing", "carla");
        var repeat = act(merchant, "closing", "dora");

        assertProblem(open, 409, "MERCHANT_UNFINISHED");
        assertThat(open.text("detail")).contains("1 terminal is not deactivated");
        assertThat(closed.status()).as(closed.body().toString()).isEqualTo(201);
        assertThat(closed.text("state")).isEqualTo("CLOSED");
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.body()).isEqualTo(closed.body());
        assertThat(announced(merchant.no(), 2)).extracting(Payee::active).containsExactly(true, false);
        assertProblem(act(merchant, "suspension", "carla"), 409, "MERCHANT_STATE_INVALID");
        assertProblem(act(merchant, "reinstatement", "dora"), 409, "MERCHANT_STATE_INVALID");
        assertProblem(callers.bind(merchant, store, serialNumber()), 409, "MERCHANT_INACTIVE");
        var anew = callers.register(Callers.anId(), body);
        assertThat(anew.status()).isEqualTo(201);
        assertProblem(callers.register(Callers.anId(), body), 409, "MERCHANT_EXISTS");
    }

    @Test
    void closesASuspendedMerchantToo() {
        var merchant = callers.aMerchant();
        act(merchant, "suspension", "carla");

        assertThat(act(merchant, "closing", "carla").text("state")).isEqualTo("CLOSED");
        assertThat(announced(merchant.no(), 3)).extracting(Payee::version).containsExactly(1L, 2L, 3L);
    }

    @Test
    void movesNobodyWhoWasNotApproved() {
        var applicant = callers.anApplicant();

        for (var act : List.of("suspension", "reinstatement", "closing")) {
            assertProblem(act(applicant, act, "carla"), 409, "MERCHANT_STATE_INVALID");
            assertProblem(
                    callers.put(
                            "/v1/merchants/002000199999999/" + act, "carla", "OPERATOR", Map.of("reason", "unknown")),
                    404,
                    "MERCHANT_NOT_FOUND");
            assertThat(callers.put(path(applicant) + "/" + act, applicant.party(), "MERCHANT", Map.of("reason", "mine"))
                            .status())
                    .isEqualTo(403);
        }
    }

    /// Whatever comes first: a closed merchant has no terminal in service.
    @Test
    void closesOrBindsButNeverBoth() {
        for (int round = 0; round < 8; round++) {
            var merchant = callers.aMerchant();
            var store = callers.aStore(merchant);
            Supplier<Answer> closing = () -> act(merchant, "closing", "carla");
            Supplier<Answer> binding = () -> callers.bind(merchant, store, serialNumber());
            var acts = round % 2 == 0 ? Stream.of(closing, binding, binding) : Stream.of(binding, binding, closing);

            var answers = acts.map(CompletableFuture::supplyAsync).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();

            boolean closed = callers.get(path(merchant), Callers.CLERK, "OPERATOR")
                    .text("state")
                    .equals("CLOSED");
            assertThat(answers.stream().filter(answer -> answer.status() == 201))
                    .hasSize(closed ? 1 : 2);
            assertThat(sql.sql("select count(*) from terminal where merchant_no = :no")
                            .bind("no", merchant.no())
                            .mapValue(Long.class)
                            .one()
                            .block())
                    .isEqualTo(closed ? 0 : 2);
        }
    }

    @Test
    void keepsReviewsAndLinesThatNobodyCanChange() {
        callers.aMerchant();

        for (var table : List.of("merchant_review", "audit_line")) {
            for (var change : List.of("update %s set reason = 'x'", "delete from %s", "truncate %s")) {
                var statement = change.formatted(table).replace("audit_line set reason", "audit_line set who");
                assertThatThrownBy(() -> sql.sql(statement).then().block()).hasMessageContaining("never changed");
            }
        }
    }

    private static String path(Merchant merchant) {
        return "/v1/merchants/" + merchant.no();
    }

    private Answer act(Merchant merchant, String act, String party) {
        return callers.put(path(merchant) + "/" + act, party, "OPERATOR", Map.of("reason", act + " it is"));
    }

    /// What was said until this version, once each: what is announced again is the same.
    private List<Payee> announced(String key, long version) {
        events.await(
                Topics.MERCHANT_PAYEE, Payee.class, payee -> payee.key().equals(key) && payee.version() == version);
        return events
                .seen(Topics.MERCHANT_PAYEE, Payee.class, payee -> payee.key().equals(key))
                .stream()
                .distinct()
                .toList();
    }

    private List<String> audit(Merchant merchant) {
        return callers.get(path(merchant) + "/audit-lines", Callers.CLERK, "OPERATOR").lines().stream()
                .map(line -> line.get("what") + " " + line.get("who"))
                .toList();
    }

    private static Tuple tuple(long version, boolean active) {
        return Tuple.tuple(version, active);
    }

    private static String serialNumber() {
        return "SN-" + Callers.anId().substring(0, 12);
    }
}
