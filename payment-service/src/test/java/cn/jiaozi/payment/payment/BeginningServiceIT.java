package cn.jiaozi.payment.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.ImpatientServiceTest;
import cn.jiaozi.payment.code.CodeMint;
import cn.jiaozi.payment.payee.PayeeService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/// Payments that begin at the same time. The first begins alone; those that come meanwhile are one batch.
@ImpatientServiceTest
class BeginningServiceIT {
    private static final String PAYER = "0020000000000014";
    private static final String PAYEE = "0020000000000022";

    private final PaymentService payments;
    private final PaymentService elsewhere;
    private final PaymentStore store;
    private final PayeeService payees;
    private final DatabaseClient database;
    private final String party = anId();

    BeginningServiceIT(
            @Autowired PaymentStore store,
            @Autowired BeginningService beginnings,
            @Autowired CodeMint codes,
            @Autowired PinProofs proofs,
            @Autowired PayeeService payees,
            @Autowired PaymentSettings settings,
            @Autowired DatabaseClient database) {
        this.payments = new PaymentService(store, beginnings, codes, proofs, new Traffic(), settings);
        this.elsewhere = new PaymentService(store, beginnings, codes, proofs, new Traffic(), settings);
        this.store = store;
        this.payees = payees;
        this.database = database;
    }

    @Test
    void beginsAllOfABatchAndRepeatsThemAll() {
        var ids = ids(300);

        var first = together(ids, id -> payments.begin(customer(party), id, transfer(1)));
        var again = together(ids, id -> payments.begin(customer(party), id, transfer(1)));

        assertThat(first).allMatch(begun -> !begun.existed());
        assertThat(again).allMatch(Begun::existed);
        assertThat(acts(again)).isEqualTo(acts(first));
        assertThat(acts(first)).extracting(Payment::id).doesNotHaveDuplicates();
    }

