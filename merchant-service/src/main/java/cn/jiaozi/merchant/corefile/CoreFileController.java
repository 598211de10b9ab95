package cn.jiaozi.merchant.corefile;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.contracts.Role;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
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
@RequestMapping("/v1/core-files/{date}")
class CoreFileController {
    private final UploadService uploads;
    private final CoreFileService files;

    CoreFileController(UploadService uploads, CoreFileService files) {
        this.uploads = uploads;
        this.files = files;
    }

    /// 201 for a new version, 200 for content that is known.
    @PutMapping(path = "/{id}", consumes = "text/csv")
    Mono<ResponseEntity<CoreFile.View>> put(
            @PathVariable String date,
            @PathVariable @ActId String id,
            @RequestBody(required = false) Flux<DataBuffer> body,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return uploads.take(caller, Parameters.date("date", date), id, body.map(CoreFileController::bytes))
                .map(CoreFileController::answer);
    }

    @GetMapping
    Mono<List<CoreFile.View>> versions(@PathVariable String date, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return files.versions(Parameters.date("date", date))
                .map(versions -> versions.stream().map(CoreFile::view).toList());
    }

    @GetMapping("/{id}")
    Mono<CoreFile.View> get(@PathVariable String date, @PathVariable @ActId String id, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return files.find(Parameters.date("date", date), id).map(CoreFile::view);
    }

    @PutMapping("/{id}/approval")
    Mono<ResponseEntity<CoreFile.View>> approve(
            @PathVariable String date, @PathVariable @ActId String id, Caller caller) {
        caller.require(Role.OPERATOR);
        return files.decide(caller, Parameters.date("date", date), id, CoreFile.State.IN_EFFECT)
                .map(CoreFileController::answer);
    }

    @PutMapping("/{id}/refusal")
    Mono<ResponseEntity<CoreFile.View>> refuse(
            @PathVariable String date, @PathVariable @ActId String id, Caller caller) {
        caller.require(Role.OPERATOR);
        return files.decide(caller, Parameters.date("date", date), id, CoreFile.State.REFUSED)
                .map(CoreFileController::answer);
    }

    private static ResponseEntity<CoreFile.View> answer(Begun<CoreFile> begun) {
        return ResponseEntity.status(begun.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(begun.act().view());
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
