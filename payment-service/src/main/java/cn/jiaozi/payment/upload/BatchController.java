package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.upload.Piece;
import jakarta.validation.Valid;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/v1/voucher-batches/{id}")
class BatchController {
    /// Who sends a little too much is heard to the end, so that the answer is not lost with the connection.
    private static final int READ_AWAY = 2 * Piece.LONGEST;

    private final BatchService batches;
    private final PieceService pieces;

    BatchController(BatchService batches, PieceService pieces) {
        this.batches = batches;
        this.pieces = pieces;
    }

    @PutMapping
    Mono<ResponseEntity<BatchView>> put(
            @PathVariable @ActId String id, @RequestBody @Valid Announced.Request request, Caller caller) {
        caller.require(Role.TERMINAL, Role.CUSTOMER, Role.OPERATOR);
        return batches.begin(caller, id, Announced.of(request))
                .map(put -> ResponseEntity.status(put.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                        .body(put.view()));
    }

    @GetMapping
    Mono<BatchView> get(@PathVariable @ActId String id, Caller caller) {
        caller.require(Role.TERMINAL, Role.CUSTOMER, Role.OPERATOR);
        return batches.find(caller, id);
    }

    /// @param number from 0
    @PutMapping(path = "/pieces/{number}", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    Mono<BatchView> putPiece(
            @PathVariable @ActId String id,
            @PathVariable int number,
            @RequestBody Flux<DataBuffer> body,
            Caller caller) {
        caller.require(Role.TERMINAL, Role.CUSTOMER, Role.OPERATOR);
        return DataBufferUtils.join(body, READ_AWAY)
                .onErrorMap(DataBufferLimitException.class, _ -> tooLarge())
                .map(BatchController::octets)
                .flatMap(octets -> pieces.put(caller, id, number, octets))
                .then(Mono.defer(() -> batches.find(caller, id)));
    }

    private static Problem tooLarge() {
        return Problem.of(
                HttpStatus.CONTENT_TOO_LARGE, Reason.BODY_TOO_LARGE, "A piece has at most " + Piece.LONGEST + " bytes");
    }

    private static Octets octets(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        if (bytes.length > Piece.LONGEST) {
            throw tooLarge();
        }
        return Octets.of(bytes);
    }
}