    @Test
    void answersRepeatsOfOneBatchAndTellsConflictsToTheirCallersAlone() {
        var id = anId();
        var signals = Flux.mergeSequential(List.of(
                        payments.begin(customer(party), anId(), transfer(1)).materialize(),
                        payments.begin(customer(party), id, transfer(1)).materialize(),
                        payments.begin(customer(party), id, transfer(2)).materialize(),
                        payments.begin(customer(party), id, transfer(1)).materialize(),
                        payments.begin(customer(anId()), id, transfer(2)).materialize()))
                .collectList()
                .blockOptional()
                .orElseThrow();

        assertThat(signals).extracting(Signal::isOnNext).containsExactly(true, true, false, true, true);
        assertThat(signals.get(2).getThrowable())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.reason()).isEqualTo(Reason.IDEMPOTENCY_CONFLICT));
        assertThat(signals.get(1).get()).extracting(Begun::existed).isEqualTo(false);
        assertThat(signals.get(3).get()).extracting(Begun::existed).isEqualTo(true);
        assertThat(signals.get(4).get()).extracting(Begun::existed).isEqualTo(false);
        assertThat(Objects.requireNonNull(signals.get(3).get()).act())
                .isEqualTo(Objects.requireNonNull(signals.get(1).get()).act());
    }

    @Test
    void keepsTheNeighboursOfOneThatTheDatabaseRefuses() {
        // PostgreSQL stores no text with a zero byte in it.
        var parties = List.of("ann", "bob", "cid\u0000", "dan", "eve\u0000", "fay");
        var id = anId();

        var signals = Flux.mergeSequential(parties.stream()
                        .map(who ->
                                payments.begin(customer(who), id, transfer(1)).materialize())
                        .toList())
                .collectList()
                .blockOptional()
                .orElseThrow();

        assertThat(signals).extracting(Signal::isOnNext).containsExactly(true, true, false, true, false, true);
        assertThat(List.of("ann", "bob", "dan", "fay"))
                .allMatch(who -> store.find(who, id).blockOptional().isPresent());
    }

    @Test
    void letsExactlyOneOfTwoInstancesBeginEachOfTheSameIds() {
        var ids = ids(200);

        var both = Mono.zip(
                        all(ids, id -> payments.begin(customer(party), id, transfer(1))),
                        all(ids.reversed(), id -> elsewhere.begin(customer(party), id, transfer(1))))
                .blockOptional()
                .orElseThrow();

        var here = byActId(both.getT1());
        var there = byActId(both.getT2());
        assertThat(here).hasSize(200);
        assertThat(there.keySet()).isEqualTo(here.keySet());
        here.forEach((id, begun) -> {
            var other = Objects.requireNonNull(there.get(id));
            assertThat(other.act()).isEqualTo(begun.act());
            assertThat(other.existed()).isNotEqualTo(begun.existed());
        });
    }

    @Test
    void letsExactlyOneOfTwoInstancesClaimEachOrder() {
        var shop = aShop();
        var orders = ids(100);
        orders.forEach(order -> anOrder(shop, order));

        var both = Mono.zip(
                        all(orders, order -> payments.begin(customer(anId()), order, ofOrder(shop, order))),
                        all(orders.reversed(), order -> elsewhere.begin(customer(anId()), order, ofOrder(shop, order))))
                .blockOptional()
                .orElseThrow();

        var here = byActId(both.getT1());
        var there = byActId(both.getT2());
        for (var order : orders) {
            var rivals = List.of(
                    Objects.requireNonNull(here.get(order)).act(),
                    Objects.requireNonNull(there.get(order)).act());
            assertThat(rivals)
                    .extracting(rival -> rival.standing().reason())
                    .containsExactlyInAnyOrder(Optional.empty(), Optional.of(Reason.ORDER_CLAIMED));
            assertThat(claimant(shop, order))
                    .isEqualTo(rivals.stream()
                            .filter(rival -> !rival.finished())
                            .findFirst()
                            .orElseThrow()
                            .id());
        }
    }

    private static Intent transfer(long amountFen) {
        return new Intent.PersonToPerson(PAYER, PAYEE, Optional.empty(), amountFen, Optional.empty());
    }

    private static Intent ofOrder(String shop, String order) {
        return new Intent.OfOrder(PAYER, shop, order, 500);
    }

    private static Mono<List<Begun<Payment>>> all(List<String> ids, Function<String, Mono<Begun<Payment>>> begin) {
        return Flux.mergeSequential(ids.stream().map(begin).toList(), ids.size(), 1)
                .collectList();
    }

    private static List<Begun<Payment>> together(List<String> ids, Function<String, Mono<Begun<Payment>>> begin) {
        return all(ids, begin).blockOptional().orElseThrow();
    }

    private static List<Payment> acts(List<Begun<Payment>> begun) {
        return begun.stream().map(Begun::act).toList();
    }

    private static Map<String, Begun<Payment>> byActId(List<Begun<Payment>> begun) {
        return begun.stream().collect(Collectors.toMap(b -> b.act().actId(), Function.identity()));
    }

    private String aShop() {
        var merchantNo = IntStream.range(0, 15)
                .mapToObj(_ -> Integer.toString(ThreadLocalRandom.current().nextInt(10)))
                .collect(Collectors.joining());
        payees.keep(List.of(new Payee(
                        merchantNo,
                        Optional.empty(),
                        "Tea House",
                        Optional.of("5812"),
                        new WalletParty(PAYEE, "002"),
                        "shop-" + anId(),
                        true,
                        1)))
                .block();
        return merchantNo;
    }

    private void anOrder(String shop, String orderId) {
        database.sql("""
                        insert into merchant_order (merchant_no, order_id, amount_fen, subject, expire_minutes, state,
                                                    created_at, expires_at)
                        values (:no, :id, 500, 'Tea', 60, 'OPEN', now(), now() + interval '1 hour')
                        """).bind("no", shop).bind("id", orderId).then().block();
    }

    private UUID claimant(String shop, String orderId) {
        return database.sql("select payment_id from merchant_order where merchant_no = :no and order_id = :id")
                .bind("no", shop)
                .bind("id", orderId)
                .mapValue(UUID.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(_ -> anId()).toList();
    }

    private static String anId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static Caller customer(String party) {
        return new Caller(party, Set.of(Role.CUSTOMER), Set.of(AuthFactor.DEVICE_KEY), Optional.empty());
    }
}
