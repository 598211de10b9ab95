package cn.jiaozi.merchant.night;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.night.Bank.Sold;
import cn.jiaozi.merchant.night.Bank.Told;
import cn.jiaozi.merchant.night.Street.Shop;
import cn.jiaozi.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/// Two business days of a street and the night after each, from the first sale to the bills. What happens, and when,
/// follows from the world; what dies, comes late, twice or in another order follows from the mischief.
final class Night {
    private static final LocalDate FIRST = LocalDate.of(2027, 9, 27);
    private static final int STARTS = 12;
    private static final int DAYS = 2;
    private static final int SELLERS = 2;
    private static final int ROUNDS = 6;

    private static final String UNBUILT = "select bill_id::text from bill where state <> 'BUILT'";

    /// When everything that was asked is asked again.
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(12);

    /// More than a reconciliation has steps.
    private static final int PARTS = 7;

    private final Service service;
    private final Street street;
    private final Mischief mischief;
    private final Random world;
    private final LocalDate first;
    private final Bank bank;
    private final List<Shop> sellers;
    private final List<Sold> sold = new ArrayList<>();
    private final List<Told> late = new ArrayList<>();
    private int number;

    Night(Service service, Street street, long world, Mischief mischief) {
        this.service = service;
        this.street = street;
        this.mischief = mischief;
        this.world = new Random(world);
        this.first = FIRST.plusDays(this.world.nextInt(STARTS));
        this.bank = new Bank(service.clock, world, first);
        var shops = new ArrayList<>(street.shops());
        Collections.shuffle(shops, this.world);
        this.sellers = shops.subList(0, SELLERS);
    }

    Outcome play() {
        service.death.isOver();
        at(first, 1, 0);
        service.forget();
        service.run("update payout_clock set planned_until = '%s'".formatted(service.clock.instant()));
        var reconciliations = new ArrayList<String>();
        for (int n = 0; n < DAYS; n++) {
            var day = first.plusDays(n);
            trade(day);
            reconciliations.add(end(day));
        }
        at(first.plusDays(DAYS), 9, 0);
        tellRest();
        step(() -> service.work("bill-proofs"));
        return outcome(reconciliations);
    }

    private void at(LocalDate day, int hour, int minute) {
        service.clock.set(ZonedDateTime.of(day, LocalTime.of(hour, minute), BusinessTime.ZONE)
                .toInstant());
    }

    private void trade(LocalDate day) {
        at(day, 3, 0);
        if (!day.equals(first)) {
            bank.sendBack();
        }
        settle();
        at(day, 10, 0);
        sell();
        settle();
        at(day, 12, 0);
        if (world.nextBoolean()) {
            asked(() -> put("/v1/payout-runs/" + day, Map.of()));
        }
        settle();
        at(day, 16, 0);
        sell();
        bringBack();
        wish();
        settle();
        at(day, 19, 0);
        sell();
        settle();
        at(day, 21, 0);
        tellRest();
    }

    private void tellRest() {
        late.forEach(this::deliver);
        late.clear();
        settle();
    }

    private void sell() {
        for (var shop : sellers) {
            for (int n = world.nextInt(3); n > 0; n--) {
                sold.add(bank.sell("payment:" + id(), shop.no(), shop.walletId(), 100 + world.nextInt(1_500)));
            }
        }
    }

    private void bringBack() {
        if (!sold.isEmpty() && world.nextBoolean()) {
            var sale = sold.remove(world.nextInt(sold.size()));
            bank.refund(
                    "refund:" + id(),
                    sale,
                    world.nextBoolean() ? sale.amountFen() : 1 + world.nextLong(sale.amountFen()));
        }
    }

    private void wish() {
        if (world.nextBoolean()) {
            var shop = sellers.get(world.nextInt(SELLERS));
            number++;
            String wish = "wish-" + number;
            asked(() -> put("/v1/merchants/" + shop.no() + "/payouts/" + wish, Map.of()));
        }
    }

    private String id() {
        number++;
        return new UUID((world.nextLong() & ~0xf000L) | 0x4000L, number | Long.MIN_VALUE).toString();
    }

