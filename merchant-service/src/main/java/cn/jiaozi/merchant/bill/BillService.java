package cn.jiaozi.merchant.bill;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.merchant.outlet.OutletService;
import cn.jiaozi.merchant.outlet.WalletOwner;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Who gets which bill.
@Service
class BillService {
    private final BillStore bills;
    private final PieceStore pieces;
    private final RenditionStore renditions;
    private final DayStore days;
    private final BuildService builds;
    private final BillJob job;
    private final OutletService outlets;
    private final BillSettings settings;
    private final JsonMapper json;
    private final Clock clock;

    BillService(
            BillStore bills,
            PieceStore pieces,
            RenditionStore renditions,
            DayStore days,
            BuildService builds,
            BillJob job,
            OutletService outlets,
            BillSettings settings,
            JsonMapper json,
            Clock clock) {
        this.bills = bills;
        this.pieces = pieces;
        this.renditions = renditions;
        this.days = days;
        this.builds = builds;
        this.job = job;
        this.outlets = outlets;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /// @param bill the file that is to be sent, and how
    record Sending(Bill bill, RenditionStore.Ready ready, boolean gzip) {}

    Mono<BillOffer> offer(
            Caller caller, WalletOwner owner, LocalDate day, BillKind kind, Rendition rendition, boolean gzip) {
        return visible(caller, owner, day)
                .then(Mono.defer(() -> made(owner, day, kind)))
                .flatMap(bill -> whole(bill)
                        .then(Mono.defer(() -> ready(bill, rendition)))
                        .flatMap(ready -> permitted(bill, ready, gzip)));
    }

    Mono<Manifest> manifest(Caller caller, WalletOwner owner, LocalDate day) {
        return visible(caller, owner, day)
                .thenMany(Flux.fromArray(BillKind.values()))
                .concatMap(kind -> made(owner, day, kind))
                .concatMap(bill -> renditions.ready(bill.id()).collectList().map(ready -> file(bill, ready)))
                .collectList()
                .flatMap(files -> Mono.zip(
                                days.find(owner, day), days.checkpoints(day).collectList())
                        .map(found -> manifest(found.getT1(), files, found.getT2())));
    }

    Mono<BillDayView> day(Caller caller, LocalDate day) {
        caller.require(Role.OPERATOR);
        return bills.day(day).switchIfEmpty(Mono.error(() -> notYet(day)));
    }

    /// The secret is used up, whatever becomes of the download.
    Mono<Sending> use(String secret) {
        return renditions
                .use(Secret.hash(secret), clock.instant())
                .flatMap(download -> bills.find(download.bill())
                        .filter(bill -> bill.state() == Bill.State.BUILT)
                        .flatMap(bill -> renditions
                                .ready(bill.id(), download.rendition())
                                .map(ready -> new Sending(bill, ready, download.gzip()))))
                .switchIfEmpty(Mono.error(() -> Problem.notFound(
                        "There is no such download, or it was used or has expired; ask for the bill again")));
    }

    /// The bytes before they are gzipped. What has changed breaks off before a byte of it is sent.
    Flux<byte[]> bytes(Sending sending) {
        var bill = sending.bill();
        var built = bill.built().orElseThrow();
        var rendering = new Rendering(sending.ready().rendition());
        return pieces.body(bill.id(), built)
                .map(rendering::next)
                .concatWith(Mono.fromSupplier(() ->
                        Closing.line(bill.kind(), built.rows(), sending.ready().bodySha256())))
                .onErrorResume(
                        Altered.class,
                        flaw -> builds.withhold(bill, String.valueOf(flaw.getMessage()))
                                .then(Mono.error(flaw)));
    }

    private Mono<Void> visible(Caller caller, WalletOwner owner, LocalDate day) {
        return outlets.known(caller, owner).then(Mono.defer(() -> {
            var today = BusinessTime.dayOf(clock.instant());
            var oldest = today.minus(caller.is(Role.OPERATOR) ? settings.kept() : settings.offered());
            return day.isBefore(oldest)
                    ? Mono.error(Problem.notFound("date", "Bills are offered from " + oldest + " on"))
                    : Mono.empty();
        }));
    }

    private Mono<Bill> made(WalletOwner owner, LocalDate day, BillKind kind) {
        return bills.find(owner, day, kind)
                .switchIfEmpty(Mono.defer(() -> firstWanted(owner, day)))
                .flatMap(bill -> switch (bill.state()) {
                    case BUILT -> Mono.just(bill);
                    case WANTED -> Mono.error(inAMoment());
                    case FLAWED, WITHHELD -> Mono.error(withheld());
                });
    }

    private Mono<Bill> firstWanted(WalletOwner owner, LocalDate day) {
        return days.isCounted(day)
                .flatMap(counted -> counted ? days.find(owner, day) : Mono.error(notYet(day)))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("date", "The wallet had no history by then")))
                .flatMap(found ->
                        found.flaw().isPresent() ? Mono.error(withheld()) : bills.want(owner, day, clock.instant()))
                .then(Mono.defer(() -> Mono.error(inAMoment())));
    }

    private Mono<Void> whole(Bill bill) {
        return builds.requireWhole(bill)
                .onErrorResume(
                        Altered.class,
                        flaw -> builds.withhold(bill, String.valueOf(flaw.getMessage()))
                                .then(Mono.error(withheld())));
    }

    private Mono<RenditionStore.Ready> ready(Bill bill, Rendition rendition) {
        return renditions
                .ready(bill.id(), rendition)
                .switchIfEmpty(Mono.defer(() -> renditions
                        .want(bill.id(), rendition, clock.instant())
                        .then(Mono.defer(() -> Mono.error(inAMoment())))));
    }

    private Mono<BillOffer> permitted(Bill bill, RenditionStore.Ready ready, boolean gzip) {
        String secret = Secret.make();
        var until = clock.instant().plus(settings.urlValid());
        return renditions
                .permit(Secret.hash(secret), new RenditionStore.Download(bill.id(), ready.rendition(), gzip), until)
                .thenReturn(new BillOffer(
                        bill.owner().merchantNo(),
                        bill.owner().storeNo(),
                        bill.day(),
                        bill.kind(),
                        bill.fileName() + (gzip ? ".gz" : ""),
                        ready.rendition().charset().said(),
                        ready.rendition().digits(),
                        gzip,
                        bill.built().orElseThrow().rows(),
                        sums(bill),
                        ready.whole().length(),
                        ready.whole().sha256(),
                        ready.whole().sm3(),
                        "/v1/bill-downloads/" + secret,
                        until));
    }

    private Manifest.File file(Bill bill, List<RenditionStore.Ready> ready) {
        return new Manifest.File(
                bill.fileName(),
                bill.kind(),
                bill.built().orElseThrow().rows(),
                sums(bill),
                ready.stream()
                        .map(each -> new Manifest.Form(
                                each.rendition().charset().said(),
                                each.rendition().digits(),
                                each.whole().length(),
                                each.whole().sha256(),
                                each.whole().sm3()))
                        .toList());
    }

    private static Manifest manifest(MerchantDay day, List<Manifest.File> files, List<ShardCheckpoint> checkpoints) {
        var balances = day.balances();
        return new Manifest(
                day.owner().merchantNo(),
                day.owner().storeNo(),
                day.day(),
                day.walletId(),
                balances.openingFen(),
                balances.ins(),
                balances.inFen(),
                balances.outs(),
                balances.outFen(),
                balances.closingFen(),
                files,
                checkpoints.stream()
                        .map(each -> new Manifest.OfShard(each.shard(), each.checkpoint()))
                        .toList());
    }

    private Map<String, Long> sums(Bill bill) {
        return json.readValue(bill.built().orElseThrow().sums(), new TypeReference<Map<String, Long>>() {});
    }

    private Problem inAMoment() {
        job.wanted();
        return notReady("The file is being made; ask again in some seconds");
    }

    private Problem notYet(LocalDate day) {
        return notReady("The accounting day " + day + " is not complete; its bills are ready by " + settings.readyAt()
                + " on " + day.plusDays(1) + " (Asia/Shanghai)");
    }

    private static Problem notReady(String detail) {
        return Problem.of(HttpStatus.NOT_FOUND, Reason.BILL_NOT_READY, detail);
    }

    private static Problem withheld() {
        return Problem.of(
                HttpStatus.CONFLICT,
                Reason.BILL_WITHHELD,
                "The figures of this day do not add up; the bank is looking into it");
    }
}
