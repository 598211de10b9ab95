package cn.jiaozi.merchant.bill;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.merchant.outlet.WalletOwner;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Two steps, as merchants know them: the first says what the file is and where it is for a short time, the second
/// gives it once, without a token.
@RestController
class BillController {
    private static final String MERCHANT_NO = "[0-9]{15}";
    private static final String STORE_NO = "[0-9]{6}";

    private final BillService bills;

    BillController(BillService bills) {
        this.bills = bills;
    }

    /// @param store with a wallet of its own, which has bills of its own
    @GetMapping("/v1/merchants/{merchantNo}/bills/{date}")
    Mono<BillOffer> offer(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable String date,
            @RequestParam BillKind kind,
            @RequestParam(required = false) @Nullable @Pattern(regexp = STORE_NO) String store,
            @RequestParam(defaultValue = "UTF-8") @Pattern(regexp = "UTF-8|GB18030") String charset,
            @RequestParam(defaultValue = "TAB") Rendition.Digits digits,
            @RequestParam(defaultValue = "false") boolean gzip,
            Caller caller) {
        var rendition = new Rendition(Rendition.Encoding.of(charset), digits);
        if (kind.isXml() && !rendition.equals(Rendition.KEPT)) {
            throw Problem.badRequest(
                    digits == Rendition.Digits.TAB ? "charset" : "digits", "is for CSV; " + kind + " is XML in UTF-8");
        }
        return bills.offer(caller, owner(merchantNo, store), Parameters.date("date", date), kind, rendition, gzip);
    }

    @GetMapping("/v1/merchants/{merchantNo}/bills/{date}/manifest")
    Mono<Manifest> manifest(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable String date,
            @RequestParam(required = false) @Nullable @Pattern(regexp = STORE_NO) String store,
            Caller caller) {
        return bills.manifest(caller, owner(merchantNo, store), Parameters.date("date", date));
    }

    /// How far the bills of a day are.
    @GetMapping("/v1/bill-days/{date}")
    Mono<BillDayView> day(@PathVariable String date, Caller caller) {
        return bills.day(caller, Parameters.date("date", date));
    }

    @GetMapping("/v1/bill-downloads/{secret}")
    Mono<ResponseEntity<Flux<DataBuffer>>> download(
            @PathVariable @Pattern(regexp = "[0-9A-Za-z_-]{43}") String secret) {
        return bills.use(secret).map(this::answer);
    }

    private static WalletOwner owner(String merchantNo, @Nullable String store) {
        return new WalletOwner(merchantNo, Optional.ofNullable(store));
    }

    private ResponseEntity<Flux<DataBuffer>> answer(BillService.Sending sending) {
        var bytes = bills.bytes(sending);
        var answer = ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .headers(headers -> headers.setContentDisposition(ContentDisposition.attachment()
                        .filename(sending.bill().fileName() + (sending.gzip() ? ".gz" : ""))
                        .build()));
        if (sending.gzip()) {
            var gzip = new Gzip();
            return answer.contentType(new MediaType("application", "gzip"))
                    .body(buffers(bytes.map(gzip::next).concatWith(Mono.fromSupplier(gzip::end))));
        }
        return answer.contentType(type(sending))
                .contentLength(sending.ready().whole().length())
                .body(buffers(bytes));
    }

    private static MediaType type(BillService.Sending sending) {
        if (sending.bill().kind().isXml()) {
            return MediaType.APPLICATION_XML;
        }
        Charset charset = sending.ready().rendition().charset().charset();
        return new MediaType("text", "csv", charset);
    }

    private static Flux<DataBuffer> buffers(Flux<byte[]> bytes) {
        return bytes.filter(piece -> piece.length > 0).map(DefaultDataBufferFactory.sharedInstance::wrap);
    }
}