    /// Plans what is due, and asks and answers until nobody has anything to say.
    private void settle() {
        for (int round = 0; round < ROUNDS; round++) {
            var told = bank.told();
            if (!told.isNothing()) {
                deliver(told);
            }
            step(() -> service.work("plan-payouts"));
            step(() -> service.work("fee"));
            relay(true);
            // What was lost on its way is asked for again.
            service.clock.set(service.clock.instant().plus(ASKED_AGAIN));
            step(() -> service.work("payouts"));
            step(() -> service.work("ask-again"));
            relay(false);
            if (!bank.decide() && told.isNothing()) {
                break;
            }
        }
    }

    /// Takes the facts out of the outbox; dies now and then before it has forgotten them.
    private void relay(boolean loses) {
        do {
            service.announced().forEach(line -> {
                if (!loses || !mischief.happens(6)) {
                    bank.hear(line.topic(), line.json());
                }
            });
        } while (mischief.happens(4));
        service.forgetAnnounced();
    }

    private void deliver(Told told) {
        var now = told;
        for (var later : told.late()) {
            if (mischief.happens(2)) {
                late.add(later);
            } else {
                now.payments().addAll(later.payments());
                now.ledger().addAll(later.ledger());
                now.wallets().addAll(later.wallets());
            }
        }
        var waiting = new ArrayList<List<Runnable>>();
        waiting.add(handings("payments", now.payments()));
        waiting.add(handings("ledger", now.ledger()));
        waiting.add(handings("wallets", now.wallets()));
        waiting.removeIf(List::isEmpty);
        while (!waiting.isEmpty()) {
            var next = waiting.get(mischief.next(waiting.size()));
            step(next.removeFirst());
            waiting.removeIf(List::isEmpty);
        }
    }

    private List<Runnable> handings(String inbox, List<?> events) {
        var handings = new ArrayList<Runnable>();
        mischief.parts(events).forEach(part -> handings.add(() -> service.hand(inbox, part)));
        return handings;
    }

    /// The night: day cut, reconciliation, payouts of the next day, bills.
    ///
    /// @return what the reconciliation has come to
    private String end(LocalDate day) {
        at(day, 23, 50);
        var closed = bank.cut();
        var checkpoint = bank.checkpoint();
        handings("days", List.of(closed)).forEach(this::step);
        handings("checkpoints", List.of(checkpoint)).forEach(this::step);
        step(() -> service.work("book-days"));
        asked(() -> bring(day));
        asked(() -> put("/v1/reconciliations/" + day, Map.of()));
        at(day.plusDays(1), 0, 30);
        asked(() -> put("/v1/payout-runs/" + day.plusDays(1), Map.of()));
        for (int part = 0; part < PARTS; part++) {
            step(() -> service.work("reconciliation"));
        }
        step(() -> service.work("bills"));
        settle();
        for (int n = 0; n < ROUNDS && !service.rows(UNBUILT).isEmpty(); n++) {
            // Whoever has died with a bill in its hands keeps it for some minutes.
            service.clock.set(service.clock.instant().plus(Duration.ofMinutes(10)));
            step(() -> service.work("bills"));
        }
        step(() -> service.work("bill-proofs"));
        var run = get("/v1/reconciliations/" + day);
        assertThat(run.text("state")).as(run.toString()).isEqualTo("DONE");
        return day + " " + run.body().get("pairs") + " open " + run.text("open");
    }

    private Outcome outcome(List<String> reconciliations) {
        var payouts = service.rows("""
                select concat_ws(' ', merchant_no, due_on, slot, payout_id, state, amount_fen, held_on, paid_on,
                                 returned_on, bank_ref, reason, planned_at)
                from payout order by merchant_no, due_on, slot
                """);
        requireEachOnce();
        var manifests = new ArrayList<String>();
        for (int n = 0; n < DAYS; n++) {
            var day = first.plusDays(n);
            var state = get("/v1/bill-days/" + day);
            assertThat(state.body()).as(state.toString()).containsEntry("counted", true);
            assertThat(state.number("built")).as(state.toString()).isEqualTo(state.number("wanted"));
            for (var shop : sellers) {
                var manifest = get("/v1/merchants/" + shop.no() + "/bills/" + day + "/manifest");
                manifests.add(manifest.body().toString());
            }
        }
        assertThat(service.rows("select bill_id::text from bill where proved_at is null and accounting_date = '%s'"
                        .formatted(first)))
                .isEmpty();
        requireDigest();
        return new Outcome(payouts, bank.journal(), manifests, reconciliations);
    }

