package cn.jiaozi.merchant.bill;

import cn.jiaozi.merchant.format.DoesNotAddUp;
import cn.jiaozi.merchant.onboarding.MerchantSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/// Makes bills, makes them a second time to see that they are still the same, and finds out what their renditions are
/// like. Each step is a statement of its own: a bill of millions of rows fits in no transaction, and what a crash
/// leaves is forgotten by whoever makes the bill next.
@Service
class BuildService {
    private static final Logger log = LoggerFactory.getLogger(BuildService.class);

    /// Longer than the first piece may take. Who has died leaves his bill to others after that.
    private static final Duration CLAIM = Duration.ofMinutes(3);
    private static final Duration LATE = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final BillStore bills;
    private final PieceStore pieces;
    private final RenditionStore renditions;
    private final DayStore days;
    private final BillRowsStore rows;
    private final MerchantSettings settings;
    private final JsonMapper json;
    private final Clock clock;

    BuildService(
            BillStore bills,
            PieceStore pieces,
            RenditionStore renditions,
            DayStore days,
            BillRowsStore rows,
            MerchantSettings settings,
            JsonMapper json,
            Clock clock) {
        this.bills = bills;
        this.pieces = pieces;
        this.renditions = renditions;
        this.days = days;
        this.rows = rows;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /// True when there was one to make.
    Mono<Boolean> buildNext() {
        var claim = UUID.randomUUID();
        return bills.claim(claim, clock.instant(), CLAIM)
                .flatMap(bill -> build(bill, claim).thenReturn(true))
                .defaultIfEmpty(false);
    }

    private Mono<Void> build(Bill bill, UUID claim) {
        return day(bill)
                .flatMap(day -> hasArrived(bill, day)
                        .flatMap(here -> here
                                ? write(bill, day, claim)
                                : bills.postpone(
                                        bill.id(), claim, clock.instant().plus(LATE))))
                .onErrorResume(DoesNotAddUp.class, flaw -> {
                    log.error("The bill {} does not add up: {}", bill.fileName(), flaw.getMessage());
                    return bills.flawed(
                            bill.id(),
                            claim,
                            String.valueOf(flaw.getMessage()),
                            clock.instant().plus(AGAIN));
                });
    }

    private Mono<Boolean> hasArrived(Bill bill, MerchantDay day) {
        return bill.kind().isOfSales() ? rows.arrived(day).map(Arrival::isWhole) : Mono.just(true);
    }

    private Mono<MerchantDay> day(Bill bill) {
        return days.find(bill.owner(), bill.day())
                .doOnNext(day -> day.flaw().ifPresent(flaw -> {
                    throw new DoesNotAddUp(flaw);
                }));
    }

    private Mono<Void> write(Bill bill, MerchantDay day, UUID claim) {
        var drawing = Drawing.of(bill.kind(), day, settings.operator(), rows);
        var digest = new Digest();
        var count = new Count();
        return pieces.forgetOthers(bill.id(), claim)
                .thenMany(drawing.pieces())
                .map(bytes -> {
                    digest.add(bytes);
                    return Piece.of(count.next(), bytes);
                })
                .concatMap(
                        piece -> pieces.keep(
                                bill.id(), claim, piece, clock.instant().plus(CLAIM)),
                        1)
                .then(Mono.defer(() -> {
                    var format = drawing.format();
                    String body = digest.soFar();
                    digest.add(Closing.line(bill.kind(), format.rows(), body));
                    var built = new Bill.Built(
                            claim, format.rows(), count.soFar(), json.writeValueAsString(format.sums()), body);
                    return bills.built(bill.id(), built, digest.end(), clock.instant());
                }))
                .then();
    }

    /// Makes a bill of an earlier day once more, out of its rows and out of its pieces. True when there was one.
    Mono<Boolean> proveNext() {
        return bills.unproved(clock.instant())
                .flatMap(bill -> prove(bill)
                        .onErrorResume(
                                error -> error instanceof Altered || error instanceof DoesNotAddUp,
                                flaw -> withhold(bill, String.valueOf(flaw.getMessage())))
                        .thenReturn(true))
                .defaultIfEmpty(false);
    }

    private Mono<Void> prove(Bill bill) {
        var built = bill.built().orElseThrow();
        return requireWhole(bill)
                .then(bill.kind().isOfLastingRows() ? bodyOfRows(bill) : Mono.just(built.bodySha256()))
                .flatMap(body -> body.equals(built.bodySha256())
                        ? bills.proved(bill.id(), clock.instant())
                        : Mono.error(new Altered("its rows are not what they were")));
    }

    private Mono<String> bodyOfRows(Bill bill) {
        var digest = new Digest();
        return day(bill)
                .flatMapMany(day ->
                        Drawing.of(bill.kind(), day, settings.operator(), rows).pieces())
                .doOnNext(digest::add)
                .then(Mono.fromSupplier(digest::soFar));
    }

    /// Nobody is given a byte of a bill of which one has changed.
    Mono<Void> requireWhole(Bill bill) {
        return pieces.isWhole(bill.id(), bill.built().orElseThrow())
                .filter(whole -> whole)
                .switchIfEmpty(Mono.error(() -> new Altered("what is kept of it is not what was made")))
                .then();
    }

    Mono<Void> withhold(Bill bill, String flaw) {
        log.error("The bill {} is withheld: {}", bill.fileName(), flaw);
        return bills.withheld(bill.id(), flaw, clock.instant().plus(AGAIN));
    }

    /// Finds the digests of the next rendition that somebody wants. True when there was one.
    Mono<Boolean> renderNext() {
        return renditions
                .wanted()
                .flatMap(wanted -> bills.find(wanted.bill())
                        .flatMap(bill -> render(bill, wanted.rendition())
                                .onErrorResume(
                                        Altered.class, flaw -> withhold(bill, String.valueOf(flaw.getMessage()))))
                        .thenReturn(true))
                .defaultIfEmpty(false);
    }

    private Mono<Void> render(Bill bill, Rendition rendition) {
        var built = bill.built().orElseThrow();
        var rendering = new Rendering(rendition);
        var digest = new Digest();
        return pieces.body(bill.id(), built)
                .map(rendering::next)
                .doOnNext(digest::add)
                .then(Mono.defer(() -> {
                    String body = digest.soFar();
                    digest.add(Closing.line(bill.kind(), built.rows(), body));
                    return renditions.isReady(
                            new RenditionStore.Ready(bill.id(), rendition, body, digest.end()), clock.instant());
                }));
    }

    /// Of pieces, which come one after the other.
    private static final class Count {
        private int next;

        int next() {
            return next++;
        }

        int soFar() {
            return next;
        }
    }
}