    /// Everything that was due has one payout, which has ended, and the core has paid what we say that it has.
    private void requireEachOnce() {
        var due = new ArrayList<String>();
        for (int n = 0; n <= DAYS; n++) {
            due.addAll(street.due(first.plusDays(n), n == DAYS));
        }
        Collections.sort(due);
        assertThat(service.rows("""
                        select concat_ws(' ', merchant_no, due_on, slot) from payout
                        where split_part(slot, ':', 1) in ('T1', 'WEEKLY', 'MONTHLY', 'INTRADAY') order by 1
                        """)).isEqualTo(due);
        assertThat(service.rows("select payout_id from payout where ended_at is null"))
                .isEmpty();
        assertThat(service.rows("select lines from outbox union all select step from asked"))
                .isEmpty();
        var paid = service.rows("""
                select business_id || ' ' || amount_fen from payout where state in ('PAID', 'RETURNED') order by 1
                """);
        assertThat(bank.transfers().entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .sorted())
                .isEqualTo(paid);
        assertThat(service.rows("select business_id from payout")).allMatch(bank::isAskedFor);
    }

    /// One of the files, as a merchant fetches it.
    private void requireDigest() {
        var bills = service.rows("""
                select concat_ws(' ', merchant_no, accounting_date, kind, sha256)
                from bill join bill_rendition using (bill_id) order by 1
                """);
        if (bills.isEmpty()) {
            return;
        }
        var bill = bills.get(mischief.next(bills.size())).split(" ", 4);
        var offer = get("/v1/merchants/" + bill[0] + "/bills/" + bill[1] + "?kind=" + bill[2]);
        assertThat(offer.text("sha256")).as(offer.toString()).isEqualTo(bill[3]);
        byte[] file = Objects.requireNonNull(service.http
                .get()
                .uri(offer.text("url"))
                .header(HttpHeaders.AUTHORIZATION, TestTokens.of("anonymous", "CUSTOMER"))
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody());
        assertThat(sha256(file)).isEqualTo(bill[3]);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer get(String path) {
        return street.callers().get(path, "clerk", "OPERATOR");
    }

    private int put(String path, Map<String, Object> body) {
        return street.callers().put(path, "clerk", "OPERATOR", body).status();
    }

    private int bring(LocalDate day) {
        return service.http
                .put()
                .uri("/v1/core-files/" + day + "/core-" + day)
                .contentType(MediaType.valueOf("text/csv"))
                .header(HttpHeaders.AUTHORIZATION, TestTokens.of("clerk", "OPERATOR"))
                .bodyValue(bank.file(day).getBytes(StandardCharsets.UTF_8))
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getStatus()
                .value();
    }

    /// By somebody who asks until there is an answer.
    private void asked(Supplier<Integer> status) {
        step(() -> {
            int answered = status.get();
            if (answered >= 500) {
                throw new IllegalStateException("answered " + answered);
            }
            assertThat(answered).isBetween(200, 299);
        });
    }

    /// Until it is done without dying, and perhaps once more.
    private void step(Runnable work) {
        int deaths = 0;
        while (dies(work, deaths) || mischief.happens(8)) {
            deaths++;
        }
    }

    private boolean dies(Runnable work, int deaths) {
        mischief.kill(deaths).ifPresent(kill -> service.death.comes(kill.words(), kill.when()));
        @Nullable RuntimeException failed = null;
        try {
            work.run();
        } catch (RuntimeException e) {
            failed = e;
        }
        if (service.death.isOver()) {
            mischief.hasKilled();
            service.awaitBurial();
            return true;
        }
        if (failed != null) {
            throw failed;
        }
        return false;
    }
}
